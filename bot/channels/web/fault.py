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


def page_language(connection: HTTPConnection) -> Language:
    """The language of a page: Vietnamese unless its link asks for English. Browsers often claim English unasked."""
    return "en" if connection.query_params.get("language") == "en" else "vi"


def sentence_language(connection: HTTPConnection) -> Language:
    """The language of a sentence for a program: what its Accept-Language names first, else Vietnamese."""
    return "en" if connection.headers.get("accept-language", "").lower().startswith("en") else "vi"
