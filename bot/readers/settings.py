"""Settings of reading, answering and declining. Each field says meaning; unit; default; why."""

from pydantic import BaseModel, ConfigDict, Field


class AnswerSettings(BaseModel):
    """How questions are answered, through every door alike."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: str = Field(
        default="span",
        pattern=r"^[a-z][a-z0-9_]*$",
        description="Reader, by its file name in bot/readers; `span`; it picks the figure, name or date inside the "
        "sentence, where `sentence` shows the whole one.",
    )
    threshold: float = Field(
        default=0.23,
        ge=0,
        le=1,
        description="Least probability that the evidence answers a Vietnamese question; 0 to 1; 0.23: held out by "
        "articles, 12 % of the answerable are declined and 30 % of the unanswerable answered; higher declines more "
        "(docs/results.md).",
    )
    threshold_plain: float = Field(
        default=0.22,
        ge=0,
        le=1,
        description="The same for Vietnamese without diacritics; 0 to 1; 0.22: held out 12 and 33 %; fewer of its "
        "words are sure.",
    )
    threshold_english: float = Field(
        default=0.26,
        ge=0,
        le=1,
        description="The same for English questions; 0 to 1; 0.26: held out 19 and 24 %; their words are translated, "
        "so that right answers look less sure.",
    )
    max_question_chars: int = Field(
        default=2000, ge=50, le=20000, description="Longest question; characters; 2000; longer ones are not questions."
    )
    hits: int = Field(
        default=24, ge=1, le=100, description="Passages asked of search; count; 24; more adds time, not answers."
    )
    articles: int = Field(
        default=5,
        ge=1,
        le=30,
        description="Articles read for one question; count; 5; the right one is nearly always among them, and each "
        "takes some three milliseconds.",
    )
    alternatives: int = Field(
        default=3, ge=0, le=10, description="Nearest articles named in a refusal; count; 3; they fit one screen."
    )
    deadline_seconds: float = Field(
        default=10.0,
        gt=0,
        description="Longest time for one question; seconds; 10; a usual one takes a fiftieth of one.",
    )
    threads: int = Field(
        default=2, ge=1, le=32, description="Questions worked on at once; count; 2; one per core of a small server."
    )
