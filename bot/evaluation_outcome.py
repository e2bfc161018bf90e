"""What came of one question: whether it was answered, rightly, with proof, and whether all that was said stands."""

from dataclasses import dataclass

from bot.answer import Answer
from bot.evaluation_agreement import agrees, best_f1, is_exact
from bot.gold import GoldQuestion
from bot.verification import unproved
from bot.verification_claims import claims_of
from index.result import SearchResult

SHORT_WORDS, LONG_WORDS, QUOTE_WORDS = 25, 60, 120
LONG_TYPES = frozenset({"list", "why", "what", "yesno", None})
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question.

    `rank` counts from 0 and is None when no right article was among the first ten. `exact` and `f1` compare the
    short answer with the nearest right one. `claims` counts the figures, dates and names that the short answer says,
    `standing` those of them that stand in a quote; `silent` marks an answer that shows a quote without a short answer.
    """

    question: GoldQuestion
    answered: bool
    right: bool
    proved: bool
    right_article: bool
    rank: int | None
    took_ms: float
    exact: bool = False
    f1: float = 0.0
    claims: int = 0
    standing: int = 0
    silent: bool = False

    @property
    def wrong(self) -> bool:
        """Answered although nothing answers it, or with neither a right answer nor a right quote."""
        return self.answered and not (self.right or self.proved)

    @property
    def handled(self) -> bool:
        """Done as it should be: answered with a right answer or quote, or declined where nothing answers."""
        return not self.answered if self.question.group == "unanswerable" else self.right or self.proved


def judge(question: GoldQuestion, answer: Answer, result: SearchResult | None, took_ms: float) -> Outcome:
    """Compare an answer with the gold one."""
    text, proof = answer.text or "", answer.evidence[0] if answer.answered and answer.evidence else None
    quote = proof.quote if proof else ""
    can_be_right = answer.answered and question.group != "unanswerable"
    longest = LONG_WORDS if question.kind in LONG_TYPES else SHORT_WORDS
    ids = [hit.passage.article_id for hit in result.hits[:DEPTH]] if result else []
    claims = len(claims_of(text)) if answer.answered else 0
    unsaid = len(unproved(text, [item.quote for item in answer.evidence], answer.computed)) if claims else 0
    return Outcome(
        question=question,
        answered=answer.answered,
        right=can_be_right and len(text.split()) <= longest and agrees(text, question.answers),
        proved=can_be_right and len(quote.split()) <= QUOTE_WORDS and agrees(quote, question.answers),
        right_article=proof is not None and proof.article.id in question.articles,
        rank=next((rank for rank, found in enumerate(ids) if found in question.articles), None),
        took_ms=took_ms,
        exact=can_be_right and is_exact(text, question.answers),
        f1=best_f1(text, question.answers) if can_be_right else 0.0,
        claims=claims,
        standing=claims - unsaid,
        silent=answer.answered and answer.text is None,
    )
