"""What is written about tickets in the direct chat: answers to what a button asked, and replies."""

from telegram import Message

from bot.audit import service as audit
from bot.errors import Refused
from bot.intake import queries as intake
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.people.models import Awaited, Person
from bot.telegram.context import Context
from bot.tickets import residents, rules, telling, texts, texts_of_questions, workers
from bot.tickets.models import Outcome
from bot.tickets.telling import Piece
from handlers.clarifying import answered_where
from handlers.reading import piece_of, text_of
from handlers.tickets import member, number_in, surroundings


async def written_answer(message: Message, person: Person, awaited: Awaited, context: Context) -> bool:
    """What somebody wrote after a button asked for it; False when it was nothing of ours."""
    feature, _, what = awaited.what.partition(":")
    if feature != "tickets":
        return False
    action, _, argument = what.partition(".")
    if text_of(message) == texts.CANCEL_WORD:
        await context.stop_awaiting(person)
        await _say(message, context, texts.CANCELLED)
        return True
    around = await telling.load(context.session, awaited.subject_id)
    try:
        rules.require_still_asked(action, person, around.ticket)
    except Refused as refusal:
        await context.stop_awaiting(person)
        if action == "add":
            return False
        await _too_late(message, context, awaited, refusal)
        return True
    await context.stop_awaiting(person)
    done = await _carry_out(message, person, awaited.subject_id, action, argument, context)
    await _say(message, context, done)
    return True


async def _too_late(message: Message, context: Context, awaited: Awaited, refusal: Refused) -> None:
    """What was asked has been settled meanwhile: say so, and stop asking."""
    who = message.from_user.id if message.from_user else None
    subject = f"{awaited.what}:{awaited.subject_id}"
    audit.record(context.session, "refused", subject, str(refusal), telegram_id=who, now=context.now())
    await _say(message, context, str(refusal))


async def _carry_out(
    message: Message, person: Person, number: int, action: str, argument: str, context: Context
) -> str:
    """Do with what was written what the button was for; returns what to say about it."""
    text, piece = text_of(message), piece_of(message)
    given = surroundings(context)
    done = texts.SENT_TO_RESIDENT
    match action:
        case "answer" | "ask":
            await workers.answer_resident(
                context.session,
                number,
                actor=person,
                text=text,
                media=piece,
                asks=action == "ask",
                **given,
            )
            if action == "ask":
                await _expect_words(number, context)
        case "note":
            await workers.note_ticket(context.session, number, actor=person, text=text, **given)
            done = texts.NOTE_KEPT
        case "hand_over":
            to = await workers.hand_over_ticket(
                context.session, number, actor=person, to_id=number_in(argument), why=text, **given
            )
            done = texts.handed_over_toast(to.name)
        case "close":
            return await _close(message, person, number, argument, context)
        case "add":
            await residents.add_to_ticket(
                context.session,
                number,
                actor=person,
                text=text,
                media=(piece,) if piece else (),
                **given,
            )
            done = texts.added_to(number)
        case _:
            raise Refused(texts.UNKNOWN_TICKET)
    return done


async def _close(message: Message, person: Person, number: int, argument: str, context: Context) -> str:
    """The sentence an outcome needs, with a photo now or before; a photo alone is kept for it."""
    text, piece = text_of(message), piece_of(message)
    outcome, _, photo = argument.partition(".")
    if piece is not None and not text:
        await context.await_answer(person, f"tickets:close.{outcome}.{piece.message_id}", number)
        return texts.NEEDS_SENTENCE
    kept = Piece(message.chat_id, number_in(photo), "photo") if photo else None
    await workers.resolve_ticket(
        context.session, number, actor=person, outcome=member(Outcome, outcome), note=text,
        media=piece or kept, **surroundings(context),
    )  # fmt: skip
    return texts.SENT_TO_RESIDENT


async def _expect_words(number: int, context: Context) -> None:
    """What the resident writes next is the answer, unless they are in the middle of something else."""
    reporter = (await telling.load(context.session, number)).reporter
    busy = await context.awaited(reporter) or await intake.draft_of(context.session, reporter)
    if reporter.has_direct_chat and not busy:
        await context.await_answer(reporter, "tickets:add", number)


async def replied_directly(message: Message, person: Person, number: int, context: Context) -> bool:
    """A reply in the direct chat to a ticket's message: the assignee answers, the resident adds.

    False: what the resident has to say comes after its end, and is a new matter.
    """
    around = await telling.load(context.session, number)
    main = await telling.in_charge(context.session, around)
    text, piece = text_of(message), piece_of(message)
    if person.id == main.assignee.id:
        await workers.answer_resident(
            context.session, main.ticket.id, actor=person, text=text, media=piece, **surroundings(context)
        )
        await _say(message, context, texts.SENT_TO_RESIDENT)
        return True
    rules.require_author_or_assignee(person, around.ticket)
    if not main.ticket.is_open:
        return False
    if await answered_where(person, around.ticket, text, context) and piece is None:
        await _say(message, context, texts_of_questions.CLARIFIED_TOAST)
        return True
    await residents.add_to_ticket(
        context.session,
        number,
        actor=person,
        text=text,
        media=(piece,) if piece else (),
        **surroundings(context),
    )
    await _say(message, context, texts.added_to(number))
    return True


async def _say(message: Message, context: Context, text: str) -> None:
    content = Content(text, reply_to=message.message_id)
    await outbox.enqueue(
        context.session, key=f"said:{context.row_id}", chat_id=message.chat_id, content=content
    )
