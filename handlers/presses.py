"""Every pressed button: read, who pressed it, and on to the feature it names."""

import re
from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from bot.errors import Refused
from bot.telegram import texts
from bot.telegram.context import Context
from handlers import (
    broadcast,
    canteen,
    clarifying,
    corrections,
    intake,
    listening,
    meetings,
    people,
    same_matter,
    tickets,
)
from handlers.reading import Press, is_nobody

_DATA = re.compile(r"([a-z]{1,20}):([a-z_]{1,20})(?:\.([A-Za-z0-9_.]{1,30}))?:(-?\d{1,15})")

ACTIONS: Mapping[str, Mapping[str, Callable[[Press], Awaitable[None]]]] = {
    "broadcast": broadcast.ACTIONS,
    "canteen": canteen.ACTIONS,
    "meetings": meetings.ACTIONS,
    "tickets": {**tickets.ACTIONS, **clarifying.ACTIONS, **corrections.ACTIONS},
    "same": same_matter.ACTIONS,
    "intake": intake.ACTIONS,
    "listening": listening.ACTIONS,
    "people": people.ACTIONS,
}
IN_GROUPS = {
    f"{feature}:{action}"
    for feature, actions in (
        ("broadcast", broadcast.IN_GROUPS),
        ("canteen", canteen.IN_GROUPS),
        ("listening", listening.IN_GROUPS),
        ("meetings", meetings.IN_GROUPS),
        ("tickets", (*tickets.IN_GROUPS, *clarifying.IN_GROUPS, *corrections.IN_GROUPS)),
        ("same", same_matter.IN_GROUPS),
    )
    for action in actions
}
"""What may be pressed where others read along; everything else belongs to a direct chat."""


async def pressed(update: Update, context: Context) -> None:
    """A button was pressed; its data is ``feature:action:id``, the action perhaps with an argument.

    Refuses data nobody made, accounts that stand for many, and messages that are gone.
    """
    query = update.callback_query
    if query is None:
        return
    match = _DATA.fullmatch(query.data or "")
    action = ACTIONS.get(match[1], {}).get(match[2]) if match else None
    if match is None or action is None or query.message is None:
        raise Refused(texts.DEAD_BUTTON)
    if query.message.chat.id < 0 and f"{match[1]}:{match[2]}" not in IN_GROUPS:
        raise Refused(texts.DEAD_BUTTON)
    if is_nobody(query.from_user):
        raise Refused(texts.ANONYMOUS)
    actor = await context.person(query.from_user)
    message = query.message
    await action(
        Press(context, actor, match[2], match[3] or "", int(match[4]), message.chat.id, message.message_id)
    )
