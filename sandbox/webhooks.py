"""Bringing updates to webhooks: one at a time, in order, again until they are taken."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx

from sandbox.world import Bot, Json, Webhook, World

FIRST_RETRY = 0.2
LONGEST_RETRY = 10.0
PATIENCE = 60.0


async def deliver_to_webhooks(world: World) -> None:
    """Run a courier for every bot that has a webhook, until cancelled."""
    couriers: dict[int, asyncio.Task[None]] = {}
    async with _no_proxy() as client:
        try:
            while True:
                for bot in world.bots:
                    courier = couriers.get(bot.key)
                    if bot.webhook is not None and (courier is None or courier.done()):
                        couriers[bot.key] = asyncio.create_task(_carry(world, bot, client))
                await world.webhook_bell.wait(PATIENCE)
                await asyncio.sleep(0)
        finally:
            for courier in couriers.values():
                courier.cancel()
            await asyncio.gather(*couriers.values(), return_exceptions=True)


@contextlib.asynccontextmanager
async def _no_proxy() -> AsyncIterator[httpx.AsyncClient]:
    # a webhook under test has a certificate of its own making
    async with httpx.AsyncClient(verify=False, trust_env=False, timeout=PATIENCE) as client:  # noqa: S501
        yield client


async def _carry(world: World, bot: Bot, client: httpx.AsyncClient) -> None:
    pause = FIRST_RETRY
    while bot.webhook is not None:
        bot.forget_stale()
        if not bot.queue:
            await bot.bell.wait(PATIENCE)
            await asyncio.sleep(0)
            continue
        hook, update = bot.webhook, bot.queue[0]
        problem = await _bring(client, hook, update)
        if problem is None:
            _took(world, bot, update)
            pause = FIRST_RETRY
            continue
        hook.last_error_date, hook.last_error_message = world.now(), problem
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_RETRY)


async def _bring(client: httpx.AsyncClient, hook: Webhook, update: Json) -> str | None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
    try:
        response = await client.post(hook.url, json=update, headers=headers)
    except httpx.HTTPError as error:
        return f"Connection failed: {type(error).__name__}"
    if response.is_success:
        return None
    return f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"


def _took(world: World, bot: Bot, update: Json) -> None:
    if bot.queue and bot.queue[0] is update:
        bot.queue.popleft()
        bot.acknowledged = max(bot.acknowledged, update["update_id"])
        world.version += 1
