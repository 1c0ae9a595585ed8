"""Starting, help, registering a home, going away, enrolling, and what happens to the bot's chats."""

from collections.abc import Callable

from telegram import ChatMember, Message, Update

from bot.audit import service as audit
from bot.config import Estate
from bot.errors import Refused
from bot.outbox import queries as outbox_queries
from bot.outbox import service as outbox
from bot.outbox.content import Button, Content
from bot.outbox.models import Lane
from bot.people import queries, rules, service, texts
from bot.people.models import Awaited, Person, Role
from bot.telegram.context import Context
from handlers.reading import Press, is_private, text_of

_BUILDINGS_A_PAGE = 40
_UNITS = 8
_DIGITS = 9


async def start(update: Update, context: Context) -> None:
    """/start, with or without an enrolment link."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    if not is_private(update.effective_chat):
        raise Refused(texts.HELP_GROUP)
    parameter = context.args[0] if context.args else ""
    if parameter.startswith(rules.ENROLMENT_PREFIX):
        person = await _enrol(parameter.removeprefix(rules.ENROLMENT_PREFIX), user.id, context)
    else:
        person = await service.open_direct_chat(
            context.session, user.id, name=user.full_name, now=context.now()
        )
    community = context.desk.triage.neighbourhood.community.name
    text = texts.welcome(community)
    if person.role == Role.WORKER:
        text = texts.welcome_worker(person.name)
    elif person.is_staff:
        text = texts.welcome_staff(community)
    await outbox.enqueue(
        context.session,
        key=f"start:{context.row_id}",
        chat_id=message.chat_id,
        content=Content(text, keyboard=texts.MENU),
    )


async def _enrol(secret: str, telegram_id: int, context: Context) -> Person:
    worker = await service.enrol(context.session, secret, telegram_id, now=context.now())
    audit.record(
        context.session,
        "enrolled",
        worker.name,
        "opened the one-time link",
        telegram_id=telegram_id,
        now=context.now(),
    )
    for person in await queries.staff(context.session):
        if person.may_be_reached and person.telegram_id is not None:
            key = f"enrolled:{context.row_id}:{person.id}"
            await outbox.enqueue(
                context.session,
                key=key,
                chat_id=person.telegram_id,
                text=texts.enrolled(worker.name),
                lane=Lane.REMINDER,
            )
    return worker


async def show_help(update: Update, context: Context) -> None:
    """/help and 帮助."""
    message = update.message
    if message is None:
        return
    community = context.desk.triage.neighbourhood.community
    private = is_private(update.effective_chat)
    text = texts.help_text(community.name, community.duty_phone) if private else texts.HELP_GROUP
    content = Content(text, keyboard=texts.MENU if private else ())
    await outbox.enqueue(
        context.session, key=f"help:{context.row_id}", chat_id=message.chat_id, content=content
    )


async def my_home(context: Context, person: Person) -> None:
    """我的楼栋: choose the estate first."""
    if person.telegram_id is None:
        return
    content = _estates(
        context, texts.home_now(person.home) if person.home else "", registered=bool(person.home)
    )
    key = f"home:{context.row_id}"
    await outbox.enqueue(context.session, key=key, chat_id=person.telegram_id, content=content)


def _estates(context: Context, before: str, *, registered: bool) -> Content:
    estates = context.desk.triage.neighbourhood.estates
    rows = [(Button(estate.name, f"people:estate:{index}"),) for index, estate in enumerate(estates)]
    if registered:
        rows.append((Button(texts.FORGET_HOME, "people:forget_home:0"),))
    return Content(before + texts.CHOOSE_ESTATE, buttons=tuple(rows))


async def choose_building(press: Press) -> None:
    """An estate was chosen: which building? ``argument`` is the page of a long list."""
    estate = _estate(press.context, press.subject)
    (page,) = _numbers(press.argument or "0", 1)
    rows = building_rows(
        estate,
        page,
        chosen=lambda number: f"people:building.{press.subject}:{number}",
        more=f"people:estate.{page + 1}:{press.subject}",
    )
    await _redraw(press, Content(texts.choose_building(estate.name), buttons=rows))


def building_rows(
    estate: Estate, page: int, *, chosen: Callable[[int], str], more: str
) -> tuple[tuple[Button, ...], ...]:
    """One page of an estate's buildings, four in a row; ``chosen`` makes a button's data, ``more`` turns the page."""
    numbers = sorted(estate.building_numbers)
    shown = numbers[page * _BUILDINGS_A_PAGE : (page + 1) * _BUILDINGS_A_PAGE]
    buttons = [Button(texts.building(number), chosen(number)) for number in shown]
    rows = [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
    if (page + 1) * _BUILDINGS_A_PAGE < len(numbers):
        rows.append((Button(texts.MORE, more),))
    return tuple(rows)


async def choose_unit(press: Press) -> None:
    """A building was chosen: which unit?"""
    (index,), building = _numbers(press.argument, 1), press.subject
    estate = _estate(press.context, index)
    if building not in estate.building_numbers:
        raise Refused(texts.HOME_GONE)
    units = [
        Button(texts.unit(unit), f"people:unit.{index}.{building}:{unit}") for unit in range(1, _UNITS + 1)
    ]
    rows = [tuple(units[start : start + 4]) for start in range(0, len(units), 4)]
    rows.append((Button(texts.UNIT_SKIPPED, f"people:unit.{index}.{building}:0"),))
    await _redraw(press, Content(texts.choose_unit(estate.name, str(building)), buttons=tuple(rows)))


async def save_home(press: Press) -> None:
    """The unit was chosen: the home is registered."""
    index, building = _numbers(press.argument, 2)
    estate = _estate(press.context, index)
    if building not in estate.building_numbers or not 0 <= press.subject <= _UNITS:
        raise Refused(texts.HOME_GONE)
    unit = str(press.subject) if press.subject else None
    await service.register_home(
        press.context.session, press.actor, estate=estate.name, building=str(building), unit=unit
    )
    buttons = ((Button(texts.ADD_ROOM, "people:room:0"),),)
    await _redraw(press, Content(texts.home_saved(press.actor.home or ""), buttons=buttons))


async def ask_room(press: Press) -> None:
    """补上门牌: what is written next is the door's number."""
    await press.context.await_answer(press.actor, "people:room", 0)
    content = Content(texts.ASK_ROOM, question=True)
    key = f"room:{press.context.row_id}"
    await outbox.enqueue(press.context.session, key=key, chat_id=press.chat_id, content=content)


async def written(message: Message, person: Person, awaited: Awaited, context: Context) -> bool:
    """The door's number, after it was asked for; False when it is something else, which must be heard."""
    if awaited.what != "people:room":
        return False
    await context.stop_awaiting(person)
    room, cancelled = texts.room_in(text_of(message)), text_of(message) == texts.CANCEL_WORD
    if room is None and not cancelled:
        return False
    if room is not None:
        await service.register_room(context.session, person, room)
    text = texts.room_saved(room) if room else texts.ROOM_SKIPPED
    key = f"room:{context.row_id}"
    await outbox.enqueue(context.session, key=key, chat_id=message.chat_id, text=text)
    return True


async def forget_home(press: Press) -> None:
    """不登记了，删掉."""
    await service.forget_home(press.context.session, press.actor)
    await _redraw(press, Content(texts.HOME_FORGOTTEN))


def _numbers(argument: str, count: int) -> list[int]:
    parts = argument.split(".")
    if len(parts) != count or not all(part.isdecimal() and len(part) < _DIGITS for part in parts):
        raise Refused(texts.HOME_GONE)
    return [int(part) for part in parts]


def _estate(context: Context, index: int) -> Estate:
    estates = context.desk.triage.neighbourhood.estates
    if not 0 <= index < len(estates):
        raise Refused(texts.HOME_GONE)
    return estates[index]


async def _redraw(press: Press, content: Content) -> None:
    """Change the message whose button was pressed."""
    session = press.context.session
    key = await outbox_queries.key_of_message(session, press.chat_id, press.message_id)
    key = key if key and key.startswith("home:") else f"home:{press.context.row_id}"
    await outbox.show(session, key=key, chat_id=press.chat_id, content=content, lane=Lane.ANSWER)


async def away(update: Update, context: Context) -> None:
    """/away: the stand-in gets new tickets."""
    worker = await caller(update, context)
    await service.go_away(context.session, worker, now=context.now())
    workers = context.desk.triage.neighbourhood.workers
    stand_in = next((w.stand_in for w in workers if w.name == worker.name and w.stand_in), None)
    await _reply(update, context, texts.away_saved(stand_in))


async def back(update: Update, context: Context) -> None:
    """/back: new tickets come to this worker again."""
    worker = await caller(update, context)
    await service.come_back(context.session, worker)
    await _reply(update, context, texts.BACK_SAVED)


async def enrol_links(update: Update, context: Context) -> None:
    """/enrol: one-time links for the workers who are still missing."""
    actor = await caller(update, context)
    rules.require_staff(actor)
    missing = [w for w in await queries.all_workers(context.session) if not w.has_direct_chat]
    if not missing:
        await _reply(update, context, texts.NOBODY_MISSING)
        return
    links = []
    for worker in missing:
        secret = await service.make_enrolment(context.session, worker, now=context.now())
        links.append((worker.name, service.enrolment_link(context.desk.username, secret)))
    audit.record(
        context.session, "enrolment links", "、".join(w.name for w in missing), "asked for by staff",
        telegram_id=actor.telegram_id, now=context.now(),
    )  # fmt: skip
    await _reply(update, context, texts.enrol_links(links, [w.name for w in missing]))


async def caller(update: Update, context: Context) -> Person:
    """Who wrote a command of the direct chat. Refuses groups, anonymous administrators and channels."""
    message, user = update.message, update.effective_user
    if message is None or user is None or message.sender_chat is not None:
        raise Refused(texts.ANONYMOUS)
    if not is_private(update.effective_chat):
        raise Refused(texts.NOT_HERE)
    return await service.open_direct_chat(context.session, user.id, name=user.full_name, now=context.now())


async def _reply(update: Update, context: Context, text: str) -> None:
    chat = update.effective_chat
    if chat is not None:
        await outbox.enqueue(context.session, key=f"reply:{context.row_id}", chat_id=chat.id, text=text)


async def membership(update: Update, context: Context) -> None:
    """The bot was put into a chat, taken out of it, blocked or let in again."""
    change = update.my_chat_member
    if change is None:
        return
    gone = change.new_chat_member.status in (ChatMember.LEFT, ChatMember.BANNED)
    if change.chat.id > 0:
        if gone:
            await service.mark_unreachable(
                context.session, change.chat.id, why="bot was blocked by the user", now=context.now()
            )
        else:
            name = change.from_user.full_name
            await service.open_direct_chat(context.session, change.chat.id, name=name, now=context.now())
    elif gone:
        await service.bot_removed(context.session, change.chat.id, now=context.now())
    else:
        await service.bot_joined(context.session, change.chat.id, title=change.chat.title or "")


async def migrated(update: Update, context: Context) -> None:
    """A group became a supergroup: its new id is taken over everywhere."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await outbox.move_chat(context.session, message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await outbox.move_chat(context.session, message.migrate_from_chat_id, message.chat_id)
    await context.desk.take_over_neighbourhood(context.session)


ACTIONS = {
    "estate": choose_building,
    "building": choose_unit,
    "unit": save_home,
    "forget_home": forget_home,
    "room": ask_room,
}
