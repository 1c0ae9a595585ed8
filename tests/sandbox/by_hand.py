"""A bot that calls the Bot API by hand, and who is who."""

import httpx

from sandbox.testing import Sandbox

ZHANG, WANG = 5, 6
GROUP, SMALL_GROUP, STRANGE_GROUP = -1001, -1002, -1003


class Bot:
    """A bot that calls the Bot API by hand."""

    def __init__(self, sandbox: Sandbox, client: httpx.AsyncClient) -> None:
        self.client = client
        self.url = f"{sandbox.base_url}{sandbox.token}"

    async def call(self, method: str, **parameters: object) -> dict:
        """Return the whole answer."""
        return (await self.client.post(f"{self.url}/{method}", json=parameters)).json()

    async def do(self, method: str, **parameters: object) -> object:
        """Return the result of a call that must be done."""
        answer = await self.call(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **parameters: object) -> str:
        """Return the text with which a call is refused."""
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        return answer["description"]

    async def updates(self, **parameters: object) -> list[dict]:
        return await self.do("getUpdates", **parameters)
