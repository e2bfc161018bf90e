"""How lines of a text stand to each other: headings, and items of lists with what marks them."""

import re

_NUMBERS = "nhất|một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười"
# What marks an item, by kind; items of one list have one kind
_MARK = re.compile(
    rf"""(?P<dash>[-–—•*+▪●◦○✓]\s*\S) | (?P<figure>\(?\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.)]\s)
    | (?P<roman>\(?[IVX]{{1,4}}[.)]\s) | (?P<letter>\(?[a-zđ][.)]\s)
    | (?P<word>(?i:thứ\s+)?(?i:{_NUMBERS})\s+(?i:là)\b | (?i:thứ)\s+(?i:{_NUMBERS})\s*[,:])""",
    re.VERBOSE,
)
_LONGEST_HEADING = 80
_ENDS_NO_HEADING = '.!?…;,"”’»)'


def item_kind(line: str) -> str:
    """What marks a line as an item of a list (`1.`, `a)`, `-`, `Một là`), by the name of its kind; empty for none."""
    mark = _MARK.match(line)
    return (mark.lastgroup or "") if mark else ""


def announces(line: str) -> bool:
    """Whether a line ends with a colon: what it announces comes next."""
    return line.endswith(":")


def is_bare(line: str) -> bool:
    """Whether a line is short and has no stop at its end, as headings are."""
    return 0 < len(line) <= _LONGEST_HEADING and line[-1] not in _ENDS_NO_HEADING


def is_heading(line: str, kind: str, before: str, after: str) -> bool:
    """Whether a line is the heading of what follows.

    Args:
        line: The line.
        kind: Its `item_kind`.
        before: That of the line before it.
        after: That of the line that follows it.
    """
    if announces(line):
        return True
    if kind in ("", "dash"):
        return not kind and is_bare(line)
    return is_bare(line) and kind not in (before, after)  # "2. Nhiệm vụ trọng tâm" that no "3." follows
