"""How far a quote reaches: the answering sentence, with a neighbour where that says what the sentence leaves out."""

from collections.abc import Sequence

from bot.sheet import Line

MAX_SENTENCES = 3
MAX_WORDS = 120


def quoted_lines(lines: Sequence[Line], at: int, worth: Sequence[float], *, least: float) -> tuple[int, int]:
    """First and last line of the quote around line `at`.

    `worth[i]` says what line i adds to the proof; neighbours are added, best first, while they are worth at least
    `least` and the quote stays within three sentences and 120 words. The title is quoted alone.
    """
    if lines[at].start is None:
        return at, at
    first = last = at
    words = len(lines[at].text.split())
    while last - first + 1 < MAX_SENTENCES:
        sides = [i for i in (first - 1, last + 1) if 0 <= i < len(lines) and lines[i].start is not None]
        sides = [i for i in sides if abs(lines[i].number - lines[first if i < first else last].number) == 1]
        sides = [i for i in sides if worth[i] >= least and words + len(lines[i].text.split()) <= MAX_WORDS]
        if not sides:
            break
        side = max(sides, key=lambda i: worth[i])
        words += len(lines[side].text.split())
        first, last = min(first, side), max(last, side)
    return first, last


def cut_to_limit(line: Line, start: int, end: int) -> tuple[int, int]:
    """Offsets within a line longer than a quote may be: a window of whole words around `[start:end]`."""
    words = [(token.start, token.end) for token in line.tokens]
    if len(line.text.split()) <= MAX_WORDS:
        return 0, len(line.text)
    first = next((i for i, (_, e) in enumerate(words) if e > start), 0)
    last = next((i for i in range(len(words) - 1, -1, -1) if words[i][0] < end), len(words) - 1)
    room = max(0, MAX_WORDS - 20 - (last - first + 1))
    first, last = max(0, first - room // 2), min(len(words) - 1, last + room - room // 2)
    return words[first][0], words[last][1]
