"""A request that is turned down: a status, a name for programs and a sentence for people."""

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse

from bot.answer import Language
from bot.wording import say


class Turned(Exception):
    """Turned down with `status`; `code` is the name of the sentence `web.error_<code>`, filled in with `values`."""

    def __init__(self, status: int, code: str, *, headers: dict[str, str] | None = None, **values: object) -> None:
        super().__init__(code)
        self.status, self.code, self.headers, self.values = status, code, headers, values

    def response(self, language: Language) -> JSONResponse:
        """The sentence in `language`, as JSON."""
        message = say(language, f"web.error_{self.code}", **self.values)
        error = {"code": self.code, "message": message}
        return JSONResponse({"error": error}, self.status, self.headers)


def asked_language(connection: HTTPConnection) -> Language:
    """The interface language that a request asks for: `?language=`, else Accept-Language, else Vietnamese."""
    named = connection.query_params.get("language") or connection.headers.get("accept-language", "")
    return "en" if named.lower().startswith("en") else "vi"
