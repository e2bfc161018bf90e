"""Settings of the Telegram channel. The token is none of them: it comes from TELEGRAM_BOT_TOKEN (or ..._FILE)."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.durable.settings import WebhookSettings
from bot.roles import DoorRules


def _listed(value: object) -> object:
    """One number, or numbers with commas between them, as a list."""
    if isinstance(value, str):
        return [entry.strip() for entry in value.split(",") if entry.strip()]
    if isinstance(value, int) and not isinstance(value, bool):
        return [value]
    return value


UserNumbers = Annotated[tuple[int, ...], BeforeValidator(_listed)]


class TelegramWebhookSettings(WebhookSettings):
    """Where Telegram brings messages when `mode` is "webhook".

    Its secret comes from TELEGRAM_WEBHOOK_SECRET (or ..._FILE); without one, each start makes its own.
    """

    port: int = Field(
        default=8443,
        ge=0,
        le=65535,
        description="The port on this machine to listen on; port number, 0 lets the system choose; 8443; "
        "one of the four ports that Telegram calls.",
    )


class TelegramSettings(BaseModel):
    """How the bot talks to Telegram, and who may do what there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str = Field(
        default="https://api.telegram.org/bot",
        pattern=r"^https?://.*/bot$",
        description="Address of the Bot API; a URL that ends in /bot, the token follows; https://api.telegram.org/bot; "
        "change it for a Bot API server of your own.",
    )
    base_file_url: str | None = Field(
        default=None,
        description="Address of the Bot API's files; a URL that ends in /file/bot; none: derived from base_url; "
        "only a server with another layout needs it.",
    )
    mode: Literal["polling", "webhook"] = Field(
        default="polling",
        description='How messages come in; "polling" or "webhook"; polling; it needs no public address.',
    )
    webhook: TelegramWebhookSettings = Field(
        default_factory=TelegramWebhookSettings, description="Used when mode is webhook."
    )
    admins: UserNumbers = Field(
        default=(),
        description="Who may add and take back articles; Telegram user numbers (each person sees it with /id); "
        "none; nobody is trusted before being named.",
    )
    maintainers: UserNumbers = Field(
        default=(),
        description="Who may also invite admins and give roles; Telegram user numbers; none; "
        "`hoidap members` on the machine does the same.",
    )
    members: Literal["open", "invite", "closed"] = Field(
        default="open",
        description='Who may ask; "open" (everyone), "invite" (also who has an invitation code from an admin) or '
        '"closed" (admins, those in allowed, and who was given a role with `hoidap members`); open; '
        "a first try should need no list.",
    )
    allowed: UserNumbers = Field(
        default=(),
        description="Who may ask when members is not open; Telegram user numbers; none; admins may always ask.",
    )
    poll_seconds: int = Field(
        default=30,
        ge=0,
        le=50,
        description="How long one request for messages waits for something to come; seconds; 30; "
        "answers are as quick with any value, longer waits only save requests.",
    )
    answer_seconds: float = Field(
        default=20.0,
        gt=0,
        description="How long Telegram may take to answer a request; seconds; 20; "
        "after that it counts as out of reach, and the request is made again.",
    )
    parallel_chats: int = Field(
        default=32,
        ge=1,
        description="How many chats are answered at the same time, each in its own order; chats; 32; "
        "a chat that waits out a rate limit must not hold up the others.",
    )
    typing_after_ms: int = Field(
        default=300,
        ge=0,
        description="The typing sign is shown when an answer takes longer; milliseconds; 300; "
        "it counts against Telegram's limits and most answers are quicker.",
    )
    inline: bool = Field(
        default=True,
        description='Whether "@bot question" in other chats is answered; true or false; true; '
        "it does nothing until /setinline at @BotFather.",
    )
    inline_cache_seconds: int = Field(
        default=60,
        ge=0,
        description="How long Telegram may give the same inline answer to others; seconds; 60; "
        "the archive changes, but not within a minute.",
    )
    stop_seconds: float = Field(
        default=5.0,
        ge=0,
        description="How long answers under way may still take when the bot is stopped; seconds; 5; "
        "what is cut off then is answered after the next start.",
    )

    @property
    def file_url(self) -> str:
        """`base_file_url`, or the one that belongs to `base_url`."""
        return self.base_file_url or f"{self.base_url.removesuffix('/bot')}/file/bot"

    @property
    def door_rules(self) -> DoorRules:
        """Who is who at this door, for `bot.roles.Roles`."""
        return DoorRules(
            frozenset(self.admins),
            frozenset(self.allowed),
            open_to_all=self.members == "open",
            maintainers=frozenset(self.maintainers),
            invites=self.members == "invite",
        )

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        url = self.webhook.url
        if self.mode == "webhook" and not (url or "").startswith(("https://", "http://")):
            msg = f'mode "webhook" needs [channels.telegram.webhook] url, an https address, not {url!r}'
            raise ValueError(msg)
        return self
