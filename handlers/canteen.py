"""The canteen in the chat: menus shown, sent in and confirmed; meals ordered."""

from datetime import date, timedelta

from telegram import Message, Update

from bot.canteen import ordering, queries, rules, service, texts
from bot.canteen.models import Menu
from bot.canteen.service import Kitchen
from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.telegram.context import Context
from bot.tickets.texts import CANCEL_WORD, CANCELLED
from handlers.attachments import Sheet
from handlers.people import caller
from handlers.reading import Press, is_private, kind_of, text_of

_A_WEEK = timedelta(days=6)


def kitchens(context: Context) -> list[Kitchen]:
    """Every canteen of the community."""
    neighbourhood = context.desk.triage.neighbourhood
    return [Kitchen(neighbourhood, canteen) for canteen in neighbourhood.canteens]


async def menu(update: Update, context: Context) -> None:
    """/menu, with 明天 or 本周 perhaps, in a group or directly."""
    message = update.message
    if message is None:
        return
    asked = text_of(message).partition(" ")[2].strip()
    await show_menus(message, asked, context)


async def show_menus(message: Message, asked: str, context: Context) -> None:
    """Show today's menus, tomorrow's, or a week's."""
    all_kitchens = kitchens(context)
    if not all_kitchens:
        raise Refused(texts.NO_CANTEEN)
    today = all_kitchens[0].today(context.now())
    first = today + timedelta(days=1) if asked in texts.TOMORROW else today
    last = today + _A_WEEK if asked in texts.WEEK else first
    names = [kitchen.canteen.name for kitchen in all_kitchens]
    found = await queries.menus_between(context.session, first, last, names)
    for index, kitchen in enumerate(all_kitchens):
        mine = [one for one in found if one.canteen == kitchen.canteen.name]
        shown = await _shown(mine, kitchen, context, week=asked in texts.WEEK)
        if not shown:
            shown = [Content(_nothing(kitchen, first, context))]
        if is_private(message.chat):
            shown[-1] = await _with_subscription(shown[-1], index, kitchen, message, context)
        for number, content in enumerate(shown):
            key = f"menu-asked:{context.row_id}:{index}.{number}"
            await outbox.enqueue(context.session, key=key, chat_id=message.chat_id, content=content)


def _nothing(kitchen: Kitchen, day: date, context: Context) -> str:
    today = kitchen.today(context.now())
    if rules.is_canteen_open(kitchen.canteen, day, kitchen.closed_days):
        return texts.nothing_entered(kitchen.canteen, day, today)
    opening = rules.next_opening(kitchen.canteen, day, kitchen.closed_days)
    return texts.closed_on(kitchen.canteen.name, day, opening, today)


async def _shown(menus: list[Menu], kitchen: Kitchen, context: Context, *, week: bool) -> list[Content]:
    contents = [await service.menu_content(context.session, one, kitchen, now=context.now()) for one in menus]
    if not week or not contents:
        return contents
    joined = "\n\n".join(one.copy.caption or "" if one.copy else one.text for one in contents)
    return [Content(joined)]


async def _with_subscription(
    content: Content, index: int, kitchen: Kitchen, message: Message, context: Context
) -> Content:
    user = message.from_user
    if user is None:
        return content
    person = await context.person(user)
    subscribed = await queries.is_subscribed(context.session, kitchen.canteen.name, person)
    rows = (*content.buttons, *texts.subscribe_button(index, subscribed=subscribed))
    return Content(content.text, buttons=rows, copy=content.copy)


async def orders(update: Update, context: Context) -> None:
    """/orders: what somebody ordered; for cooks and the office also today's numbers."""
    actor = await caller(update, context)
    await show_orders(actor, context)


async def show_orders(actor: Person, context: Context) -> None:
    """我的订餐, and below it the numbers for whoever cooks."""
    all_kitchens = kitchens(context)
    if not all_kitchens:
        raise Refused(texts.NO_CANTEEN)
    today = all_kitchens[0].today(context.now())
    mine = [
        (texts.menu_head(one.canteen, one.day, one.meal, today), order.own, order.neighbours)
        for one, order in await queries.orders_by(context.session, actor, today)
    ]
    shown = [Content(texts.my_orders(mine) if mine else texts.NOTHING_ORDERED)]
    cooked = [one.canteen.name for one in all_kitchens if rules.may_cook(actor, [one.canteen])]
    todays = await queries.menus_between(context.session, today, today, cooked)
    shown += [await ordering.numbers(context.session, one) for one in todays]
    if cooked and len(shown) > 1 and not mine:
        shown = shown[1:]
    for number, content in enumerate(shown):
        if actor.telegram_id is not None:
            key = f"orders:{context.row_id}:{number}"
            await outbox.enqueue(context.session, key=key, chat_id=actor.telegram_id, content=content)


async def send_menu(update: Update, context: Context) -> None:
    """/canteen: cooks and the office are told how to send in a menu, and given the template."""
    actor = await caller(update, context)
    mine = [
        (index, kitchen)
        for index, kitchen in enumerate(kitchens(context))
        if rules.may_cook(actor, [kitchen.canteen])
    ]
    if not mine:
        raise Refused(texts.COOKS_ONLY if kitchens(context) else texts.NO_CANTEEN)
    if len(mine) == 1:
        await _ask_for_menu(actor, *mine[0], context)
        return
    rows = tuple(texts.canteen_button(kitchen.canteen.name, index) for index, kitchen in mine)
    await _say(actor, Content(texts.CHOOSE_CANTEEN, buttons=rows), context)


async def choose(press: Press) -> None:
    """A canteen was chosen for the menu that comes next."""
    kitchen = _kitchen(press.subject, press.context)
    rules.require_cook(press.actor, kitchen.canteen)
    await _ask_for_menu(press.actor, press.subject, kitchen, press.context)


async def _ask_for_menu(actor: Person, index: int, kitchen: Kitchen, context: Context) -> None:
    await context.await_answer(actor, "canteen:menu", index)
    await _say(actor, ordering.template(kitchen, now=context.now()), context)


def _kitchen(index: int, context: Context) -> Kitchen:
    all_kitchens = kitchens(context)
    if not 0 <= index < len(all_kitchens):
        raise Refused(texts.MENU_GONE)
    return all_kitchens[index]


async def menu_sent_in(message: Message, person: Person, context: Context) -> bool:
    """A cook or the office sent a menu: a sheet at any time, text or a photo after /canteen."""
    asked = await context.awaited(person)
    awaited = asked is not None and asked.what == "canteen:menu"
    sheet = context.attachment
    mine = [i for i, one in enumerate(kitchens(context)) if rules.may_cook(person, [one.canteen])]
    if not mine or (sheet is None and not awaited):
        return False
    if text_of(message) == CANCEL_WORD:
        await context.stop_awaiting(person)
        await _say(person, Content(CANCELLED), context)
        return True
    if not awaited and len(mine) > 1:
        rows = tuple(texts.canteen_button(_kitchen(i, context).canteen.name, i) for i in mine)
        await _say(person, Content(texts.CHOOSE_CANTEEN, buttons=rows), context)
        return True
    kitchen = _kitchen(asked.subject_id if asked and awaited else mine[0], context)
    await _take_in(message, person, kitchen, sheet, context)
    return True


async def _take_in(
    message: Message, person: Person, kitchen: Kitchen, sheet: Sheet | None, context: Context
) -> None:
    photo = kind_of(message) == "photo"
    around = rules.Around(kitchen.canteen, kitchen.closed_days, context.now(), kitchen.zone, with_photo=photo)
    if sheet is not None:
        reading = (
            rules.Reading(problems=[sheet.problem]) if sheet.problem else rules.read_rows(sheet.rows, around)
        )
    elif photo and not text_of(message):
        reading = rules.Reading(problems=[texts.PHOTO_NEEDS_DAY])
    else:
        reading = rules.read_text(text_of(message), around)
    if reading.problems:
        await _say(person, Content(texts.problems(reading.problems), reply_to=message.message_id), context)
        return
    await context.stop_awaiting(person)
    await service.draft_menus(
        context.session,
        kitchen,
        reading.entries,
        actor=person,
        photo=(message.chat_id, message.message_id) if photo else None,
        now=context.now(),
    )


async def publish(press: Press) -> None:
    """发布, or 换成新的: the drafted menus count from now on."""
    context = press.context
    draft = await service.take_draft(context.session, press.actor, press.subject)
    kitchen = next((one for one in kitchens(context) if one.canteen.name == draft.canteen), None)
    if kitchen is None:
        raise Refused(texts.MENU_GONE)
    count = await service.publish_draft(
        context.session,
        draft,
        kitchen,
        actor=press.actor,
        replace=press.action == "replace",
        now=context.now(),
    )
    plans = [plan.at for plan in kitchen.neighbourhood.schedules if plan.what == "canteen_menu"]
    await _say(press.actor, Content(texts.published(count, plans)), context)


async def discard(press: Press) -> None:
    """不发了: the draft is thrown away."""
    await service.take_draft(press.context.session, press.actor, press.subject)
    press.context.answer(texts.THROWN_AWAY)


async def order(press: Press) -> None:
    """我要一份, 帮邻居加一份 or 退订 under a menu, also in a group."""
    context = press.context
    neighbourhood = context.desk.triage.neighbourhood
    menu, kitchen = await ordering.menu_with_kitchen(context.session, press.subject, neighbourhood)
    ordered = await ordering.change_order(
        context.session, menu, kitchen, actor=press.actor, change=press.argument, now=context.now()
    )
    meal = kitchen.canteen.meal(menu.meal)
    if ordered.portions and meal and meal.cut_off:
        context.answer(texts.ordered(ordered.own, ordered.neighbours, meal.cut_off))
    else:
        context.answer(texts.ORDER_GONE)


async def export(press: Press) -> None:
    """导出表格 under the numbers: the orders as a spreadsheet."""
    context = press.context
    neighbourhood = context.desk.triage.neighbourhood
    menu, kitchen = await ordering.menu_with_kitchen(context.session, press.subject, neighbourhood)
    rules.require_cook(press.actor, kitchen.canteen)
    await _say(press.actor, await ordering.sheet(context.session, menu), context)


async def subscribe(press: Press) -> None:
    """每天发给我."""
    kitchen = _kitchen(press.subject, press.context)
    await service.subscribe(press.context.session, kitchen.canteen.name, press.actor)
    press.context.answer(texts.SUBSCRIBED, alert=True)


async def unsubscribe(press: Press) -> None:
    """不用每天发给我了."""
    kitchen = _kitchen(press.subject, press.context)
    await service.unsubscribe(press.context.session, kitchen.canteen.name, press.actor)
    press.context.answer(texts.UNSUBSCRIBED, alert=True)


async def _say(person: Person, content: Content, context: Context) -> None:
    if person.telegram_id is not None:
        await outbox.enqueue(
            context.session,
            key=f"canteen-said:{context.row_id}",
            chat_id=person.telegram_id,
            content=content,
            lane=Lane.ANSWER,
        )


ACTIONS = {
    "choose": choose,
    "publish": publish,
    "replace": publish,
    "discard": discard,
    "order": order,
    "export": export,
    "subscribe": subscribe,
    "unsubscribe": unsubscribe,
}
IN_GROUPS = ("order",)
