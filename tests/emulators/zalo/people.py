"""The people of a test: what they send becomes updates with everything that Zalo puts in."""

from dataclasses import dataclass

from tests.emulators.zalo.state import Json, PlatformState


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat."""

    id: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who writes to the bot; the private chat has the person's own number."""

    state: PlatformState
    id: str
    name: str

    async def send(self, text: str, *, group: Group | None = None, message_id: str | None = None) -> Json:
        """A text message; in a group the platform only brings those that mention the bot."""
        return await self._message("text", {"text": text}, group, message_id)

    async def send_image(self, caption: str = "") -> Json:
        """A picture."""
        content = {"photo_url": "https://photo.example/1.jpg", **({"caption": caption} if caption else {})}
        return await self._message("image", content)

    async def send_sticker(self) -> Json:
        """A sticker."""
        return await self._message("sticker", {"sticker": "abc", "url": "https://sticker.example/abc"})

    async def send_voice(self) -> Json:
        """A spoken message."""
        return await self._message("voice", {"voice_url": "https://voice.example/1.m4a"})

    async def send_unsupported(self) -> Json:
        """Whatever bots are not shown."""
        return await self._message("unsupported", {})

    async def block(self) -> None:
        """Takes no messages from the bot any more."""
        self.state.blocked.add(self.id)
        await self.state.tell()

    async def _message(
        self, kind: str, content: Json, group: Group | None = None, message_id: str | None = None
    ) -> Json:
        message: Json = {
            "message_id": message_id or self.state.new_message_id(),
            "date": self.state.now(),
            "chat": {"id": group.id if group else self.id, "chat_type": "GROUP" if group else "PRIVATE"},
            "from": {"id": self.id, "display_name": self.name, "is_bot": False},
            **content,
        }
        update = {"event_name": f"message.{kind}.received", "message": message}
        self.state.updates.append(update)
        await self.state.tell()
        return update
