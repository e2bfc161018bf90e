"""The pages: HTML files of ours, filled in with wording and escaped text. Nothing else ever becomes markup."""

from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from starlette.responses import HTMLResponse

from bot.answer import Language
from bot.wording import say

# What the chat page shows of its own accord, in both languages; `static/chat.js` looks them up by these names
CHAT_WORDS = (
    "title", "tagline", "switch", "switch_label", "fresh", "welcome", "welcome_more", "log_label", "label",
    "placeholder", "send", "hint", "searching", "you", "bot", "source", "passage", "passage_of", "sample",
    "sample_more", "nearest", "paragraph", "less", "another", "retry", "offline", "no_script", "new_tab",
    "example_1", "example_2", "example_3",
)  # fmt: skip


class Markup(str):
    """A piece of HTML that was made here, from escaped parts, and may stand in a page as it is."""

    __slots__ = ()


def chat_words(language: Language, examples: tuple[str, ...]) -> dict[str, str]:
    """The chat page's words in a language; an installation's own example questions replace ours."""
    words = {name: say(language, f"web.{name}") for name in CHAT_WORDS}
    if examples:
        names = [name for name in CHAT_WORDS if name.startswith("example_")]
        words |= {name: examples[i] if i < len(examples) else "" for i, name in enumerate(names)}
    return words


def page(name: str, values: dict[str, str], *, status: int = 200) -> HTMLResponse:
    """The page `name` with `values` in place of its `$names`, escaped unless they are Markup."""
    filled = {key: value if isinstance(value, Markup) else escape(value) for key, value in values.items()}
    return HTMLResponse(_template(name).substitute(filled), status)


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / "page" / f"{name}.html").read_text("utf-8"))


def notice_page(language: Language, name: str, *, status: int, **values: object) -> HTMLResponse:
    """A page that only says something: the sentences `web.<name>` and `web.<name>_more`."""
    texts = {
        "language": language,
        "brand": say(language, "web.title"),
        "back": say(language, "web.back"),
        "notice": say(language, f"web.{name}"),
        "more": say(language, f"web.{name}_more", **values),
    }
    return page("notice", texts, status=status)
