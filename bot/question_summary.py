"""Questions that ask for a summary, and what is to be summed up."""

import re

from corpus.text import tokens
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


def summary_topic(text: str, language: Language) -> str | None:
    """What a summary is asked of; None when no summary is asked for, empty when it is not said of what."""
    if language == "en":
        match = _ASKING_ENGLISH.search(text)
        return text[match.end() :].strip(" ?.:") if match else None
    words = list(tokens(text))
    spelled = " ".join(word.plain for word in words)
    match = _ASKING.search(spelled)
    if match is None:
        return None
    taken = len(spelled[: match.end()].split())
    return text[words[taken].start :].strip(' ?.:"“”') if taken < len(words) else ""
