"""Questions that ask for a summary, and what is to be summed up."""

import re

from corpus.text import plain_keys, tokens
from index.language import Language

# Asking for a summary, in plain keys; what follows is what it is to be of
_ASKING = re.compile(
    r"(?:^|(?<=\s))(?:(?:hay|xin|giup|nho|cho) )*(?:tom (?:tat|luoc)|(?:noi dung|y|diem) chinh (?:cua|trong|ve)"
    r"(?= (?:bai|tin|hoi nghi|cuoc|buoi|phien|bao cao|dai hoi)(?: |$)))"
    r"(?: (?:giup|cho|lai|noi dung|y chinh|(?:minh|toi|em)(?= )))*(?: (?:bai|bai viet|bai bao|tin|ban tin)(?= ))?"
)
_ASKING_ENGLISH = re.compile(
    r"\b(?:(?:please |can you |could you |give me )*(?:summari[sz]e|sum up|(?:a |the )?(?:short |brief )?summary of|"
    r"(?:the )?(?:main|key) points (?:of|from)))(?: the)?(?: article| report| story)?(?: (?:on|about|of))?\b",
    re.IGNORECASE,
)


_WORDS = (
    "bai viet bao tin hoi nghi cuoc nay do ay tren vua roi xong giup minh toi em nhe di this that it one article above"
)
_POINTING = frozenset(_WORDS.split())
# "/tomtat hội nghị ...": where the door knows no commands
_COMMAND = re.compile(r"/(?:tomtat|tómtắt)\b\s*", re.IGNORECASE)


def with_command_in_words(text: str) -> str:
    """A text that begins with the command /tomtat, with the words that it stands for; any other as it is."""
    match = _COMMAND.match(text)
    return text if match is None else f"tóm tắt bài {text[match.end() :] or 'này'}"


def summary_topic(text: str, language: Language) -> str | None:
    """What a summary is asked of; None when no summary is asked for, empty when it is not said of what."""
    if language == "en":
        match = _ASKING_ENGLISH.search(text)
        return _named(text[match.end() :].strip(" ?.:")) if match else None
    words = list(tokens(text))
    spelled = " ".join(word.plain for word in words)
    match = _ASKING.search(spelled)
    if match is None:
        return None
    taken = len(spelled[: match.end()].split())
    return _named(text[words[taken].start :].strip(' ?.:"“”')) if taken < len(words) else ""


def _named(topic: str) -> str:
    """A topic, or nothing where it only points at something said before."""
    return "" if set(plain_keys(topic)) <= _POINTING else topic
