"""Speaking up: in the group, by reply, and as a draft in the direct chat."""

from telegram import Message, Update

from bot.intake import queries, rules, service, texts
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people import service as people
from bot.people.models import Person, Role
from bot.telegram.context import Context
from bot.tickets import queries as tickets
from bot.tickets import residents, telling, workers
from bot.tickets.service import Said, open_ticket
from bot.tickets.telling import Piece
from handlers.clarifying import answered_where
from handlers.emergency import is_emergency, promise_first_aid
from handlers.listening import answered_offer, overhear, said_to_us
from handlers.reading import (
    Press,
    album_so_far,
    is_directed,
    kind_of,
    piece_of,
    point_of,
    reporter_of,
    text_of,
    ticket_replied_to,
    without_mention,
)


async def heard_in_group(update: Update, context: Context) -> None:
    """Somebody wrote in a group: a reply to a card, something said to the bot, or none of our business."""
    message = update.message
    if message is None:
        return
    await promise_first_aid(context.session, update, context.desk)
    if await answered_offer(message, context):
        return
    number = await ticket_replied_to(message, context)
    if number is not None and await _answered_card(message, number, context):
        return
    if message.media_group_id and await _join_album(message, context):
        return
    text = without_mention(text_of(message), context)
    matter, _ = context.desk.triage.strip_intake(text)
    danger = is_emergency(message, context.desk)
    if danger or context.desk.triage.is_addressed(text) or is_directed(message, context):
        await _raise_in_group(message, text, matter, context)
    else:
        await overhear(message, context)


async def say(update: Update, context: Context) -> None:
    """/say in a group or directly: what follows is a complaint."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    matter = "".join(text_of(message).split(maxsplit=1)[1:])
    if message.chat_id < 0:
        await promise_first_aid(context.session, update, context.desk)
        await _raise_in_group(message, matter, matter, context)
        return
    person = await people.open_direct_chat(context.session, user.id, name=user.full_name, now=context.now())
    await context.await_answer(person, "intake:speak", 0)
    if matter:
        await add_to_draft(message, person, update, context, text=matter)
    else:
        await outbox.enqueue(
            context.session, key=f"say:{context.row_id}", chat_id=message.chat_id, text=texts.SPEAK_NOW
        )


async def _raise_in_group(message: Message, text: str, matter: str, context: Context) -> None:
    media = await album_so_far(message, context)
    if rules.is_courtesy(matter) and not media and not is_emergency(message, context.desk):
        if not matter or not rules.has_words(matter):
            content = Content(texts.EMPTY, reply_to=message.message_id)
            key = f"empty:{context.row_id}"
            await outbox.enqueue(context.session, key=key, chat_id=message.chat_id, content=content)
        return
    reporter = await reporter_of(message, context)
    hurried = context.desk.is_hurried(reporter.id)
    said = Said(text, matter, message.chat_id, message.message_id, media, message.media_group_id, hurried)
    ticket = await open_ticket(
        context.session, said, reporter=reporter, triage=context.desk.triage, now=context.now()
    )
    await said_to_us(message, ticket, context)
    if hurried:
        await _slow_down(reporter, message, context)


async def _slow_down(reporter: Person, message: Message, context: Context) -> None:
    minute = int(context.now().timestamp()) // 60
    content = Content(texts.SLOW_DOWN, reply_to=message.message_id)
    key = f"slow:{reporter.id}:{minute // 2}"
    await outbox.enqueue(context.session, key=key, chat_id=message.chat_id, content=content, lane=Lane.TICKET)


async def _answered_card(message: Message, number: int, context: Context) -> bool:
    """A reply to a ticket's card: add it, or take it as the assignee's answer. False: it is a new matter."""
    known = await tickets.ticket_with_people(context.session, number)
    if known is None:
        return False
    around = await telling.in_charge(context.session, known)
    number = around.ticket.id
    text = text_of(message)
    piece = piece_of(message)
    if piece is None and await is_only_courtesy(text, number, context):
        return True
    if not around.ticket.is_open:
        return False
    actor = await reporter_of(message, context)
    neighbourhood = context.desk.triage.neighbourhood
    if actor.role == Role.RESIDENT and is_emergency(message, context.desk):
        return False
    if actor.id == around.assignee.id:
        await workers.answer_resident(
            context.session,
            number,
            actor=actor,
            text=text,
            media=piece,
            neighbourhood=neighbourhood,
            now=context.now(),
        )
    elif not await answered_where(actor, around.ticket, text, context) or piece is not None:
        await residents.add_to_ticket(
            context.session, number, actor=actor, text=text, media=(piece,) if piece else (),
            neighbourhood=neighbourhood, now=context.now(),
        )  # fmt: skip
    return True


async def is_only_courtesy(text: str, number: int, context: Context) -> bool:
    """Whether a reply changes nothing. 可以 answers the worker's question, without one it is a courtesy."""
    if not rules.is_courtesy(text):
        return False
    return not rules.has_words(text) or not await tickets.is_resident_asked(context.session, number)


async def _join_album(message: Message, context: Context) -> bool:
    """A further piece of an album goes to the album's ticket. False: there is none."""
    piece = piece_of(message)
    ticket = await tickets.ticket_of_album(context.session, message.chat_id, message.media_group_id or "")
    if ticket is None or piece is None:
        return False
    if ticket.takes_more:
        reporter = await reporter_of(message, context)
        await residents.add_to_ticket(
            context.session, ticket.id, actor=reporter, text=text_of(message), media=(piece,),
            neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
        )  # fmt: skip
    return True


async def add_to_draft(
    message: Message, person: Person, update: Update, context: Context, *, text: str | None = None
) -> None:
    """Somebody said something in the direct chat: part of a draft, or at once when there is danger.

    ``text`` is what they said when it is not the whole message.
    """
    text = text_of(message) if text is None else text
    matter, _ = context.desk.triage.strip_intake(text)
    if is_emergency(message, context.desk):
        await promise_first_aid(context.session, update, context.desk)
        media = piece_of(message)
        said = Said(text, matter, message.chat_id, message.message_id, (media,) if media else ())
        await open_ticket(
            context.session, said, reporter=person, triage=context.desk.triage, now=context.now()
        )
        return
    drafting = await queries.draft_of(context.session, person) is not None
    kind = kind_of(message)
    if not kind and rules.is_courtesy(matter):
        reply = texts.EMPTY if not rules.has_words(matter) else texts.WELCOME_THANKS
        if not drafting:
            await outbox.enqueue(
                context.session, key=f"thanks:{context.row_id}", chat_id=message.chat_id, text=reply
            )
        return
    if person.role != Role.RESIDENT and not drafting and not await _speaks_up(person, context):
        await outbox.enqueue(
            context.session, key=f"hint:{context.row_id}", chat_id=message.chat_id, text=texts.WORKER_HINT
        )
        return
    await service.add_piece(
        context.session,
        person,
        message_id=message.message_id,
        text=text,
        kind=kind,
        point=point_of(message),
        now=context.now(),
    )


async def _speaks_up(person: Person, context: Context) -> bool:
    from_menu = await context.awaited(person)
    return from_menu is not None and from_menu.what == "intake:speak"


async def confirm(press: Press) -> None:
    """就这样，登记: the draft becomes a ticket."""
    context = press.context
    draft = await service.take_draft(context.session, press.actor, press.subject)
    await context.stop_awaiting(press.actor)
    text = "\n".join(piece["text"] for piece in draft.pieces if piece["text"])
    matter, _ = context.desk.triage.strip_intake(text)
    media = tuple(
        Piece(press.chat_id, piece["message_id"], piece["kind"], service.point_in(piece))
        for piece in draft.pieces
        if piece["kind"]
    )
    strip = context.desk.triage.strip_intake
    lines = tuple((piece["message_id"], strip(piece["text"])[0]) for piece in draft.pieces)
    said = Said(text, matter, press.chat_id, draft.pieces[0]["message_id"], media, lines=lines)
    await open_ticket(
        context.session, said, reporter=press.actor, triage=context.desk.triage, now=context.now()
    )
    context.answer(texts.REGISTERED)


async def discard(press: Press) -> None:
    """不提了: the draft is thrown away."""
    await service.take_draft(press.context.session, press.actor, press.subject)
    await press.context.stop_awaiting(press.actor)
    press.context.answer(texts.DISCARDED)


async def edited(update: Update, context: Context) -> None:
    """A message was edited: a draft's piece, or the words behind a ticket."""
    message = update.edited_message
    if message is None:
        return
    text = text_of(message)
    ticket = await tickets.ticket_said_as(context.session, message.chat_id, message.message_id)
    if ticket is None and message.chat_id < 0:
        return
    reporter = await reporter_of(message, context)
    if ticket is None or ticket.reporter_id != reporter.id:
        await service.edit_piece(
            context.session, reporter, message_id=message.message_id, text=text, now=context.now()
        )
        return
    matter, _ = context.desk.triage.strip_intake(without_mention(text, context))
    await residents.edit_text(
        context.session, ticket, actor=reporter, message_id=message.message_id, text=matter,
        neighbourhood=context.desk.triage.neighbourhood, now=context.now(),
    )  # fmt: skip


ACTIONS = {"confirm": confirm, "discard": discard}
