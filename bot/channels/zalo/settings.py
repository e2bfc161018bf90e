"""Settings of the Zalo channel. The token is none of them: it comes from ZALO_BOT_TOKEN (or ..._FILE)."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.durable.settings import WebhookSettings
from bot.roles import DoorRules


def _listed(value: object) -> object:
    """One id, or ids with commas between them, as a list."""
    if isinstance(value, str):
        return [entry.strip() for entry in value.split(",") if entry.strip()]
    return value


UserIds = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class ZaloWebhookSettings(WebhookSettings):
    """Where Zalo brings messages when `mode` is "webhook".

    Its secret comes from ZALO_WEBHOOK_SECRET (or ..._FILE); without one, it is made from the token.
    """

    port: int = Field(
        default=8444,
        ge=0,
        le=65535,
        description="The port on this machine to listen on; port number, 0 lets the system choose; 8444; "
        "beside Telegram's 8443.",
    )


class ZaloSettings(BaseModel):
    """How the bot talks to Zalo (Zalo Bot Platform, not an Official Account), and who may do what there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str = Field(
        default="https://bot-api.zaloplatforms.com/bot",
        pattern=r"^https?://.*/bot$",
        description="Address of the Bot Platform; a URL that ends in /bot, the token follows; "
        "https://bot-api.zaloplatforms.com/bot; older bots are told https://bot-api.zapps.me/bot.",
    )
    mode: Literal["polling", "webhook"] = Field(
        default="polling",
        description='How messages come in; "polling" or "webhook"; polling; it needs no public address. For daily '
        "use take webhook: Zalo hands a polled message out once, and means polling for development.",
    )
    webhook: ZaloWebhookSettings = Field(default_factory=ZaloWebhookSettings, description="Used when mode is webhook.")
    remove_webhook: bool = Field(
        default=False,
        description="Whether polling takes away a webhook that is set for this bot; true or false; false: the bot "
        "says so and waits, because another program may be using it, and while it is set nothing can be polled.",
    )
    maintainers: UserIds = Field(
        default=(),
        description="Who may also invite admins and give roles; Zalo ids (each person sees theirs with /id); none; "
        "`hoidap members` on the machine does the same.",
    )
    admins: UserIds = Field(
        default=(),
        description="Who may add and take back articles; Zalo ids (each person sees theirs with /id); none; "
        "nobody is trusted before being named.",
    )
    members: Literal["open", "invite", "closed"] = Field(
        default="open",
        description='Who may ask; "open" (everyone), "invite" (also who has an invitation code from an admin) or '
        '"closed" (admins, those in allowed, and who was given a role with `hoidap members`); open; '
        "a first try should need no list.",
    )
    allowed: UserIds = Field(
        default=(),
        description="Who may ask when members is not open; Zalo ids; none; admins may always ask.",
    )
    monthly_messages: int = Field(
        default=3000,
        ge=0,
        description="How many messages Zalo lets the bot send in a calendar month; messages, 0 for no limit; 3000; "
        "that of Zalo's basic plan.",
    )
    warn_at_percent: int = Field(
        default=80,
        ge=1,
        le=100,
        description="From which part of monthly_messages on the log and the admins are warned; percent; 80; "
        "about a week is left then to ask for a larger plan.",
    )
    poll_seconds: int = Field(
        default=30,
        ge=0,
        le=50,
        description="How long one request for a message waits for something to come; seconds; 30; "
        "answers are as quick with any value, longer waits only save requests.",
    )
    parallel_chats: int = Field(
        default=32,
        ge=1,
        description="How many chats are answered at the same time, each in its own order; chats; 32; "
        "a chat that waits out a limit must not hold up the others.",
    )
    typing_after_ms: int = Field(
        default=300,
        ge=0,
        description="The typing sign is shown when an answer takes longer; milliseconds; 300; "
        "most answers are quicker.",
    )
    stop_seconds: float = Field(
        default=5.0,
        ge=0,
        description="How long answers under way may still take when the bot is stopped; seconds; 5; "
        "what is cut off then is answered after the next start.",
    )

    @property
    def door_rules(self) -> DoorRules:
        """Who is who at this door, for `bot.roles.Roles`."""
        return DoorRules(
            admins=frozenset(self.admins),
            members=frozenset(self.allowed),
            open_to_all=self.members == "open",
            maintainers=frozenset(self.maintainers),
            invites=self.members == "invite",
        )

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        url = self.webhook.url
        if self.mode == "webhook" and not (url or "").startswith(("https://", "http://")):
            msg = f'mode "webhook" needs [channels.zalo.webhook] url, an https address, not {url!r}'
            raise ValueError(msg)
        return self
