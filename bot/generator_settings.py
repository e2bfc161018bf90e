"""Settings of the words that a language model may put around an answer. Its key is a secret: HOIDAP_GENERATOR_KEY."""

from pydantic import BaseModel, ConfigDict, Field


class GeneratorSettings(BaseModel):
    """A language model that words answers, from their quotes alone; off unless it is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        default="none",
        pattern=r"^[a-z][a-z0-9-]*$",
        description="Generator, by its file name in bot/generators; none or openai-compatible; default none: answers "
        "are the article's own words, and nothing leaves this machine.",
    )
    base_url: str = Field(
        default="",
        description="Address of an OpenAI-compatible endpoint, up to and with its version, such as "
        "http://127.0.0.1:11434/v1; an http(s) address; default none: a model has to be chosen.",
    )
    model: str = Field(
        default="",
        max_length=200,
        description="The model's name there; text; default none: endpoints have no common one.",
    )
    deadline_seconds: float = Field(
        default=5.0,
        gt=0,
        le=60,
        description="Longest wait for its words; seconds; default 5: then the article's own words go out, and nobody "
        "waits longer than that.",
    )
    most_tokens: int = Field(
        default=200,
        ge=16,
        le=2000,
        description="Most tokens it may write; count; default 200: three Vietnamese sentences.",
    )
    rest_after: int = Field(
        default=3, ge=1, description="Failures in a row after which it is left alone for a while; count; default 3."
    )
    rest_seconds: float = Field(
        default=60.0,
        ge=0,
        description="How long it is left alone then; seconds; default 60: nobody waits for a dead server.",
    )
