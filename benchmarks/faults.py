"""3. A tenth of the calls each answered 500, dropped before and dropped after the work."""

from benchmarks.measures import Figure
from benchmarks.towns import OFFICE, WORKERS, Town, complaint, town

_METHODS = ["sendMessage", "copyMessage", "editMessageText"]


async def measure(*, quick: bool) -> list[Figure]:
    """Nothing stays unanswered; repeated only where the answer was lost."""
    number = 40 if quick else 200
    async with town() as here:
        here.start_ours()
        await here.settle(ours=True)
        await _deal(here)
        await here.people.say_many([complaint(index) for index in range(number)])
        await here.at_rest(300)
        answers, workers = await here.answered(), await here.seen_by((*WORKERS, *OFFICE))
        lost = (await here.people.counters())["faults"].get("drop_after", 0)
    repeated = sum(count - 1 for count in (*answers.values(), *workers.values()))
    echo = await _echo_unanswered(number)
    return [
        Figure("answered in the group", f"{len(answers)} of {number}", "all", len(answers) == number),
        Figure("reached a worker", f"{len(workers)} of {number}", "all", len(workers) == number),
        Figure("answers lost on the way", str(lost)),
        Figure("messages repeated", str(repeated), "<= answers lost", repeated <= lost),
        Figure("echo bot: never answered", f"{echo} of {number}"),
    ]


async def _deal(here: Town) -> None:
    for seed, kind in enumerate(("500", "drop_before", "drop_after"), start=1):
        await here.people.fault(kind, _METHODS, probability=0.1, seed=seed)


async def _echo_unanswered(number: int) -> int:
    async with town() as here:
        here.start_echo()
        await here.settle(ours=False)
        await _deal(here)
        await here.people.say_many([complaint(index) for index in range(number)])
        await here.until(lambda counters: counters["pending_updates"] == 0, 60)
        await here.until_sent(number, 15)
        return number - len(await here.answered())
