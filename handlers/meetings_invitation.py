"""Whom a meeting is for: groups, grids and people, chosen in the place of the draft."""

import re

from bot.errors import Refused
from bot.meetings import cards, queries, rules, service, texts, texts_of_cards
from bot.meetings.models import Meeting
from bot.outbox import service as outbox
from bot.outbox.content import Button, Content
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.people.queries import groups_left
from bot.telegram.context import Context
from handlers import meetings_run
from handlers.reading import Press

_NAMES = re.compile(r"[,，、;；\s]+")


async def guests_written(text: str, meeting_id: int, person: Person, context: Context) -> None:
    """Names of people to invite: found ones are added, of namesakes one is chosen."""
    meeting = await service.load_draft(context.session, meeting_id, person)
    rows: list[tuple[Button, ...]] = []
    found, unknown, asked = [], [], []
    for name in dict.fromkeys(filter(None, _NAMES.split(text))):
        people = await queries.people_named(context.session, name)
        if len(people) == 1:
            await service.invite(context.session, meeting, people)
            found.append(name)
        elif people:
            labelled = [(one.id, texts.namesake(name, one.home, one.telegram_id or 0)) for one in people]
            rows += texts_of_cards.namesakes(meeting, labelled)
            asked.append(texts.which_one(name))
        else:
            unknown.append(name)
    await context.stop_awaiting(person)
    said = "\n".join(filter(None, [texts.guests_found(found, unknown), *asked]))
    await _lay(meeting, person, context)
    await meetings_run.say(person, Content(said or texts.NAMES_WANTED, buttons=tuple(rows)), context)


async def _lay(meeting: Meeting, actor: Person, context: Context) -> None:
    neighbourhood = context.desk.triage.neighbourhood
    await cards.lay_desk(context.session, meeting, actor, neighbourhood, now=context.now())


async def choose_invited(press: Press) -> None:
    """请谁来: groups, grids and people to choose from, in the place of the draft."""
    meeting = await service.load_draft(press.context.session, press.subject, press.actor)
    await _show_invitation(press, meeting)


async def toggle_everywhere(press: Press) -> None:
    """所有群, or not."""
    meeting = await service.load_draft(press.context.session, press.subject, press.actor)
    await service.toggle_part(press.context.session, meeting, rules.GROUPS)
    await _show_invitation(press, meeting)


async def toggle_grid(press: Press) -> None:
    """The groups of one grid, or not."""
    meeting = await service.load_draft(press.context.session, press.subject, press.actor)
    grids = press.context.desk.triage.neighbourhood.grids
    if not press.argument.isdecimal() or int(press.argument) >= len(grids):
        raise Refused(texts.MEETING_GONE)
    part = f"{rules.GRID}{grids[int(press.argument)].code}"
    await service.toggle_part(press.context.session, meeting, part)
    await _show_invitation(press, meeting)


async def toggle_group(press: Press) -> None:
    """One group, or not; the argument is its id without the sign."""
    meeting = await service.load_draft(press.context.session, press.subject, press.actor)
    known = rules.groups_of([rules.GROUPS], [], press.context.desk.triage.neighbourhood)
    chat_id = -int(press.argument) if press.argument.isdecimal() else 0
    if chat_id not in known:
        raise Refused(texts.MEETING_GONE)
    await service.toggle_group(press.context.session, meeting, chat_id)
    await _show_invitation(press, meeting)


async def invite_guest(press: Press) -> None:
    """One of several people of a name."""
    meeting = await service.load_draft(press.context.session, press.subject, press.actor)
    person = await press.context.session.get(Person, meetings_run.number_in(press.argument))
    if person is None:
        raise Refused(texts.MEETING_GONE)
    await service.invite(press.context.session, meeting, [person])
    await _lay(meeting, press.actor, press.context)


async def uninvite_guest(press: Press) -> None:
    """Somebody invited by name no longer is."""
    meeting = await service.load_draft(press.context.session, press.subject, press.actor)
    await service.uninvite(press.context.session, meeting, meetings_run.number_in(press.argument))
    await _show_invitation(press, meeting)


async def show_draft(press: Press) -> None:
    """好了: back to the draft."""
    meeting = await service.load_draft(press.context.session, press.subject, press.actor)
    neighbourhood = press.context.desk.triage.neighbourhood
    await cards.refresh_desks(press.context.session, meeting, neighbourhood, now=press.context.now())


async def _show_invitation(press: Press, meeting: Meeting) -> None:
    session, neighbourhood = press.context.session, press.context.desk.triage.neighbourhood
    left = await groups_left(session)
    groups = [one for one in rules.groups_of([rules.GROUPS], [], neighbourhood) if one not in left]
    names = await cards.names_of(session, groups, neighbourhood)
    guests = [(one.id, one.name) for one in await queries.guests_of(session, meeting.id)]
    chosen = await queries.chosen_groups(session, meeting.id)
    named = list(zip(groups, names, strict=True))
    content = texts_of_cards.invitation(meeting, neighbourhood.grids, named, chosen, guests)
    for desk, person in await queries.desks_of(session, meeting.id):
        if person.id == press.actor.id:
            key = cards.desk_key(desk)
            await outbox.show(session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER)


ACTIONS = {
    "invite": choose_invited,
    "everywhere": toggle_everywhere,
    "grid": toggle_grid,
    "group": toggle_group,
    "guest": invite_guest,
    "uninvite": uninvite_guest,
    "draft": show_draft,
}
