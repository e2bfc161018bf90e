"""Updates brought to a webhook, one after another, until each was answered with 2xx."""

import asyncio

import httpx

from tests.emulators.telegram.state import Json, PlatformState, Webhook

RETRY_SECONDS = 0.02
TIMEOUT_SECONDS = 10.0


def _next_update(state: PlatformState) -> Json | None:
    hook = state.webhook
    if hook is None:
        return None
    return next((update for update in state.updates if not hook.allowed or set(update) & set(hook.allowed)), None)


async def _deliver(client: httpx.AsyncClient, hook: Webhook, update: Json) -> bool:
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
    try:
        answer = await client.post(hook.url, json=update, headers=headers)
    except httpx.HTTPError as fault:
        hook.last_error = type(fault).__name__
        return False
    if not answer.is_success:
        hook.last_error = f"Wrong response from the webhook: {answer.status_code}"
    return answer.is_success


async def deliver_to_webhook(state: PlatformState) -> None:
    """Runs until it is cancelled."""
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        while True:
            async with state.changed:
                await state.changed.wait_for(lambda: _next_update(state) is not None)
            hook, update = state.webhook, _next_update(state)
            if hook is None or update is None:
                continue
            if await _deliver(client, hook, update):
                state.updates.remove(update)
                state.confirmed = max(state.confirmed, update["update_id"])
            else:
                await asyncio.sleep(RETRY_SECONDS)
            await state.tell()
