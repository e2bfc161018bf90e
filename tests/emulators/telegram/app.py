"""The Bot API over HTTP: token, method, parameters in, `{"ok": ...}` out."""

import hmac
import json

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.emulators.telegram.errors import ApiFault, bad_request
from tests.emulators.telegram.methods import carry_out
from tests.emulators.telegram.parameters import read_parameters
from tests.emulators.telegram.state import RESET, SILENCE, Call, Json, PlatformState


async def _given(request: Request) -> dict[str, object]:
    given: dict[str, object] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(await request.body())
        except ValueError:
            raise bad_request("can't parse JSON") from None
        if not isinstance(body, dict):
            raise bad_request("JSON object expected")
        return given | body
    async with request.form() as form:
        for name, value in form.items():
            given[name] = await value.read() if isinstance(value, UploadFile) else value
    return given


def _check_token(state: PlatformState, token: str) -> None:
    if not hmac.compare_digest(token.encode(), state.token.encode()):
        raise ApiFault(401, "Unauthorized")


class _CutOff(Response):
    """An answer whose connection is closed before its end."""

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        """Announces more than comes."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b'{"ok": tr', "more_body": True})


class _Silence(Response):
    """No answer until whoever asked has left."""

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """Waits for the other side to close the connection."""
        while (await receive())["type"] != "http.disconnect":
            pass
        await send({"type": "http.response.start", "status": 504, "headers": []})
        await send({"type": "http.response.body", "body": b""})


_WITHOUT_ANSWER: dict[int, type[Response]] = {RESET: _CutOff, SILENCE: _Silence}


async def _called(state: PlatformState, request: Request) -> Response:
    """One call: read, carried out, written down, answered."""
    method = request.path_params["method"]
    parameters: Json = {}
    try:
        _check_token(state, request.path_params["token"])
        parameters = read_parameters(method, await _given(request))
        result = await carry_out(state, method, parameters)
    except ApiFault as fault:
        body, status, raw = _refusal(fault), fault.status, fault.body
    else:
        body, status, raw = {"ok": True, "result": result}, 200, None
    state.calls.append(Call(method, parameters, status))
    await state.tell()
    if status in _WITHOUT_ANSWER:
        return _WITHOUT_ANSWER[status]()
    return JSONResponse(body, status) if raw is None else Response(raw, status)


def _refusal(fault: ApiFault) -> Json:
    body: Json = {"ok": False, "error_code": fault.status, "description": fault.description}
    if fault.retry_after is not None:
        body["parameters"] = {"retry_after": fault.retry_after}
    if fault.migrate_to is not None:
        body["parameters"] = {"migrate_to_chat_id": fault.migrate_to}
    return body


def api_app(state: PlatformState) -> Starlette:
    """The routes of the Bot API and of its files."""

    async def call(request: Request) -> Response:
        return await _called(state, request)

    async def download(request: Request) -> Response:
        try:
            _check_token(state, request.path_params["token"])
        except ApiFault as fault:
            return Response(fault.description, fault.status)
        for path, content in state.files.values():
            if path == request.path_params["path"]:
                return Response(content, media_type="application/octet-stream")
        return Response("Not Found", 404)

    return Starlette(
        routes=[
            Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        ]
    )
