"""A generator's words in place of an answer's own, if they say the same: neither more nor less, nor the opposite."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic

from bot.answer import Answer
from bot.generator import Asked, Generator, GeneratorFault
from bot.metrics import UNMEASURED, Measures
from bot.verification import unproved
from corpus.text import keys, word_key

SHORT_WORDS, LONG_WORDS = 25, 60
GENERATED = "generated"
_log = logging.getLogger(__name__)
_WORD = re.compile(r"[^\W\d_]+")
# Words that turn the sense of a sentence, by what they turn it to, in both languages
_TURNS = {
    "not": "không chưa chẳng chả đừng not no never without neither nor none",
    "more": "tăng hơn vượt trên increase increased increases rise rose risen grew up more above exceed exceeded over",
    "less": "giảm kém thấp dưới decrease decreased decreases fall fell fallen dropped down less below under fewer",
    "nearly": "gần khoảng chừng xấp xỉ about nearly almost approximately around roughly",
    "all": "tất mọi toàn đều all every entire",
    "only": "chỉ duy only just sole",
}
# Addresses of pages and people: a quote that orders to add one must not have its way
_LINK = re.compile(r"\S+://\S+|www\.\S+|\S+@\S+|[^\W\d_]\w*\.[A-Za-z]{2,}\S*")
_LEAST_KNOWN = 0.6
_TURN_OF = {word_key(word): turn for turn, words in _TURNS.items() for word in words.split()}


class Wording:
    """Asks the generator for words, leaves it alone for a while when it keeps failing, and checks what it says."""

    def __init__(
        self,
        generator: Generator,
        *,
        rest_after: int = 3,
        rest_seconds: float = 60.0,
        metrics: Measures = UNMEASURED,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._generator = generator
        self._rest_after = rest_after
        self._rest_seconds = rest_seconds
        self._metrics = metrics
        self._clock = clock
        self._failures = 0
        self._resting_until = 0.0

    async def of(self, answer: Answer) -> Answer:
        """The answer in the generator's words, or as it was: whatever fails, an answer goes out.

        A comparison keeps its own: its figures are worked out and laid out in lines.
        """
        if not answer.answered or not answer.evidence or answer.comparison:
            return answer
        if self._clock() < self._resting_until:
            return answer
        quotes = [item.quote for item in answer.evidence]
        try:
            with self._metrics.timing("words"):
                words = await self._generator.words(Asked(answer.question, answer.language, answer.text, quotes))
        except GeneratorFault as fault:
            self._failed(fault.kind)
            return answer
        self._failures = 0
        if not words:
            return answer
        if why := objection(words, answer):
            self._metrics.failed("generator", why)
            _log.info("a generator's words were dropped: %s", why)
            return answer
        return replace(answer, text=words, details={**answer.details, GENERATED: "yes"})

    async def close(self) -> None:
        """Let go of the generator."""
        await self._generator.close()

    def _failed(self, kind: str) -> None:
        self._metrics.failed("generator", kind)
        self._failures += 1
        if self._failures >= self._rest_after:
            self._failures = 0
            self._resting_until = self._clock() + self._rest_seconds
            _log.warning("the generator failed %d times (%s) and rests a while", self._rest_after, kind)
        else:
            _log.info("the generator failed: %s", kind)


def objection(words: str, answer: Answer) -> str | None:
    """Why a generator's words may not stand for an answer; None when they may.

    `long`: more words than a short answer has. `unproved`: a figure, date or name that no quote holds. `lost`: one
    that the answer had and the words lack. `turned`: a word that turns the sense (not, more, less) and is in no quote.
    `foreign`: a link, or talk of something else.
    """
    quotes = [item.quote for item in answer.evidence]
    longest = LONG_WORDS if answer.text and len(answer.text.split()) > SHORT_WORDS else SHORT_WORDS
    if len(words.split()) > longest:
        return "long"
    if unproved(words, quotes, answer.computed):
        return "unproved"
    if answer.text and unproved(answer.text, [words]):
        return "lost"
    if _turns(words) - _turns(" ".join(quotes)):
        return "turned"
    return "foreign" if _is_foreign(words, answer, quotes) else None


def _is_foreign(words: str, answer: Answer, quotes: Sequence[str]) -> bool:
    """Whether the words lead elsewhere, or, in Vietnamese, speak mostly of what question and quotes do not."""
    known = " ".join([*quotes, answer.question])
    if any(link.lower() not in known.lower() for link in _LINK.findall(words)):
        return True
    said = keys(words)
    if answer.language != "vi" or not said:
        return False
    spoken = set(keys(known))
    return sum(key in spoken for key in said) < _LEAST_KNOWN * len(said)


def _turns(text: str) -> set[str]:
    return {_TURN_OF[key] for word in _WORD.findall(text) if (key := word_key(word)) in _TURN_OF}
