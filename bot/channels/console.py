"""The terminal: the plain channel, and how an answer looks in a line-based world.

`render` needs nothing but the reply, so that `hoidap ask` starts fast; `paint` brings out the answer where a terminal
can show it.
"""

import asyncio
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from bot.answer import Language
from bot.channel import Answering, Block, blocks, leads_on, marked
from bot.errors import BadQuestion, BotError
from bot.reply import Reply
from bot.wording import say
from corpus.errors import CorpusError
from index.errors import SearchIndexError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

LEAVE = ("/thoat", "/thoát", "/exit", "/quit", "/q")
FRESH = ("/moi", "/mới", "/new")
SUMMARY = ("/tomtat", "/tómtắt")
MAX_TURNS = 6
# An article's text must not drive somebody's terminal: no control characters, escape sequences among them
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STYLES = {"headline": "bold green", "quote": "default", "title": "bold", "link": "cyan", "sample": "yellow"}


def render(reply: Reply) -> str:
    """The reply as plain text, one piece per line, without a trailing newline."""
    return "\n".join(text for _, text in _lines(reply))


def paint(reply: Reply, console: "Console") -> None:
    """The reply on a console: as `render` has it, with the answer bold and marked in its quote."""
    answer = reply.answer.text if reply.answer else reply.headline
    for block, text in _lines(reply):
        if console.is_terminal:
            from rich.padding import Padding

            shown = text.lstrip()
            indent = len(text) - len(shown)
            console.print(Padding(_styled(block, shown, answer), (0, 0, 0, indent), expand=False), highlight=False)
        else:
            console.print(text, highlight=False, markup=False, soft_wrap=True)


class ConsoleChannel:
    """A conversation on a console: every line is a question, earlier ones are kept for follow-ups.

    `read` gives the next line and raises EOFError at the end; by default it is the console's own prompt, or standard
    input where that is no terminal. `language` is that of what stands around answers until somebody asks in another.
    """

    name = "console"

    def __init__(
        self,
        responder: Answering,
        console: "Console",
        *,
        read: Callable[[], str] | None = None,
        language: Language = "vi",
    ) -> None:
        self._responder = responder
        self._console = console
        self._read = read or self._prompt
        self._language: Language = language
        self._turns: list[str] = []
        self._choices: tuple[str, ...] = ()

    async def run(self, stop: asyncio.Event) -> None:
        """Answer line after line until the input ends, somebody leaves, or `stop` is set after an answer."""
        if self._console.is_terminal:
            self._tell("welcome")
        while not stop.is_set():
            try:
                line = (await asyncio.to_thread(self._read)).strip()
            except EOFError:
                break
            if line.lower() in LEAVE:
                break
            if line.lower() in FRESH:
                self._turns.clear()
                self._choices = ()
                self._tell("fresh")
            elif line.startswith("/") and not line.lower().startswith(SUMMARY):
                self._tell("welcome")
            elif line:
                await self._answer(self._chosen(line))
        if self._console.is_terminal:
            self._tell("bye")

    def _chosen(self, line: str) -> str:
        """The line itself, or the way to go on that its number names, where the bot asked back."""
        number = int(line) if line.isascii() and line.isdecimal() else 0
        return self._choices[number - 1] if 0 < number <= len(self._choices) else line

    async def _answer(self, question: str) -> None:
        try:
            answer = await self._responder.answer(question, turns=tuple(self._turns))
        except BadQuestion:
            self._tell("too_long")
        except TimeoutError:
            self._tell("slow")
        except (BotError, CorpusError, SearchIndexError):
            # Whoever sits at the terminal can mend it: the command line names the mend
            raise
        except Exception as error:  # noqa: BLE001 - the boundary: a person gets a sentence, the log gets the rest
            self._failed(error)
        else:
            self._language = answer.language
            self._choices = answer.choices
            if leads_on(answer):
                self._turns = [*self._turns, question][-MAX_TURNS:]
            paint(self._responder.reply(answer), self._console)
            self._console.print()

    def _failed(self, error: Exception) -> None:
        import structlog

        failure = secrets.token_hex(4)
        structlog.get_logger("hoidap.console").error("answer_failed", id=failure, exc_info=error)
        self._tell("unexpected", id=failure)

    def _prompt(self) -> str:
        if self._console.is_terminal:
            return self._console.input(say(self._language, "console.prompt"))
        return _piped_line(sys.stdin.buffer)

    def _tell(self, key: str, **values: object) -> None:
        self._console.print(say(self._language, f"console.{key}", **values), highlight=False, markup=False)


def _piped_line(stream: BinaryIO) -> str:
    """The next line of a pipe; what is not UTF-8 in it becomes a replacement sign. Raises EOFError at the end."""
    line = stream.readline()
    if not line:
        raise EOFError
    return line.decode("utf-8", "replace")


def _lines(reply: Reply) -> Iterator[tuple[Block, str]]:
    """Every piece with the line it makes; a heading comes before the first alternative and the first choice."""
    before, number = "", 0
    for block in blocks(reply):
        if block.kind == "choice":
            number += 1
        if block.kind != before and block.kind in {"alternative", "choice"}:
            heading = "nearest" if block.kind == "alternative" else "choices"
            yield Block("line", ""), say(reply.language, f"console.{heading}")
        before = block.kind
        yield block, _CONTROL.sub("", _line(block, reply.language, number))


def _line(block: Block, language: Language, number: int) -> str:
    text = " ".join(block.text.split())
    if block.kind == "quote":
        return f"  “{text}”"
    if block.kind == "link":
        return "  " + say(language, "console.source", link=text)
    if block.kind == "sample":
        return "  " + say(language, "console.sample")
    if block.kind == "choice":
        return f"  {number}. {text}"
    if block.kind == "alternative":
        return f"  - {text}{_aside(block, language)}"
    return f"  {text}" if block.kind in {"title", "date"} else text


def _aside(block: Block, language: Language) -> str:
    """What an alternative's title is followed by: its date, and whether it is a sample."""
    if block.source is None:
        return ""
    date = f" ({block.source.date})" if block.source.date else ""
    sample = " " + say(language, "console.sample") if block.source.is_sample else ""
    return date + sample


def _styled(block: Block, text: str, answer: str | None) -> "Text":
    from rich.text import Text

    if block.kind == "quote":
        before, middle, after = marked(text, answer)
        return Text.assemble(before, (middle, "bold"), after)
    return Text(text, style=_STYLES.get(block.kind, ""))
