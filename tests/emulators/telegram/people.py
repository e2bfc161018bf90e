"""The people of a test: what they send becomes updates with everything Telegram puts in."""

import re
from dataclasses import dataclass

from tests.emulators.telegram.html import utf16_units
from tests.emulators.telegram.state import BotMessage, Json, PlatformState

_SPECIAL = re.compile(
    r"(?P<bot_command>(?<![\w/])/[a-zA-Z0-9_]{1,32}(?:@\w+)?)|(?P<mention>(?<!\w)@\w{4,32})|(?P<url>https?://\S+)"
)


def entities_of(text: str) -> list[Json]:
    """Commands, mentions and links of a text that a person typed, as Telegram marks them."""
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_units(text[: match.start()]),
            "length": utf16_units(match.group()),
        }
        for match in _SPECIAL.finditer(text)
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat (a forum where a thread is named)."""

    id: int


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who writes to the bot; the private chat has the person's own number, as on the platform."""

    state: PlatformState
    id: int
    name: str
    language: str | None = "vi"

    @property
    def chat_id(self) -> int:
        """The number of the private chat."""
        return self.id

    @property
    def as_json(self) -> Json:
        """The User object of the person."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name}
        return user | ({"language_code": self.language} if self.language else {})

    async def send(
        self,
        text: str,
        *,
        group: Group | None = None,
        thread: int | None = None,
        reply_to: BotMessage | None = None,
    ) -> Json:
        """A text message, in the private chat or in a group."""
        content: Json = {"text": text, "entities": entities_of(text)}
        if not content["entities"]:
            del content["entities"]
        return await self._message(content, group, thread, reply_to)

    async def send_document(
        self,
        name: str,
        content: bytes,
        *,
        caption: str | None = None,
        mime: str = "text/plain",
        size: int | None = None,
    ) -> Json:
        """A file; `size` overrides what the platform says of its length."""
        file_id = f"file-{len(self.state.files) + 1}"
        self.state.files[file_id] = (f"documents/{file_id}", content)
        document = {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_name": name,
            "mime_type": mime,
            "file_size": len(content) if size is None else size,
        }
        return await self._message({"document": document, **_captioned(caption)})

    async def send_photo(
        self, *, caption: str | None = None, group: Group | None = None, album: str | None = None
    ) -> Json:
        """A picture."""
        photo = [{"file_id": "photo-1", "file_unique_id": "up1", "width": 90, "height": 60}]
        extra = {"media_group_id": album} if album else {}
        return await self._message({"photo": photo, **_captioned(caption), **extra}, group)

    async def send_voice(self) -> Json:
        """A spoken message."""
        return await self._message({"voice": {"file_id": "voice-1", "file_unique_id": "uv1", "duration": 3}})

    async def send_sticker(self) -> Json:
        """A sticker."""
        sticker = {"file_id": "st", "file_unique_id": "ust", "type": "regular", "width": 512, "height": 512}
        return await self._message({"sticker": {**sticker, "is_animated": False, "is_video": False}})

    async def edit(self, message: Json, text: str) -> None:
        """Changes the text of a message that was sent before."""
        changed = message | {"text": text, "edit_date": self.state.now(), "entities": entities_of(text)}
        self.state.messages[message["chat"]["id"], message["message_id"]] = changed
        self.state.add_update("edited_message", changed)
        await self.state.tell()

    async def ask_inline(self, text: str) -> str:
        """Types "@bot text" in some other chat; the number of the inline query."""
        query_id = f"inline{len(self.state.inline_queries) + 1}"
        self.state.inline_queries[query_id] = None
        query = {"id": query_id, "from": self.as_json, "query": text, "offset": "", "chat_type": "private"}
        self.state.add_update("inline_query", query)
        await self.state.tell()
        return query_id

    async def block(self, *, group: Group | None = None, back: bool = False) -> None:
        """Blocks the bot, or throws it out of a group; with `back` takes it in again."""
        statuses = ("member", "left" if group else "kicked")
        before, after = (statuses[1], statuses[0]) if back else statuses
        membership = {"user": self.state.me}
        until = {"kicked": {"until_date": 0}}
        change = {
            "chat": self.state.chats[group.id if group else self.id],
            "from": self.as_json,
            "date": self.state.now(),
            "old_chat_member": membership | {"status": before} | until.get(before, {}),
            "new_chat_member": membership | {"status": after} | until.get(after, {}),
        }
        self.state.add_update("my_chat_member", change)
        await self.state.tell()

    async def press(self, message: BotMessage, data: str) -> str:
        """Presses a button (or forges its data); the number of the callback query."""
        query_id = str(len(self.state.callbacks) + 1)
        self.state.callbacks[query_id] = None
        stored = self.state.messages[message.chat_id, message.message_id]
        query = {
            "id": query_id,
            "from": self.as_json,
            "chat_instance": f"-{message.chat_id}77",
            "message": stored,
            "data": data,
        }
        self.state.add_update("callback_query", query)
        await self.state.tell()
        return query_id

    async def send_raw(self, content: Json, *, group: Group | None = None) -> Json:
        """A message with any fields: a forward, what came by an inline mode, ..."""
        return await self._message(content, group)

    async def _message(
        self, content: Json, group: Group | None = None, thread: int | None = None, reply_to: BotMessage | None = None
    ) -> Json:
        chat = self.state.chats[group.id if group else self.id]
        message: Json = {
            "message_id": self.state.new_message_id(),
            "date": self.state.now(),
            "chat": chat,
            "from": self.as_json,
            **content,
        }
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to:
            message["reply_to_message"] = self.state.messages[reply_to.chat_id, reply_to.message_id]
        self.state.messages[chat["id"], message["message_id"]] = message
        self.state.add_update("message", message)
        await self.state.tell()
        return message


def _captioned(caption: str | None) -> Json:
    if caption is None:
        return {}
    entities = entities_of(caption)
    return {"caption": caption} | ({"caption_entities": entities} if entities else {})
