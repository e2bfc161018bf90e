"""Settings of evaluation: which questions, and how much worse is worse."""

from pydantic import BaseModel, ConfigDict, Field


class EvaluationSettings(BaseModel):
    """The questions with known answers by which an installation is judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gold: str = Field(
        default="",
        description="The installation's own gold set; a file of JSON Lines, a relative name counts from the home; "
        "default none: then the packaged questions on the sample articles, where those are loaded.",
    )
    tolerance: float = Field(
        default=0.01,
        ge=0,
        le=1,
        description="How far a figure may fall below the recorded one before `evaluate --gate` fails; 0 to 1; default "
        "0.01: one question in a hundred.",
    )
    least_questions: int = Field(
        default=20,
        ge=1,
        description="Questions that must apply before `index rebuild` compares the new index with the live one; count; "
        "default 20: fewer say nothing.",
    )
    rebuild_tolerance: float = Field(
        default=0.02,
        ge=0,
        le=1,
        description="How much smaller the share of questions handled well may be with a rebuilt index than with the "
        "live one; 0 to 1; default 0.02: ties among equal passages fall differently now and then.",
    )
