"""What a button carries back: `action:argument`, at most 64 bytes, and nothing that is believed unchecked."""

from bot.reply import Button

MAX_BYTES = 64


def callback_data(button: Button) -> str | None:
    """The data of a button; None when it would not fit, which a test of the dialogue's buttons rules out."""
    data = f"{button.action}:{button.argument}" if button.argument else button.action
    return data if button.action and len(data.encode("utf-8", "replace")) <= MAX_BYTES else None


def parse_callback(data: object) -> tuple[str, str]:
    """Action and argument of a pressed button; two empty words for anything that no button of ours carries."""
    if not isinstance(data, str) or len(data) > MAX_BYTES:
        return "", ""
    action, _, argument = data.partition(":")
    return (action, argument) if action.isascii() and action.isidentifier() else ("", "")
