"""Settings of what chat platforms have in common. Each field says: meaning; unit; default; why."""

from pydantic import BaseModel, ConfigDict, Field


class ChatSettings(BaseModel):
    """How messages from chat platforms wait for their answers, and answers for their platform."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions_per_minute: int = Field(
        default=10,
        ge=0,
        description="How many messages of one person are answered in a minute; messages, 0 for no limit; 10; nobody "
        "reads faster, and one person must not keep the others waiting. The first one too many gets a polite notice.",
    )
    most_waiting: int = Field(
        default=2000,
        ge=1,
        description="With so many unanswered messages no more are fetched, and the platform keeps them; messages; "
        "2000; an hour's work, held in memory.",
    )
    most_waiting_per_chat: int = Field(
        default=50,
        ge=1,
        description="With so many unanswered messages of one chat, further ones are only told to wait; messages; 50; "
        "a busy group never has as many.",
    )
    attempts: int = Field(
        default=3,
        ge=1,
        description="How often a message is begun anew when the program died over it, before it gets an apology; "
        "attempts; 3; a message that kills the program must not do so for ever.",
    )
    keep_hours: float = Field(
        default=72.0,
        ge=48.0,
        description="How long the number of a message that was dealt with is kept, without its words, so that it is "
        "not answered twice and an edited question finds its answer; hours; 72; platforms repeat for a day or two.",
    )
    give_up_hours: float = Field(
        default=48.0,
        gt=0,
        description="How long a reply waits for a platform that is out of reach; hours; 48; later nobody wants it.",
    )


class WebhookSettings(BaseModel):
    """Where a platform brings messages by webhook; each channel has its own port."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str | None = Field(
        default=None,
        description="The public address of this webhook, as the platform reaches it through your reverse proxy; "
        "an https URL; none; there is no default that could work.",
    )
    listen: str = Field(
        default="127.0.0.1",
        description="The address on this machine to listen on; host name or IP address; 127.0.0.1; "
        "a reverse proxy on the same machine brings the encryption that the platform asks for.",
    )
