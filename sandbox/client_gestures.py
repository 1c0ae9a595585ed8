"""What people do to messages and chats without a word: votes and the like."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class Gestures:
    """The part of ``People`` for gestures; ``People`` knows how to send them."""

    async def _do(self, verb: str, **form: Any) -> Json:
        raise NotImplementedError

    async def react(
        self,
        user_id: int,
        message_id: int,
        *emoji: str,
        chat_id: int | None = None,
        bot_id: int | None = None,
    ) -> None:
        """React to a message; with no emoji the reaction is taken back."""
        form = {"message_id": message_id, "emoji": list(emoji), "chat_id": chat_id, "bot_id": bot_id}
        await self._do("react", user_id=user_id, **form)

    async def press(
        self,
        user_id: int,
        button: str | None = None,
        *,
        chat_id: int | None = None,
        message_id: int | None = None,
        data: str | None = None,
        force: str | None = None,
    ) -> str:
        """Press a button by its text or data; returns the callback id.

        Without ``message_id`` the newest message with such a button is meant. ``force``
        sends forged data.
        """
        form = {"chat_id": chat_id, "message_id": message_id, "data": data, "force": force}
        return str((await self._do("press", user_id=user_id, button=button, **form))["callback_id"])

    async def press_key(
        self, user_id: int, text: str, *, chat_id: int | None = None, bot_id: int | None = None
    ) -> int:
        """Press a button of the bot's reply keyboard; returns the id of what was said by it."""
        form = {"text": text, "chat_id": chat_id, "bot_id": bot_id}
        return int((await self._do("press_key", user_id=user_id, **form))["message_id"])

    async def vote(
        self,
        user_id: int,
        message_id: int,
        options: Sequence[int],
        *,
        chat_id: int | None = None,
        bot_id: int | None = None,
    ) -> None:
        """Choose options of a poll, counted from 0; with none the vote is taken back."""
        form = {"message_id": message_id, "options": list(options), "chat_id": chat_id, "bot_id": bot_id}
        await self._do("vote", user_id=user_id, **form)

    async def pin(
        self, user_id: int, message_id: int, *, chat_id: int | None = None, bot_id: int | None = None
    ) -> None:
        """Pin a message: in a direct chat, or in a group as who may."""
        await self._do("pin", user_id=user_id, message_id=message_id, chat_id=chat_id, bot_id=bot_id)

    async def unpin(
        self, user_id: int, message_id: int, *, chat_id: int | None = None, bot_id: int | None = None
    ) -> None:
        """Unpin a message: in a direct chat, or in a group as who may."""
        await self._do("unpin", user_id=user_id, message_id=message_id, chat_id=chat_id, bot_id=bot_id)

    async def create_topic(self, chat_id: int, user_id: int, name: str) -> int:
        """Open a topic of a forum; returns its thread id."""
        done = await self._do("create_topic", chat_id=chat_id, user_id=user_id, name=name)
        return int(done["thread_id"])

    async def close_topic(self, chat_id: int, user_id: int, thread_id: int) -> None:
        """Close a topic of a forum; the general one is 1."""
        await self._do("close_topic", chat_id=chat_id, user_id=user_id, thread_id=thread_id)

    async def reopen_topic(self, chat_id: int, user_id: int, thread_id: int) -> None:
        """Open a topic of a forum again."""
        await self._do("reopen_topic", chat_id=chat_id, user_id=user_id, thread_id=thread_id)
