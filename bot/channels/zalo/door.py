"""Zalo as a platform that `bot.durable` can work with: how its updates read, how replies look, how they are sent."""

import contextlib
import dataclasses
import time
from collections.abc import Callable, Sequence

from bot.channels.zalo.client import ZaloClient
from bot.channels.zalo.faults import Limited, NothingCame, Outage, Refused, WrongToken, ZaloFault
from bot.channels.zalo.layout import messages
from bot.channels.zalo.pictures import Pictures
from bot.channels.zalo.quota import Quota
from bot.channels.zalo.splitting import MAX_UNITS
from bot.channels.zalo.updates import CHANNEL, incoming, parse
from bot.durable import outcomes
from bot.durable.door import Body
from bot.durable.waiting import backoff
from bot.incoming import Incoming
from bot.outgoing import Abilities, Outgoing
from bot.state.outbox import OutboxItem, Send

FORBIDDEN = 403
# With the month's messages used up, how often one chat is tried again, and after which time nobody waits any more
_QUOTA_SECONDS = 3600.0
_LONGEST_WAIT_SECONDS = 48 * 3600.0


class ZaloDoor:
    """One bot. `names` are those that people mention it by in groups; `clock` gives seconds since 1970.

    `pictures` is where Zalo can fetch pictures from; without it they are told in words.
    """

    def __init__(
        self,
        client: ZaloClient,
        quota: Quota,
        names: tuple[str, ...] = (),
        pictures: Pictures | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._quota = quota
        self._clock = clock
        self._names = names
        self._pictures = pictures

    @property
    def name(self) -> str:
        """What logs, settings and the database call it."""
        return CHANNEL

    @property
    def abilities(self) -> Abilities:
        """Plain text of 2,000 characters; pictures where there is a public address to show them at."""
        pictures = self._pictures is not None
        return Abilities(buttons=False, edits=False, pictures=pictures, files=False, most_characters=MAX_UNITS)

    def read(self, body: Body) -> Incoming | None:
        """The message in a stored update."""
        update = parse(body)
        return incoming(update, self._names) if update and not update.from_bot else None

    async def replies(self, body: Body, incoming: Incoming, said: Sequence[Outgoing]) -> list[Send]:
        """The messages that say it in the chat that the update came from."""
        del body
        return [send for one in said for send in await self.letter(incoming.chat_id, one)]

    async def letter(self, chat_id: str, outgoing: Outgoing) -> list[Send]:
        """The messages that say something in a chat."""
        picture, sends = outgoing.picture, []
        if picture and self._pictures:
            with contextlib.suppress(OSError):
                url = await self._pictures.publish(picture.png)
                caption, *rest = messages(Outgoing(picture=picture)) or [""]
                sends = [_send(chat_id, "sendPhoto", photo=url, **({"caption": caption} if caption else {}))]
                sends += [_send(chat_id, "sendMessage", text=text) for text in rest]
                outgoing = dataclasses.replace(outgoing, picture=None)
        return [*(_send(chat_id, "sendMessage", text=text) for text in messages(outgoing)), *sends]

    async def typing(self, incoming: Incoming) -> None:
        """The typing sign: a courtesy, never worth a fault."""
        with contextlib.suppress(ZaloFault):
            await self._client.call("sendChatAction", {"chat_id": incoming.chat_id, "action": "typing"})

    async def deliver(self, item: OutboxItem) -> outcomes.Outcome:
        """One attempt at sending."""
        await self._quota.check()
        try:
            result = await self._client.call(item.method, item.parameters)
        except Limited as fault:
            return await self._limited(item, fault)
        except (Outage, NothingCame, WrongToken) as fault:
            # A token that was changed at Zalo is mended by the operator: until then nothing is given up
            return outcomes.OutOfReach(str(fault))
        except Refused as fault:
            if item.method == "sendPhoto" and fault.code != FORBIDDEN and item.parameters.get("caption"):
                # Zalo could not fetch the picture: what it shows is at least told
                words = {"chat_id": item.chat_id, "text": item.parameters["caption"]}
                return await self.deliver(dataclasses.replace(item, method="sendMessage", parameters=words))
            gone = fault.code == FORBIDDEN or "chat not found" in fault.description.lower()
            return outcomes.Gone(str(fault)) if gone else outcomes.Refused(str(fault))
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return outcomes.Taken(str(message_id or ""))

    async def _limited(self, item: OutboxItem, fault: Limited) -> outcomes.Outcome:
        """Too fast, or the month's messages are used up: Zalo has one number for both."""
        if fault.retry_after is not None:
            return outcomes.Limited(fault.retry_after)
        if not await self._quota.is_used_up():
            return outcomes.Limited(backoff(item.attempts))
        if self._clock() - item.made_at > _LONGEST_WAIT_SECONDS:
            return outcomes.Refused("the month's messages are used up, and nobody waits for this one any more")
        return outcomes.Limited(_QUOTA_SECONDS)


def _send(chat_id: str, method: str, **parameters: str) -> Send:
    return Send(CHANNEL, chat_id, method, {"chat_id": chat_id, **parameters})
