"""The paragraph that a quote stands in: what "xem đoạn văn" shows."""

from corpus.sentences import sentence_spans

# A paragraph shorter than this tells nothing that its quote does not: its neighbours are shown with it
ENOUGH_CHARS = 300


def around(body: str, start: int, end: int, most: int) -> str:
    """The paragraph of `body` around `body[start:end]`, with neighbours while it is short; at most `most` characters.

    A longer paragraph is cut at sentences around the quote, with "…" where something is left out.
    """
    left = body.rfind("\n", 0, start) + 1
    right = _line_end(body, end)
    while right - left < ENOUGH_CHARS and (left > 0 or right < len(body)):
        wider_left = body.rfind("\n", 0, max(left - 1, 0)) + 1 if left else 0
        wider_right = _line_end(body, min(right + 1, len(body)))
        if wider_right - wider_left > most:
            break
        left, right = wider_left, wider_right
    if right - left > most:
        left, right = _sentences_around(body, left, right, start, end, most)
    text = body[left:right].strip()
    before = "… " if body[:left].strip() and body[left - 1] != "\n" else ""
    after = " …" if body[right:].strip() and body[right] != "\n" else ""
    return f"{before}{text}{after}"


def _line_end(body: str, position: int) -> int:
    found = body.find("\n", position)
    return len(body) if found < 0 else found


def _sentences_around(  # noqa: PLR0913, PLR0917 - three stretches of one text
    body: str, left: int, right: int, start: int, end: int, most: int
) -> tuple[int, int]:
    """As many whole sentences around the quote as fit."""
    first, last = start, end
    spans = [(left + one, left + other) for one, other in sentence_spans(body[left:right])]
    before = [begin for begin, stop in spans if stop <= start]
    after = [stop for begin, stop in spans if begin >= end]
    while before or after:
        grown = False
        if before and last - before[-1] <= most:
            first, grown = before.pop(), True
        if after and after[0] - first <= most:
            last, grown = after.pop(0), True
        if not grown:
            break
    return first, last
