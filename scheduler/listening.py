"""What time does to what was overheard: judged when its author falls silent, asked about once, forgotten."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.listening import queries, rules, service
from bot.listening.queries import Heard
from bot.listening.rules import Matter, Own
from bot.people import queries as people
from bot.people.models import Person, Role
from bot.telegram.context import Desk
from bot.tickets import queries as tickets
from bot.triage import Home


async def judge_quiet_talk(session: AsyncSession, desk: Desk) -> None:
    """What somebody said in a group is judged once they are silent; then it is gone or asked about."""
    settings, now = desk.config.intake, desk.clock()
    if settings.listen != "suggest":
        await service.stop_listening(session, now=now)
        return
    await service.tell_new_groups(session, gone=settings.listen_gone)
    for heard in await queries.quiet_talk(session, quiet=settings.listen_quiet, now=now):
        author = await people.by_telegram_id(session, heard.author_id)
        if author is not None and author.role != Role.RESIDENT:
            await service.forget_heard(session, heard)
            continue
        for run in rules.runs(heard.new):
            await _judge(session, desk, heard._replace(new=run, before=rules.near(heard.before, run)), author)


async def forget_old_talk(session: AsyncSession, desk: Desk) -> None:
    """What was judged, what could not be, and questions nobody pressed disappear."""
    settings = desk.config.intake
    await service.forget(session, gone=settings.listen_gone, rest=settings.listen_rest, now=desk.clock())


async def _judge(session: AsyncSession, desk: Desk, heard: Heard, author: Person | None) -> None:
    home = Home.parse(author.home) if author is not None and author.home else None
    judge = partial(desk.triage.decide, group=heard.chat_id, home=home)
    matter = rules.matter_of(heard.new, heard.before, judge)
    offer = await queries.open_offer(session, heard.chat_id, heard.author_id)
    if offer is not None and rules.continues(offer, matter, judge):
        await service.add_to_offer(session, offer, matter)
    elif matter.decision.kind == "chat":
        await service.keep_a_little(session, heard.new, now=desk.clock())
        return
    else:
        await _ask(session, desk, heard, matter, author)
    await service.forget_heard(session, heard)


async def _ask(
    session: AsyncSession, desk: Desk, heard: Heard, matter: Matter, author: Person | None
) -> None:
    """Ask about a request; a question how it stands only when it is clear which ticket is meant."""
    raised = await tickets.open_tickets_raised_in(session, author, heard.chat_id) if author else []
    number = rules.fitting([Own(t.id, t.category, t.grid, t.place, t.message_id) for t in raised], matter)
    ticket = next((ticket for ticket in raised if ticket.id == number), None)
    if ticket is None and matter.decision.kind == "followup":
        return
    if ticket is not None and ticket.message_id > matter.pieces[-1].message_id:
        return  # said to the bot right afterwards
    question = (ticket.id, desk.triage.category(ticket.category).name) if ticket is not None else None
    settings, now = desk.config.intake, desk.clock()
    day = now.astimezone(desk.triage.neighbourhood.community.zone).date()
    limits = service.Limits(settings.listen_per_day, settings.listen_rest)
    await service.ask(session, heard, matter, question, limits=limits, day=day, now=now)
