"""What time does to menus: posted when due, missed ones reported, orders closed."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.canteen import ordering, queries, rules, service, texts
from bot.canteen.service import Kitchen
from bot.clock import after_quiet, due_times
from bot.config import Schedule
from bot.outbox import service as outbox
from bot.outbox.content import Content
from bot.outbox.models import Lane
from bot.people import queries as people
from bot.people.queries import groups_left
from bot.pushes import service as pushes
from bot.pushes.models import Fate
from bot.telegram.context import Desk

_LOOKED_BACK = timedelta(days=7)


async def push_due_menus(session: AsyncSession, desk: Desk) -> None:
    """At the set times today's menus go out; what came too late is reported to the office once."""
    now, neighbourhood = desk.clock(), desk.triage.neighbourhood
    community = neighbourhood.community
    if not neighbourhood.canteens or after_quiet(now, community.quiet, community.zone) != now:
        return
    since = await people.neighbourhood_since(session, now, at_most=_LOOKED_BACK)
    missed: list[str] = []
    for plan in neighbourhood.schedules:
        if plan.what == "canteen_menu":
            for canteen in neighbourhood.canteens:
                missed += await _push(session, Kitchen(neighbourhood, canteen), plan, since=since, now=now)
    if missed:
        await _report(session, f"menus-missed:{int(now.timestamp())}", texts.missed(missed))


async def _push(
    session: AsyncSession, kitchen: Kitchen, plan: Schedule, *, since: datetime, now: datetime
) -> list[str]:
    """Do what one schedule asks of one canteen; returns what was missed."""
    subject = f"{kitchen.canteen.name}@{plan.at}"[:64]
    due = due_times(plan.at_time, plan.days, after=since, until=now, zone=kitchen.zone)
    missed = []
    for moment in await pushes.unclaimed(session, "canteen_menu", subject, due):
        day = moment.astimezone(kitchen.zone).date()
        is_open = rules.is_canteen_open(kitchen.canteen, day, kitchen.closed_days)
        still = [m for m in kitchen.canteen.meals if not rules.is_over(day, m, now=now, zone=kitchen.zone)]
        late = not still or day != kitchen.today(now)
        fate = Fate.MISSED if late else Fate.DONE
        if not await pushes.claim(session, "canteen_menu", subject, moment, fate=fate, now=now):
            continue
        if late and is_open:
            missed += [texts.menu_head(kitchen.canteen.name, day, m.name, day) for m in kitchen.canteen.meals]
        elif not late and not is_open:
            await _say_closed(session, kitchen, now=now)
        elif not late:
            for meal in still:
                await _post_or_warn(session, kitchen, meal.name, now=now)
    return missed


async def warn_of_missing_menus(session: AsyncSession, desk: Desk) -> None:
    """At a canteen's alarm time cooks and office are told of today's menus that nobody has entered."""
    now, neighbourhood = desk.clock(), desk.triage.neighbourhood
    for canteen in neighbourhood.canteens:
        kitchen = Kitchen(neighbourhood, canteen)
        today = kitchen.today(now)
        if canteen.alarm_at is None or not rules.is_canteen_open(canteen, today, kitchen.closed_days):
            continue
        moment = datetime.combine(today, canteen.alarm_at, kitchen.zone)
        if now < moment or not await pushes.unclaimed(session, "menu_alarm", canteen.name, [moment]):
            continue
        if await pushes.claim(session, "menu_alarm", canteen.name, moment, now=now):
            for meal in canteen.meals:
                if not rules.is_over(today, meal, now=now, zone=kitchen.zone):
                    await _warn_if_missing(session, kitchen, meal.name, now=now)


async def _post_or_warn(session: AsyncSession, kitchen: Kitchen, meal: str, *, now: datetime) -> None:
    menu = await queries.menu_of(session, kitchen.canteen.name, kitchen.today(now), meal)
    if menu is None:
        await _warn_if_missing(session, kitchen, meal, now=now)
    else:
        await service.post_menu(session, menu, kitchen, now=now)


async def _warn_if_missing(session: AsyncSession, kitchen: Kitchen, meal: str, *, now: datetime) -> None:
    """Tell whoever answers for a menu that it is missing, once."""
    today = kitchen.today(now)
    if await queries.menu_of(session, kitchen.canteen.name, today, meal) is not None:
        return
    text = texts.missing(kitchen.canteen.name, today, meal, today)
    for person in await ordering.who_answers_for_menus(session, kitchen):
        if person.telegram_id is not None:
            key = f"menu-missing:{kitchen.canteen.name}:{today}:{meal}:{person.id}"
            await outbox.enqueue(session, key=key, chat_id=person.telegram_id, text=text, lane=Lane.REMINDER)


async def _say_closed(session: AsyncSession, kitchen: Kitchen, *, now: datetime) -> None:
    today = kitchen.today(now)
    opening = rules.next_opening(kitchen.canteen, today, kitchen.closed_days)
    content = Content(texts.closed_on(kitchen.canteen.name, today, opening, today))
    left = await groups_left(session)
    most = kitchen.neighbourhood.community.group_pushes
    for chat_id in kitchen.groups():
        if chat_id not in left:
            key = f"canteen-closed:{kitchen.canteen.name}:{today}:{chat_id}"
            await pushes.tell_group(session, key, chat_id, content, day=today, most=most)


async def close_due_orders(session: AsyncSession, desk: Desk) -> None:
    """At the cut-off the cooks get the numbers, and the buttons go."""
    now, neighbourhood = desk.clock(), desk.triage.neighbourhood
    for canteen in neighbourhood.canteens:
        kitchen = Kitchen(neighbourhood, canteen)
        today = kitchen.today(now)
        for menu in await queries.menus_between(session, today, today, [canteen.name]):
            meal = canteen.meal(menu.meal)
            until = rules.cut_off_at(menu.day, meal, kitchen.zone) if meal else None
            if until is None or meal is None or now < until:
                continue
            if not await pushes.unclaimed(session, "orders", str(menu.id), [until]):
                continue
            over = rules.is_over(menu.day, meal, now=now, zone=kitchen.zone)
            fate = Fate.MISSED if over else Fate.DONE
            claimed = await pushes.claim(session, "orders", str(menu.id), until, fate=fate, now=now)
            if claimed and not over:
                await ordering.close_orders(session, menu, kitchen, now=now)


async def _report(session: AsyncSession, key: str, text: str) -> None:
    for person in await people.staff(session):
        if person.may_be_reached and person.telegram_id is not None:
            await outbox.enqueue(
                session,
                key=f"{key}:{person.id}",
                chat_id=person.telegram_id,
                text=text,
                lane=Lane.REMINDER,
            )
