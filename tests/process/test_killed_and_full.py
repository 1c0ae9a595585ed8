"""Killed, locked out, out of room: nothing said is lost, nothing acknowledged that was not kept."""

import random
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from sandbox.client import People
from sandbox.testing import Sandbox
from tests.process import alive, asked, environment, fetching, fill, small_disk, started, until
from tests.town import LI, OFFICE, SECRETARY, SUN, WANG, XIGUAN, ZHAO, settle_people

_NUMBER = re.compile(r"编号(\d+)")


def _complaint(number: int, chat_id: int = XIGUAN) -> dict[str, object]:
    text = f"#噪音 3栋楼上装修太吵 编号{number}"
    return {"user_id": (LI, ZHAO, SUN)[number % 3], "chat_id": chat_id, "text": text}


def _numbers(texts: list[str]) -> Counter[str]:
    return Counter(found[1] for text in texts if (found := _NUMBER.search(text)))


async def _settled(people: People, database: Path) -> None:
    async def at_rest() -> bool:
        waiting = asked(
            database,
            "select (select count(*) from inbox where state = 'new') + "
            "(select count(*) from outbox where state in ('queued', 'sending'))",
        )
        return not (await people.counters())["pending_updates"] and waiting == [(0,)]

    await until(at_rest, "everything to be handled and sent", 60)


async def _reached(people: People, worker: int) -> Counter[str]:
    return _numbers([message.get("text") or "" for message in await people.messages(worker)])


async def test_killed_again_and_again_every_complaint_is_one_ticket_and_reaches_its_worker(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    people, database, dice = sandbox.people, tmp_path / "town.db", random.Random(7)
    town = environment(sandbox, tmp_path, WUAILIN_INTAKE__PER_MINUTE="1000")
    await people.fault("delay", ["sendMessage"], delay=0.05)
    bot = started(town)
    try:
        await fetching(people)
        await settle_people(people)
        for person in (WANG, OFFICE, SECRETARY):
            await people.start(person)
        for burst in range(6):
            await people.say_many([_complaint(burst * 5 + n) for n in range(5)])
            handled = len(asked(database, "select id from tickets"))
            fetched = (await people.counters())["methods"].get("getUpdates", {}).get("calls", 0)
            # kill at another moment each time: as it is fetched, after so many tickets, while sending
            goal = burst % 4

            async def moment(goal: int = goal, before: int = handled, calls: int = fetched) -> bool:
                if goal == 0:
                    return bool(
                        (await people.counters())["methods"].get("getUpdates", {}).get("calls", 0) > calls
                    )
                return len(asked(database, "select id from tickets")) >= before + goal

            await until(moment, "the moment to kill it")
            bot.kill()
            bot.communicate()
            bot = started(town)
            if dice.random() < 0.3:
                bot.kill()
                bot.communicate()
                bot = started(town)
        await _settled(people, database)
    finally:
        bot.kill()
        bot.communicate()

    everyone = {str(number) for number in range(30)}
    tickets = _numbers([text for (text,) in asked(database, "select text from tickets")])
    assert tickets == Counter(dict.fromkeys(everyone, 1))
    assert set(await _reached(people, WANG)) == everyone
    assert asked(database, "select count(*) from inbox where state = 'parked'") == [(0,)]


async def test_a_disk_that_fills_up_while_running_loses_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    people = sandbox.people
    async with small_disk(tmp_path / "disk", 16384) as disk:
        database = disk / "town.db"
        with alive(environment(sandbox, disk, WUAILIN_INTAKE__PER_MINUTE="1000")) as bot:
            await fetching(people)
            await settle_people(people)
            await people.start(WANG)
            await people.wait_for(WANG, lambda m: m["from"]["is_bot"], 10)
            await _settled(people, database)
            acknowledged = (await people.counters())["acknowledged"]
            with closing(sqlite3.connect(database)) as other:  # no room left inside its files either
                other.execute("pragma wal_checkpoint(truncate)")
            filler = fill(disk)
            fetched = (await people.counters())["methods"]["getUpdates"]["calls"]
            await people.say_many([_complaint(n) for n in range(40)])

            async def refused() -> bool:
                counters = await people.counters()
                again = counters["methods"]["getUpdates"]["calls"] >= fetched + 4
                return bool(counters["pending_updates"] and again)

            await until(refused, "the same updates to be fetched again and again")
            stored = {number for (number,) in asked(database, "select update_id from inbox")}
            counters = await people.counters()
            never_stored = [
                number
                for number in range(acknowledged + 1, counters["acknowledged"] + 1)
                if number not in stored
            ]
            running = bot.poll() is None
            filler.unlink()
            await _settled(people, database)
            bot.terminate()
            _, errors = bot.communicate(timeout=20)
        tickets = _numbers([text for (text,) in asked(database, "select text from tickets")])

    assert (running, never_stored) == (True, [])
    assert tickets == Counter({str(number): 1 for number in range(40)})
    assert set(await _reached(people, WANG)) == {str(number) for number in range(40)}
    assert "make room" in errors
    assert "Traceback" not in errors
    assert len([line for line in errors.splitlines() if "make room" in line]) < 60


async def test_a_database_locked_while_running_is_waited_for(sandbox: Sandbox, tmp_path: Path) -> None:
    people, database = sandbox.people, tmp_path / "town.db"
    with alive(environment(sandbox, tmp_path)) as bot:
        await fetching(people)
        await settle_people(people)
        await people.start(WANG)
        await people.wait_for(WANG, lambda m: m["from"]["is_bot"], 10)
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("begin immediate")
            acknowledged = (await people.counters())["acknowledged"]
            await people.say_many([_complaint(n) for n in range(10)])

            async def fetched() -> bool:
                polls = (await people.counters())["methods"]["getUpdates"]
                return polls["ok"] > polls.get("dropped", 0) + 2

            await until(fetched, "a fetch while it is locked")
            seen = (await people.counters())["acknowledged"]
            other.execute("rollback")
        await _settled(people, database)
        bot.terminate()
        _, errors = bot.communicate(timeout=20)
    tickets = _numbers([text for (text,) in asked(database, "select text from tickets")])

    assert seen == acknowledged
    assert tickets == Counter({str(number): 1 for number in range(10)})
    assert "Traceback" not in errors
