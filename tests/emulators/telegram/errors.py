"""The one way in which a Bot API call fails."""


class ApiFault(Exception):
    """Answered as `{"ok": false, "error_code": status, "description": ...}` with the HTTP status of the same number."""

    def __init__(
        self,
        status: int,
        description: str,
        *,
        retry_after: int | None = None,
        migrate_to: int | None = None,
        body: bytes | None = None,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to
        self.body = body


def bad_request(description: str) -> ApiFault:
    """A call that can never succeed as it was made."""
    return ApiFault(400, f"Bad Request: {description}")
