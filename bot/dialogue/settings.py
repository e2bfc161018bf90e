"""Settings of conversations and of what is kept about people. Each field says: meaning; unit; default; why."""

from pydantic import BaseModel, ConfigDict, Field

from bot.state.retention import Retention


class DialogueSettings(BaseModel):
    """How conversations go in chats, and how long what is known of people is kept (decision 0012)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    follow_up_minutes: float = Field(
        default=30.0,
        ge=0,
        description="How long an earlier question is counted on by a follow-up; minutes; 30; "
        "after a longer pause people start anew.",
    )
    follow_up_questions: int = Field(
        default=5,
        ge=0,
        le=40,
        description="How many earlier questions a follow-up may count on; questions; 5; "
        "people seldom lean on anything older.",
    )
    paragraph_chars: int = Field(
        default=1500,
        ge=200,
        description="The longest stretch of an article shown around a quote; characters; 1500; "
        "one message on every platform, Zalo's 2000 included.",
    )
    invitation_hours: float = Field(
        default=24.0,
        gt=0,
        description="How long an invitation code is good; hours; 24; time to pass it on, not to lose it.",
    )
    second_admin: bool = Field(
        default=False,
        description="Whether an article that an administrator brings must be approved by another one; true or false; "
        "false; a small editorial office often has one administrator.",
    )
    undo_hours: float = Field(
        default=24.0,
        ge=0,
        description="How long the removal of an article can be undone with one tap; hours; 24; "
        "later /restore still brings it back.",
    )
    keep_days: float = Field(
        default=90.0,
        ge=0,
        description="How long questions, answers and feedback are kept; days; 90; "
        "a figure that turns out wrong within a quarter can still be corrected with those who got it.",
    )
    keep_people_days: float = Field(
        default=400.0,
        ge=0,
        description="How long somebody without a role is remembered after their last message; days; 400; "
        "the language they chose outlives a year's pause.",
    )
    keep_trail_days: float = Field(
        default=800.0,
        ge=0,
        description="How long privileged acts stay in the audit trail; days; 800; two years, as auditors ask for.",
    )

    @property
    def retention(self) -> Retention:
        """How long what is kept."""
        return Retention(self.keep_days, self.keep_people_days, self.keep_trail_days)
