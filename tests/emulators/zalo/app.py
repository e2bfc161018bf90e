"""The platform over HTTP: token and method in the path, JSON in, `{"ok": ...}` out."""

import hmac
import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.emulators.zalo.methods import HANDLERS, get_updates
from tests.emulators.zalo.parameters import bad_request, read_parameters
from tests.emulators.zalo.state import ApiFault, Call, Fault, Json, PlatformState

WELL = 200


class CutOff(Response):
    """Promises more than it sends: the connection breaks in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends half an answer."""
        del scope, receive
        await send({"type": "http.response.start", "status": WELL, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b'{"ok": tr', "more_body": True})


class InjectedFault(Exception):
    """A fault that a test asked for."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.description)
        self.fault = fault


async def _given(request: Request) -> dict[str, object]:
    """JSON is what the documentation shows; an empty body stands for no parameters."""
    raw = await request.body()
    if not raw:
        return {}
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise bad_request("JSON expected")
    try:
        body = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse JSON") from None
    if not isinstance(body, dict):
        raise bad_request("JSON object expected")
    return body


async def _carried_out(state: PlatformState, method: str, given: dict[str, str], request: Request) -> object:
    chat_id = given.get("chat_id")
    if fault := state.take_fault(method, chat_id, after=False):
        raise InjectedFault(fault)
    if state.down:
        raise ApiFault(502, "Bad gateway")
    if method == "getUpdates":
        result: object = await get_updates(state, given, request.is_disconnected)
    else:
        result = await HANDLERS[method](state, given)
    if fault := state.take_fault(method, chat_id, after=True):
        raise InjectedFault(fault)
    return result


def _refused(state: PlatformState, code: int, description: str) -> Response:
    body = {"ok": False, "description": description, "error_code": code}
    return JSONResponse(body, code if state.codes_as_http else WELL)


async def _faulty(state: PlatformState, fault: Fault) -> Response:
    if fault.how == "body":
        return Response(fault.body, fault.code, media_type="text/html")
    if fault.how == "reset":
        return CutOff()
    if fault.how == "silence":
        await state.wait_until(lambda: state.closing)
    return _refused(state, fault.code, fault.description)


def api_app(state: PlatformState) -> Starlette:
    """The platform's routes."""

    async def call(request: Request) -> Response:
        method: str = request.path_params["method"]
        parameters: Json = {}
        code = WELL
        try:
            if not hmac.compare_digest(request.path_params["token"].encode(), state.token.encode()):
                raise ApiFault(401, "Unauthorized")  # noqa: TRY301 - refused like everything else
            parameters = read_parameters(method, await _given(request))
            result = await _carried_out(state, method, parameters, request)
            answer: Response = JSONResponse({"ok": True, "result": result})
        except ApiFault as fault:
            code = fault.code
            answer = _refused(state, code, fault.description)
        except InjectedFault as injected:
            code = injected.fault.code
            answer = await _faulty(state, injected.fault)
        state.calls.append(Call(method, parameters, code))
        await state.tell()
        return answer

    return Starlette(routes=[Route("/bot{token}/{method}", call, methods=["POST"])])
