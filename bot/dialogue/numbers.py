"""Numbers as buttons carry them: short, in base 36."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Twelve digits of base 36 fit into SQLite's integers
_LONGEST = 12


def named(number: int) -> str:
    """The number in base 36."""
    text = ""
    while True:
        number, rest = divmod(number, 36)
        text = _DIGITS[rest] + text
        if not number:
            return text


def number_in(argument: str) -> int | None:
    """The number that `named` wrote, or None for anything else."""
    if not (argument.isascii() and argument.isalnum() and len(argument) <= _LONGEST):
        return None
    return int(argument, 36)
