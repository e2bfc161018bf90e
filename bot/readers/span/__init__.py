"""The reader that picks the figure, name, date or clause inside the best sentences (the default)."""

from bot.reader import Reader


def open_part() -> Reader:
    """This part of the shelf."""
    from bot.readers.span.reading import SpanReader

    return SpanReader()
