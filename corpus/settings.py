"""Settings of the corpus room. Each field says: meaning; unit; default; why."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class SplitterSettings(BaseModel):
    """How articles are cut into passages. Changing any of them means that the index must be rebuilt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_words: int = Field(
        default=60,
        ge=1,
        description="A passage shorter than this is avoided where its neighbours allow; words; 60; "
        "shorter ones lack the context that search ranks by.",
    )
    target_words: int = Field(
        default=105,
        ge=1,
        description="The length that passages are steered to; words; 105; "
        "the middle of 90 to 120 words, where one passage still holds one subject.",
    )
    max_words: int = Field(
        default=130,
        ge=1,
        description="No passage is longer; a longer sentence is cut at a clause; words; 130; "
        "leaves room for one more sentence above the target.",
    )
    max_chars: int = Field(
        default=2000,
        ge=50,
        description="No passage is longer, for text without spaces; characters; 2000; "
        "twice what 130 Vietnamese words ever take, so that ordinary text never meets it.",
    )
    lead_words: int = Field(
        default=45,
        ge=0,
        description="Most words of the opening that travel with each passage; words; 45; "
        "about two sentences, the usual length of a newspaper's lead.",
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.min_words <= self.target_words <= self.max_words:
            msg = "min_words, target_words and max_words must not decrease in this order"
            raise ValueError(msg)
        return self


class LoadingSettings(BaseModel):
    """Limits on what comes from outside: files, folders, pasted text and links."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_bytes: int = Field(
        default=5_000_000,
        ge=1,
        description="Largest single text, Markdown or HTML file or web page that is read; bytes; 5000000; "
        "a long news page with its markup is under 2 MB. JSON Lines files may be longer: each line is limited.",
    )
    max_body_chars: int = Field(
        default=400_000,
        ge=1,
        description="Longest article body; characters; 400000; a 150-page report, "
        "beyond which a text is a book and should be split by its owner.",
    )
    timeout_seconds: float = Field(
        default=20.0,
        gt=0,
        description="Total time for fetching one link, redirects included; seconds; 20; "
        "slow newspaper sites answer within ten.",
    )
    max_redirects: int = Field(
        default=5,
        ge=0,
        description="Redirects followed for one link; count; 5; http to https to www and a moved page need three.",
    )
    max_feed_entries: int = Field(
        default=100,
        ge=1,
        description="Most entries that are taken from one feed; count; 100; feeds list their latest twenty to fifty.",
    )
    user_agent: str = Field(
        default="hoidap/0.1 (news archive reader)",
        min_length=1,
        pattern=r"^[\x20-\x7e]+$",
        description="What we call ourselves to web sites; text; hoidap and its version; honest and recognisable.",
    )
    allow_private_addresses: bool = Field(
        default=False,
        description="Whether links may lead to loopback and private networks; true or false; false; "
        "otherwise anyone who may add a link could read machines behind the firewall.",
    )


class CorpusSettings(BaseModel):
    """Everything that can be set about the corpus room."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    splitter: SplitterSettings = Field(default_factory=SplitterSettings, description="How articles are cut.")
    loading: LoadingSettings = Field(default_factory=LoadingSettings, description="Limits on what comes in.")
    busy_seconds: float = Field(
        default=5.0,
        ge=0,
        le=600,
        description="How long a write waits for another process's write; seconds; 5; "
        "a write takes milliseconds, adding a large file seconds.",
    )
