"""The Bot API over HTTP: token, method, parameters in, `{"ok": ...}` out."""

import hmac
import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.emulators.telegram.errors import ApiFault, bad_request
from tests.emulators.telegram.methods import carry_out
from tests.emulators.telegram.parameters import read_parameters
from tests.emulators.telegram.state import Call, Json, PlatformState


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
        return given | dict(form)


def _check_token(state: PlatformState, token: str) -> None:
    if not hmac.compare_digest(token.encode(), state.token.encode()):
        raise ApiFault(401, "Unauthorized")


def api_app(state: PlatformState) -> Starlette:
    """The routes of the Bot API and of its files."""

    async def call(request: Request) -> Response:
        method = request.path_params["method"]
        parameters: Json = {}
        try:
            _check_token(state, request.path_params["token"])
            parameters = read_parameters(method, await _given(request))
            result = await carry_out(state, method, parameters)
        except ApiFault as fault:
            body: Json = {"ok": False, "error_code": fault.status, "description": fault.description}
            if fault.retry_after is not None:
                body["parameters"] = {"retry_after": fault.retry_after}
            status, raw = fault.status, fault.body
        else:
            body, status, raw = {"ok": True, "result": result}, 200, None
        state.calls.append(Call(method, parameters, status))
        await state.tell()
        return JSONResponse(body, status) if raw is None else Response(raw, status)

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
