"""What a button carries back: `action:argument`, at most 64 bytes, and nothing that is believed unchecked."""

from dataclasses import dataclass

MAX_BYTES = 64
_UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the addition that the token names."""

    token: str


def undo_data(token: str) -> str:
    """The data of a button that takes an addition back. Raises ValueError when it would not fit a button."""
    data = f"{_UNDO}:{token}"
    if not token or len(data.encode()) > MAX_BYTES:
        raise ValueError(f"the token {token!r} does not fit into the {MAX_BYTES} bytes of a button")
    return data


def parse_callback(data: object) -> Undo | None:
    """The pressed button's meaning, or None for anything that no button of ours carries."""
    if not isinstance(data, str):
        return None
    action, _, argument = data.partition(":")
    return Undo(argument) if action == _UNDO and argument else None
