"""How long what is known of people is kept."""

from dataclasses import dataclass

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Retention:
    """Days after which conversations, people without a role, and the audit trail are deleted."""

    conversations: float
    people: float
    trail: float
