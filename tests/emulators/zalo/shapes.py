"""The forms in which the platform's samples show one and the same update."""

import copy
from collections.abc import Callable

from tests.emulators.zalo.state import Json

Shape = Callable[[Json], Json]


def plain(update: Json) -> Json:
    """As documented: event name and message."""
    return update


def wrapped(update: Json) -> Json:
    """Inside `result`, as an answer to getUpdates is."""
    return {"ok": True, "result": update}


def nameless_event(update: Json) -> Json:
    """Without `event_name`."""
    return {key: value for key, value in update.items() if key != "event_name"}


def bare_message(update: Json) -> Json:
    """The message alone, without anything around it."""
    message: Json = update["message"]
    return message


def short_name(update: Json) -> Json:
    """`name` in the place of `display_name`, and no `is_bot`."""
    changed = copy.deepcopy(update)
    sender = changed["message"]["from"]
    sender["name"] = sender.pop("display_name")
    sender.pop("is_bot")
    return changed


def event_outside(update: Json) -> Json:
    """The event's name beside `result`, the message within."""
    return {"event_name": update["event_name"], "result": {"message": update["message"]}}


SHAPES: tuple[Shape, ...] = (plain, wrapped, nameless_event, bare_message, short_name, event_outside)
