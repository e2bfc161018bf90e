"""The reply: an answer in a person's language, still free of any channel's markup."""

from dataclasses import dataclass, field

from bot.answer import Answer, Language


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quote stands, as a person sees it: title, date as written for the language, link, sample label."""

    article_id: str
    version: int
    title: str
    date: str | None
    url: str | None
    is_sample: bool
    quote: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered with a reply; channels without buttons leave it out or number it.

    `action` is a short word that `bot.dialogue` knows, `argument` what it acts on; as `action:argument` both fit the
    64 bytes that Telegram gives a button. What comes back may be forged: roles and existence are checked again.
    """

    label: str
    action: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a channel shows. All strings are plain text: each channel escapes and lays them out itself.

    `headline` is the short answer (bold), `lines` what stands around it ("as of ...", sample label, refusal),
    `sources` the proof, best first; `alternatives` the nearest articles of a refusal; `closing` comes after all of
    these (numbered choices, where a door has no buttons). `answer` is None for small talk, commands and notices.
    """

    language: Language
    headline: str | None = None
    lines: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    alternatives: tuple[Source, ...] = ()
    closing: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    answer: Answer | None = None
    details: dict[str, str] = field(default_factory=dict)
