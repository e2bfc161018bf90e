"""Updates brought to a webhook, one after another, until each was answered with 2xx."""

import asyncio

import httpx

from tests.emulators.zalo.methods import SECRET_HEADER
from tests.emulators.zalo.state import Json, PlatformState, Webhook

RETRY_SECONDS = 0.02
TIMEOUT_SECONDS = 10.0


async def _brought(client: httpx.AsyncClient, hook: Webhook, update: Json) -> bool:
    try:
        answer = await client.post(hook.url, json=update, headers={SECRET_HEADER: hook.secret})
    except httpx.HTTPError:
        return False
    hook.last_status = answer.status_code
    return answer.is_success


async def deliver_to_webhook(state: PlatformState) -> None:
    """Runs until it is cancelled."""
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        while True:
            async with state.changed:
                await state.changed.wait_for(lambda: bool(state.webhook and state.updates and not state.down))
            hook, update = state.webhook, state.updates[0]
            if hook is None:
                continue
            if await _brought(client, hook, state.shape(update)):
                state.updates.remove(update)
            else:
                await asyncio.sleep(RETRY_SECONDS)
            await state.tell()
