"""Reactions to messages: which there are, who gave them, how they are shown."""

from collections.abc import Sequence

from sandbox.world import Json, Room

ALLOWED = frozenset(
    {
        *("👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢"),
        *("🎉", "🤩", "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳"),
        *("❤\u200d🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓"),
        *("🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨\u200d💻", "👀", "🎃", "🙈"),
        *("😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿"),
        *("🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷\u200d♂", "🤷", "🤷\u200d♀"),
        *("😡",),
    }
)
"""What can be reacted with (Bot API, ReactionTypeEmoji)."""


def put(room: Room, message_id: int, who: int, emoji: Sequence[str]) -> list[str]:
    """Replace somebody's reactions to a message; returns those they had before."""
    given = room.reactions.setdefault(message_id, {})
    before = given.pop(str(who), [])
    if emoji:
        given[str(who)] = list(emoji)
    if before != list(emoji):
        room.changed(message_id)
    return before


def shown(room: Room, message_id: int) -> list[Json]:
    """Return ``{"emoji", "count", "by"}`` for each emoji given, in the order they were given first."""
    by: dict[str, list[int]] = {}
    for who, emoji in room.reactions.get(message_id, {}).items():
        for one in emoji:
            by.setdefault(one, []).append(int(who))
    return [{"emoji": one, "count": len(who), "by": who} for one, who in by.items()]
