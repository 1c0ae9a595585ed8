from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from sandbox.testing import Sandbox
from tests.sandbox.by_hand import GROUP, SMALL_GROUP, STRANGE_GROUP, WANG, ZHANG, Bot


@pytest_asyncio.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """A bot in a neighbourhood: 张 has pressed start, 王 has not; two groups know it, one does not."""
    people = sandbox.people
    await people.add_user(ZHANG, "张", "zhang_san")
    await people.add_user(WANG, "王")
    await people.add_group(GROUP, "锦江苑", members=[ZHANG, WANG])
    await people.add_group(SMALL_GROUP, "三栋", type="group", members=[ZHANG], admins=[WANG])
    await people.add_group(STRANGE_GROUP, "别处", bot="absent")
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        bot = Bot(sandbox, client)
        await people.start(ZHANG)
        await bot.updates(offset=-1)
        await bot.updates(offset=2**40)
        yield bot
