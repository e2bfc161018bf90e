"""What kind of place a question asks for: a city is not answered with a ward."""

from collections.abc import Sequence

_KINDS = "tinh|thanh pho|quan|huyen|thi xa|thi tran|phuong|xa|thon|san bay|khach san|hoi truong|nuoc|duong|khu"
_SAME = {"thanh pho": ("thanh pho", "tp", "thu do"), "quan": ("quan", "q ")}
_ENGLISH = {
    "city": "thanh pho", "province": "tinh", "district": "huyen", "ward": "phuong", "commune": "xa",
    "hall": "hoi truong",
    "hotel": "khach san", "airport": "san bay", "town": "thi tran", "country": "nuoc", "village": "thon",
}  # fmt: skip


def place_kind_asked(plain: Sequence[str]) -> str:
    """The kind of place that a question (its plain keys) asks for: `thanh pho`; empty when it says none."""
    asked = f" {' '.join(plain)} "
    for kind in _KINDS.split("|"):
        if f" {kind} nao " in asked:
            return kind
    for word, kind in _ENGLISH.items():
        if f" which {word} " in asked or f" what {word} " in asked:
            return kind
    return ""


def is_of_kind(said: str, kind: str) -> bool:
    """Whether a place, as plain keys with spaces, begins with the word for that kind of place."""
    return bool(kind) and said.startswith(_SAME.get(kind, (kind,)))
