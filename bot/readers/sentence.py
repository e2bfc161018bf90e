"""The plain reader: the sentence that holds most of the question, shown whole. No weights, no model."""

from bot.quoting import cut_to_limit
from bot.reader import Finding, Material, Reader
from bot.sheet import Line, sheet_of
from bot.sought import Sought

_KEPT = 5
_FEW_WORDS = 6


def open_part() -> Reader:
    """This part of the shelf."""
    return SentenceReader()


class SentenceReader:
    """Ranks sentences by the share of the question's information that they hold."""

    def read(self, material: Material) -> tuple[Finding, ...]:
        """The best sentences, best first; a sentence's score is the share that it holds, 0 to 1."""
        total = sum(term.weight for term in material.sought.terms) or 1.0
        findings = []
        for found in material.found:
            for line in sheet_of(found.article).lines:
                share = _held(line, material.sought) / total
                if share <= 0 or len(line.tokens) < _FEW_WORDS:
                    continue
                left, right = cut_to_limit(line, 0, 0)
                start = None if line.start is None else line.start + left
                end = None if line.start is None else line.start + right
                quote = line.text[left:right]
                score = share * (0.5 + 0.5 * found.share)
                findings.append(Finding(found.article, quote, start, end, quote, score, {"share_held": share}))
        findings.sort(key=lambda finding: -finding.score)
        return tuple(findings[:_KEPT])


def _held(line: Line, sought: Sought) -> float:
    best = [0.0] * len(sought.terms)
    features = {
        "words": [token.key for token in line.tokens],
        "plain_words": [token.plain for token in line.tokens],
        "pairs": line.pairs,
        "plain_pairs": line.plain_pairs,
    }
    for kind, texts in features.items():
        for text in texts:
            for number, strength in sought.lookup[kind].get(text, ()):
                best[number] = max(best[number], strength)
    return sum(term.weight * strength for term, strength in zip(sought.terms, best, strict=True))
