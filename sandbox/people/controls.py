"""Turning the knobs: the bot's name and ears, Telegram's rates, failures, the clock."""

from sandbox.checks import FACTS
from sandbox.limits import Rate
from sandbox.people import asks
from sandbox.people.places import the_bot
from sandbox.people.views import clock as shown_clock
from sandbox.people.views import limits as shown_limits
from sandbox.refusals import Mistake
from sandbox.world import Json, World


def set_bot(world: World, ask: asks.SetBot) -> Json:
    """Name a bot and say whether it hears everything in groups."""
    bot = the_bot(world, ask.bot_id)
    bot.face.update(ask.model_dump(include={"username", "first_name"}, exclude_none=True))
    if ask.privacy is not None:
        bot.privacy = ask.privacy
    return {"bot_id": bot.face["id"]}


def set_fault(world: World, ask: asks.SetFault) -> Json:
    """Begin to deal a failure."""
    if ask.methods == []:
        raise Mistake("methods", 'name at least one method, or "*"')
    for name in [] if ask.methods == "*" else ask.methods:
        if name not in FACTS["methods"]:
            raise Mistake("methods", f"Telegram has no method {name!r}")
    chosen = ask.model_dump(exclude={"methods"})
    methods = None if ask.methods == "*" else ask.methods
    return {"fault_id": world.faults.add(methods=methods, **chosen)}


def clear_faults(world: World, ask: asks.ClearFaults) -> Json:
    """Stop dealing one failure, or all."""
    return {"cleared": world.faults.clear(ask.id)}


def set_limits(world: World, ask: asks.SetLimits) -> Json:
    """Change Telegram's rates; the windows start empty."""
    limits = world.limits
    if ask.on is not None:
        limits.on = ask.on
    for name in ("overall", "group", "private"):
        rate = getattr(ask, name)
        if rate is not None:
            setattr(limits, name, Rate(rate.calls, rate.seconds))
    if ask.press_seconds is not None:
        world.press_seconds = ask.press_seconds
    limits.forget()
    return shown_limits(world)


def set_clock(world: World, ask: asks.SetClock) -> Json:
    """Stop the clock of the messages, or let the real one go again."""
    world.clock = ask.now
    world.ahead = 0
    return shown_clock(world)


def forward_clock(world: World, ask: asks.ForwardClock) -> Json:
    """Put the clock forward; one that goes, goes on from there."""
    if world.clock is None:
        world.ahead += ask.seconds
    else:
        world.clock += ask.seconds
    return shown_clock(world)
