"""Handing updates over: long polling, and where a webhook is set."""

import time
from typing import Any

import httpx
from starlette.types import Receive

from sandbox.acts.call import Call
from sandbox.checks import FACTS
from sandbox.refusals import Refused, bad_request
from sandbox.world import Bot, Json, Webhook

_OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)
_WEBHOOK_COMES = "Conflict: terminated by setWebhook request"
_LONGEST_POLL = 50
_MOST_UPDATES = 100
_KINDS = frozenset(FACTS["updates"])
_SECRET = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def acknowledge(bot: Bot, offset: int) -> int:
    """Forget the updates below ``offset``, or all but the last ``-offset``; return how many went."""
    queue = bot.queue
    before = len(queue)
    if offset < 0:
        while len(queue) > -offset:
            bot.acknowledged = max(bot.acknowledged, queue.popleft()["update_id"])
    while queue and offset > 0 and queue[0]["update_id"] < offset:
        bot.acknowledged = max(bot.acknowledged, queue.popleft()["update_id"])
    return before - len(queue)


def choose_kinds(call: Call) -> None:
    """Note which kinds of update the bot wants from now on; none that there is means the usual ones."""
    kinds = call.params.parsed("allowed_updates", list)
    if kinds is not None:
        call.bot.allowed = frozenset(str(kind).lower() for kind in kinds) & _KINDS or None


async def get_updates(call: Call) -> list[Json]:
    """Return the oldest updates, waiting for one up to ``timeout`` seconds.

    Refuses while a webhook is set, and when another getUpdates takes over.
    """
    bot, params = call.bot, call.params
    if bot.webhook is not None:
        raise Refused(409, _WEBHOOK_SET)
    choose_kinds(call)
    bot.forget_stale()
    bot.poll += 1
    mine = bot.poll
    bot.bell.ring()
    if acknowledge(bot, params.integer("offset")):
        call.world.version += 1
    limit = min(max(params.integer("limit", _MOST_UPDATES), 1), _MOST_UPDATES)
    await _wait_for_one(bot, mine, time.monotonic() + min(params.integer("timeout"), _LONGEST_POLL))
    return [update for update, _ in zip(bot.queue, range(limit), strict=False)]


async def _wait_for_one(bot: Bot, mine: int, until: float) -> None:
    while not bot.queue:
        rang = await bot.bell.wait(until - time.monotonic())
        if bot.poll != mine:
            raise Refused(409, _WEBHOOK_COMES if bot.webhook else _OTHER_POLL)
        if not rang:
            return


def interrupt_poll(bot: Bot) -> None:
    """End a waiting getUpdates, because its client is gone or a webhook was set."""
    bot.poll += 1
    bot.bell.ring()


def set_webhook(call: Call) -> bool:
    """Have updates brought to a URL from now on; an empty URL is the same as deleting."""
    params, bot = call.params, call.bot
    url = params.text("url")
    if not url:
        return delete_webhook(call)
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _is_address(url):
        raise bad_request("invalid webhook URL specified")
    secret = params.text("secret_token")
    if len(secret) > 256:  # noqa: PLR2004 - Telegram's limit
        raise bad_request("secret token is too long")
    if not set(secret) <= _SECRET:
        raise bad_request("secret token contains unallowed characters")
    choose_kinds(call)
    if params.flag("drop_pending_updates"):
        bot.queue.clear()
    bot.webhook = Webhook(url, secret, params.integer("max_connections", 40))
    call.world.webhook_bell.ring()
    interrupt_poll(bot)
    return True


def _is_address(url: str) -> bool:
    try:
        return bool(httpx.URL(url).host)
    except httpx.InvalidURL:
        return False


def delete_webhook(call: Call) -> bool:
    """Go back to long polling."""
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.clear()
    call.bot.webhook = None
    call.bot.bell.ring()
    return True


def get_webhook_info(call: Call) -> Json:
    """Return where updates go and what went wrong there last."""
    bot, hook = call.bot, call.bot.webhook
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.queue),
    }
    if bot.allowed is not None:
        info["allowed_updates"] = sorted(bot.allowed)
    if hook:
        info["max_connections"] = hook.max_connections
        if hook.last_error_date:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    return info


async def watch_leaving(bot: Bot, receive: Receive, poll: int) -> None:
    """End this poll once its client hangs up, so that the next one meets no conflict."""
    while (await receive())["type"] != "http.disconnect":
        pass
    if bot.poll == poll:
        interrupt_poll(bot)


METHODS = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
