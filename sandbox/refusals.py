"""The two ways the sandbox says no: Telegram's to a bot, and its own to whoever plays the people."""

from typing import Any


class Refused(Exception):  # noqa: N818 - the word Telegram's own users would choose
    """A bot's call is answered with ``{"ok": false}``, this code and Telegram's text."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(text: str, **parameters: Any) -> Refused:
    """Return a 400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> Refused:
    """Return a 403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {text}")


class Mistake(Exception):  # noqa: N818 - it is the caller's mistake, not an error here
    """A request to the people's side cannot be done; ``field`` names what is wrong with it."""

    def __init__(self, field: str, problem: str, status: int = 400) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem
        self.status = status
