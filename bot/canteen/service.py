"""What changes about menus: sent in, confirmed, posted, corrected; and who reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.canteen import queries, rules, texts
from bot.canteen.models import Menu, MenuDraft, MenuSubscriber
from bot.canteen.rules import Entry
from bot.config import Canteen, Neighbourhood
from bot.errors import Refused
from bot.outbox import service as outbox
from bot.outbox.content import Content, Copy
from bot.outbox.models import Lane
from bot.people.models import Person
from bot.people.queries import groups_left
from bot.pushes import service as pushes


@dataclass(frozen=True, slots=True)
class Kitchen:
    """A canteen in its community: what all that follows needs to know."""

    neighbourhood: Neighbourhood
    canteen: Canteen

    @property
    def zone(self) -> ZoneInfo:
        """The time zone people live in."""
        return self.neighbourhood.community.zone

    @property
    def closed_days(self) -> frozenset[date]:
        """The community's own closing days."""
        return frozenset(self.neighbourhood.community.closed_days)

    def groups(self) -> list[int]:
        """The group chats that read this canteen's menu."""
        wanted = self.canteen.grids
        chats = (
            chat
            for grid in self.neighbourhood.grids
            if not wanted or grid.code in wanted
            for chat in grid.groups
        )
        return list(dict.fromkeys(chats))

    def today(self, now: datetime) -> date:
        """The local day."""
        return now.astimezone(self.zone).date()


def draft_key(draft_id: int) -> str:
    """The outbox key of the message that shows a draft."""
    return f"menu-draft:{draft_id}"


async def draft_menus(
    session: AsyncSession,
    kitchen: Kitchen,
    entries: Sequence[Entry],
    *,
    actor: Person,
    photo: tuple[int, int] | None = None,
    now: datetime,
) -> None:
    """Show menus somebody sent in as they will look, to be confirmed; an earlier draft of theirs goes.

    ``photo`` is where a picture of them stands, as chat and message id. Refuses whoever is
    neither of the office nor a cook of the canteen.
    """
    rules.require_cook(actor, kitchen.canteen)
    before = await queries.draft_of(session, actor)
    if before is not None:
        await outbox.take_away(session, [draft_key(before.id)])
        await session.delete(before)
        await session.flush()
    stored = [
        {
            "day": entry.day.isoformat(),
            "meal": entry.meal,
            "dishes": [dish._asdict() for dish in entry.dishes],
            "photo": photo,
        }
        for entry in entries
    ]
    draft = MenuDraft(person_id=actor.id, canteen=kitchen.canteen.name, entries=stored, made_at=now)
    session.add(draft)
    await session.flush()
    content = await _preview(session, kitchen, draft, now=now)
    if actor.telegram_id is not None:
        await outbox.enqueue(session, key=draft_key(draft.id), chat_id=actor.telegram_id, content=content)


async def _preview(session: AsyncSession, kitchen: Kitchen, draft: MenuDraft, *, now: datetime) -> Content:
    today, canteen = kitchen.today(now), kitchen.canteen
    blocks, replaced, at_once = [], [], False
    for entry in draft.entries:
        day, meal = date.fromisoformat(entry["day"]), canteen.meal(entry["meal"])
        head = texts.menu_head(canteen.name, day, entry["meal"], today)
        blocks.append(
            texts.menu(head, entry["dishes"], canteen.place, meal, corrected=False, ordered=0, closed=False)
        )
        there = await queries.menu_of(session, canteen.name, day, entry["meal"])
        if there is not None and _differs(there, entry):
            replaced.append(head)
        at_once = at_once or day == today
    return texts.preview(canteen.name, blocks, replaced, draft.id, at_once=at_once)


def _differs(menu: Menu, entry: dict[str, Any]) -> bool:
    return _as_stored(menu.dishes) != _as_stored(entry["dishes"]) or _photo(menu) != _given_photo(entry)


def _photo(menu: Menu) -> tuple[int | None, int | None]:
    return menu.photo_chat_id, menu.photo_message_id


def _given_photo(entry: dict[str, Any]) -> tuple[int | None, int | None]:
    chat_id, message_id = entry["photo"] or (None, None)
    return chat_id, message_id


async def _take_back(session: AsyncSession, menu: Menu, kitchen: Kitchen) -> None:
    """A picture cannot become another one in the same message: what was posted goes, to come anew."""
    for chat_id in kitchen.groups():
        await pushes.take_back(session, _posted_key(menu, chat_id))
    readers = await queries.subscribers(session, menu.canteen)
    keys = [_posted_key(menu, person.telegram_id) for person in readers if person.telegram_id is not None]
    await outbox.take_away(session, keys)


def _posted_key(menu: Menu, chat_id: int) -> str:
    """Names a menu, with the picture it has now, in one chat."""
    return f"menu:{menu.id}.{menu.photo_message_id or 0}:{chat_id}"


def _as_stored(dishes: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(dish["name"], dish["price"], tuple(dish["marks"])) for dish in dishes]


async def take_draft(session: AsyncSession, actor: Person, draft_id: int) -> MenuDraft:
    """Take a draft out; its message disappears. Refuses anybody but its writer, and one already taken."""
    draft = await queries.draft_of(session, actor)
    if draft is None or draft.id != draft_id:
        raise Refused(texts.NOTHING_TO_CONFIRM)
    await outbox.take_away(session, [draft_key(draft.id)])
    await session.delete(draft)
    await session.flush()
    return draft


async def publish_draft(
    session: AsyncSession, draft: MenuDraft, kitchen: Kitchen, *, actor: Person, replace: bool, now: datetime
) -> int:
    """Make the drafted menus those of their days; returns how many are new or changed.

    Meals that have a menu already are changed only when ``replace`` says so; where one was
    posted, the posted message is corrected. What should have gone out today goes at once.

    Refuses whoever is no cook of this canteen any more.
    """
    rules.require_cook(actor, kitchen.canteen)
    count = 0
    for entry in draft.entries:
        day = date.fromisoformat(entry["day"])
        menu = await queries.menu_of(session, draft.canteen, day, entry["meal"])
        if menu is None:
            menu = Menu(canteen=draft.canteen, day=day, meal=entry["meal"])
            session.add(menu)
        elif not replace or not _differs(menu, entry):
            continue
        if menu.posted_at is not None and _photo(menu) != _given_photo(entry):
            await _take_back(session, menu, kitchen)
        menu.dishes, menu.entered_by, menu.entered_at = entry["dishes"], actor.id, now
        menu.photo_chat_id, menu.photo_message_id = entry["photo"] or (None, None)
        await session.flush()
        count += 1
        if menu.posted_at is not None:
            menu.corrected_at = now
            await show_menu(session, menu, kitchen, now=now)
        elif await _should_have_gone_out(menu, kitchen, now=now):
            await post_menu(session, menu, kitchen, now=now)
    return count


async def _should_have_gone_out(menu: Menu, kitchen: Kitchen, *, now: datetime) -> bool:
    plans = [plan for plan in kitchen.neighbourhood.schedules if plan.what == "canteen_menu"]
    meal = kitchen.canteen.meal(menu.meal)
    local = now.astimezone(kitchen.zone)
    if menu.day != local.date() or meal is None or not plans:
        return False
    return local.time() >= min(plan.at_time for plan in plans) and not rules.is_over(
        menu.day, meal, now=now, zone=kitchen.zone
    )


async def post_menu(session: AsyncSession, menu: Menu, kitchen: Kitchen, *, now: datetime) -> None:
    """Promise a menu to the canteen's groups and to those who subscribed; twice is harmless."""
    menu.posted_at = menu.posted_at or now
    await show_menu(session, menu, kitchen, now=now)


async def show_menu(session: AsyncSession, menu: Menu, kitchen: Kitchen, *, now: datetime) -> None:
    """Keep every posted copy of a menu in step with it, those in direct chats too."""
    await show_in_groups(session, menu, kitchen, now=now)
    content = await menu_content(session, menu, kitchen, with_count=False, now=now)
    for person in await queries.subscribers(session, menu.canteen):
        if person.telegram_id is not None:
            await outbox.show(
                session, key=_posted_key(menu, person.telegram_id), chat_id=person.telegram_id,
                content=content, lane=Lane.REMINDER,
            )  # fmt: skip


async def show_in_groups(session: AsyncSession, menu: Menu, kitchen: Kitchen, *, now: datetime) -> None:
    """Keep what the groups see of a menu in step with it. Groups the bot was put out of are left out."""
    content = await menu_content(session, menu, kitchen, now=now)
    left = await groups_left(session)
    most = kitchen.neighbourhood.community.group_pushes
    for chat_id in kitchen.groups():
        if chat_id not in left:
            key = _posted_key(menu, chat_id)
            await pushes.tell_group(session, key, chat_id, content, day=menu.day, most=most)


async def menu_content(
    session: AsyncSession, menu: Menu, kitchen: Kitchen, *, with_count: bool = True, now: datetime
) -> Content:
    """A menu as it now looks: with its photo, the portions ordered, and buttons until the cut-off."""
    meal = kitchen.canteen.meal(menu.meal)
    until = rules.cut_off_at(menu.day, meal, kitchen.zone) if meal else None
    closed = until is not None and now >= until
    text = texts.menu(
        texts.menu_head(menu.canteen, menu.day, menu.meal, menu.day),
        menu.dishes,
        kitchen.canteen.place,
        meal,
        corrected=menu.corrected_at is not None,
        ordered=await queries.portions_of(session, menu.id) if until and with_count else 0,
        closed=closed,
    )
    buttons = texts.order_buttons(menu.id) if until and not closed else ()
    if menu.photo_chat_id is not None and menu.photo_message_id is not None:
        return Content(copy=Copy(menu.photo_chat_id, menu.photo_message_id, text), buttons=buttons)
    return Content(text, buttons=buttons)


async def subscribe(session: AsyncSession, canteen: str, person: Person) -> None:
    """From now on this person gets the canteen's menu in their direct chat."""
    await session.merge(MenuSubscriber(canteen=canteen, person_id=person.id))


async def unsubscribe(session: AsyncSession, canteen: str, person: Person) -> None:
    """No more of that."""
    statement = sa.delete(MenuSubscriber).where(
        MenuSubscriber.canteen == canteen, MenuSubscriber.person_id == person.id
    )
    await session.execute(statement)
