"""Everything written in a direct chat: an answer, a reply, a menu word, or something to speak up about."""

from telegram import Message, Update

from bot.intake import texts as intake_texts
from bot.outbox import service as outbox
from bot.people import service as people
from bot.people import texts
from bot.people.models import Awaited, Person, Role
from bot.telegram.context import Context
from handlers import answers, broadcast, canteen, meetings, same_matter, tickets
from handlers import people as people_handlers
from handlers.emergency import is_emergency
from handlers.intake import add_to_draft, is_only_courtesy
from handlers.reading import kind_of, question_replied_to, text_of, ticket_replied_to


async def heard_directly(update: Update, context: Context) -> None:
    """Somebody wrote to the bot itself: whoever it is for takes it, else it is something to speak up about."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    person = await people.open_direct_chat(context.session, user.id, name=user.full_name, now=context.now())
    if await _menu(message, person, update, context):
        return
    number = await ticket_replied_to(message, context)
    emergency = person.role == Role.RESIDENT and is_emergency(message, context.desk)
    if emergency or not (
        await _sent_in(message, person, number, context) or await _answered(message, person, number, context)
    ):
        await add_to_draft(message, person, update, context)


async def _sent_in(message: Message, person: Person, number: int | None, context: Context) -> bool:
    """What one feature knows as its own by its looks: 并到 #12, a door's code, minutes, a menu."""
    if await same_matter.written(message, person, number, context):
        return True
    return number is None and (
        await meetings.heard(message, person, context) or await canteen.menu_sent_in(message, person, context)
    )


async def _answered(message: Message, person: Person, number: int | None, context: Context) -> bool:
    """The answer to what was asked, or a reply to a ticket's message."""
    awaited = await _question_to(message, person, number, context)
    asked = awaited if awaited is not None and number in (None, awaited.subject_id) else None
    if asked is not None and (
        await broadcast.written(message, person, asked, context)
        or await people_handlers.written(message, person, asked, context)
        or await answers.written_answer(message, person, asked, context)
    ):
        return True
    if number is None:
        return False
    courtesy = not kind_of(message) and await is_only_courtesy(text_of(message), number, context)
    return courtesy or await answers.replied_directly(message, person, number, context)


async def _question_to(
    message: Message, person: Person, number: int | None, context: Context
) -> Awaited | None:
    """What this may be the answer to; 有事敞开说 or a tag begins something new instead."""
    awaited = await question_replied_to(message, person, context) or await context.awaited(person)
    adds = awaited is not None and awaited.what == "tickets:add" and number is None
    if adds and context.desk.triage.is_addressed(text_of(message)):
        await context.stop_awaiting(person)
        return None
    return awaited


async def _menu(message: Message, person: Person, update: Update, context: Context) -> bool:
    """The big plain words of the menu; whatever was being asked is given up."""
    word = (message.text or "").strip()
    if word not in {label for row in texts.MENU for label in row}:
        return False
    await context.stop_awaiting(person)
    if word == texts.SPEAK_UP:
        await context.await_answer(person, "intake:speak", 0)
        await outbox.enqueue(
            context.session,
            key=f"speak:{context.row_id}",
            chat_id=message.chat_id,
            text=intake_texts.SPEAK_NOW,
        )
    elif word == texts.MY_TICKETS:
        await tickets.show_mine(person, context)
    elif word == texts.MENU_TODAY:
        await canteen.show_menus(message, "", context)
    elif word == texts.MY_ORDERS:
        await canteen.show_orders(person, context)
    elif word == texts.MY_MEETINGS:
        await meetings.show_own(person, context)
    elif word == texts.MY_HOME:
        await people_handlers.my_home(context, person)
    else:
        await people_handlers.show_help(update, context)
    return True
