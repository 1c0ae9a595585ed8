"""What the configuration holds: frozen models that refuse keys they do not know."""

from datetime import date, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    field_validator,
    model_validator,
)

from bot.categories import with_shipped
from bot.notation import (
    SendRate,
    parse_days,
    parse_hours,
    parse_numbers,
    parse_rate,
    parse_span,
    parse_time,
    plain,
    write_span,
)
from bot.outlines import Outline


def _as_written(parse: Any) -> AfterValidator:
    def check(written: str) -> str:
        parse(written)
        return written

    return AfterValidator(check)


def _filled(written: str) -> str:
    if not written.strip():
        raise ValueError("write at least one character")
    return written.strip()


def _positive(number: int) -> int:
    if number <= 0:
        raise ValueError("write a number above 0")
    return number


def _group_id(number: int) -> int:
    if number >= 0:
        raise ValueError("write the id of a group chat, a number below 0")
    return number


def _web_address(written: str) -> str:
    if not written.startswith(("http://", "https://")):
        raise ValueError("write an address that begins with http:// or https://")
    return written.rstrip("/")


def _some_time(span: timedelta) -> timedelta:
    if not span:
        raise ValueError('write some time, such as "1h"')
    return span


def _proxy_address(written: str) -> str:
    if written and not written.startswith(("http://", "https://", "socks5://", "socks5h://")):
        raise ValueError('write an address that begins with http:// or socks5://, or "" for none')
    return written


def _time_or_nothing(written: str) -> str:
    if written:
        parse_time(written)
    return written


def _hours_or_nothing(written: str) -> str:
    if written:
        parse_hours(written)
    return written


def _between(shortest: timedelta, longest: timedelta) -> Any:
    def check(span: timedelta) -> timedelta:
        if not shortest <= span <= longest:
            raise ValueError(f'write a span from "{write_span(shortest)}" to "{write_span(longest)}"')
        return span

    return check


_short_silence = _between(timedelta(seconds=1), timedelta(minutes=2))
_short_offer = _between(timedelta(minutes=1), timedelta(hours=2))
_some_days = _between(timedelta(days=1), timedelta(days=365))


def _zone_name(written: str) -> str:
    try:
        ZoneInfo(written)
    except (OSError, ValueError, KeyError) as problem:
        raise ValueError('write a time zone such as "Asia/Shanghai"') from problem
    return written


Text = Annotated[str, AfterValidator(_filled)]
Span = Annotated[timedelta, BeforeValidator(parse_span), PlainSerializer(write_span, return_type=str)]
Lead = Annotated[Span, AfterValidator(_some_time)]
Hours = Annotated[str, _as_written(parse_hours)]
Rate = Annotated[str, _as_written(parse_rate)]
PersonId = Annotated[int, AfterValidator(_positive)]
GroupId = Annotated[int, AfterValidator(_group_id)]


class Section(BaseModel):
    """A table of the file: frozen, and an unknown key is an error. Errors never hold values."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Webhook(Section):
    """Where Telegram brings updates when the mode is "webhook"."""

    url: Annotated[str, AfterValidator(_web_address)]
    listen: Text = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8443
    secret_token: SecretStr = SecretStr("")


class Limits(Section):
    """How fast Telegram lets us send; an empty text switches a limit off."""

    overall: Rate = "30 per 1 second"
    chat: Rate = "3 per 3 second"
    group: Rate = "20 per 60 second"

    @property
    def overall_rate(self) -> SendRate | None:
        """Messages to anywhere."""
        return parse_rate(self.overall)

    @property
    def chat_rate(self) -> SendRate | None:
        """Messages to one person."""
        return parse_rate(self.chat)

    @property
    def group_rate(self) -> SendRate | None:
        """Messages to one group."""
        return parse_rate(self.group)


class Telegram(Section):
    """How the bot reaches Telegram. The token is never shown by ``repr`` or ``str``."""

    token: SecretStr = SecretStr("")
    token_file: Path | None = None
    base_url: Annotated[str, AfterValidator(_web_address)] = "https://api.telegram.org/bot"
    base_file_url: Annotated[str, AfterValidator(_web_address)] = "https://api.telegram.org/file/bot"
    mode: Literal["polling", "webhook"] = "polling"
    proxy: Annotated[str, AfterValidator(_proxy_address)] = Field(default="", repr=False)
    webhook: Webhook | None = None
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _webhook_is_described(self) -> Self:
        if self.mode == "webhook" and self.webhook is None:
            raise ValueError('mode is "webhook": add [telegram.webhook] with its url, or write "polling"')
        return self


class Database(Section):
    """Where everything is kept."""

    url: Text = Field(default="sqlite+aiosqlite:///wuailin.db", repr=False)


class Intake(Section):
    """How what residents type is taken in."""

    draft_quiet: Span = timedelta(seconds=4)
    draft_keep: Span = timedelta(days=1)
    per_minute: Annotated[int, AfterValidator(_positive)] = 10
    listen: Literal["tagged", "suggest"] = "tagged"
    listen_quiet: Annotated[Span, AfterValidator(_short_silence)] = timedelta(seconds=20)
    listen_per_day: Annotated[int, AfterValidator(_positive)] = 3
    listen_gone: Annotated[Span, AfterValidator(_short_offer)] = timedelta(minutes=10)
    listen_rest: Annotated[Span, AfterValidator(_some_days)] = timedelta(days=3)


class CommunitySettings(Section):
    """The community as a whole and its office."""

    name: Text = "社区"
    timezone: Annotated[str, AfterValidator(_zone_name)] = "Asia/Shanghai"
    staff: list[PersonId] = []
    secretary: PersonId | None = None
    duty_phone: str = ""
    emergency_words: list[Text] = ["着火", "燃气泄漏"]
    quiet_hours: Hours = "21:30-07:30"
    working_hours: Hours = "08:30-17:30"
    closed_days: list[date] = []
    group_pushes: Annotated[int, Field(ge=1)] = 4
    two_for_everybody: bool = False
    meeting_leads: list[Lead] = [timedelta(days=1), timedelta(hours=1)]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone people live in."""
        return ZoneInfo(self.timezone)

    @property
    def quiet(self) -> tuple[time, time]:
        """When nobody is disturbed: from, until; may run over midnight."""
        return parse_hours(self.quiet_hours)

    @property
    def working(self) -> tuple[time, time]:
        """When the office works: from, until."""
        return parse_hours(self.working_hours)

    @field_validator("working_hours")
    @classmethod
    def _ends_the_same_day(cls, written: str) -> str:
        opens, closes = parse_hours(written)
        if opens > closes:
            raise ValueError('write hours that end on the same day, such as "08:30-17:30"')
        return written


class Estate(Section):
    """A housing estate and its buildings."""

    name: Text
    aliases: list[Text] = []
    buildings: Annotated[str, _as_written(parse_numbers)]

    @property
    def building_numbers(self) -> frozenset[int]:
        """The numbers of its buildings."""
        return parse_numbers(self.buildings)

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and aliases, in the plain form texts are compared in."""
        return tuple(plain(name) for name in (self.name, *self.aliases))


class Nickname(Section):
    """What people call a building or a place, and which one they mean."""

    name: Text
    also: list[Text] = []
    means: Text

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called, in plain form."""
        return tuple(plain(name) for name in (self.name, *self.also))


class Grid(Section):
    """A grid: the places in it and the group chats its people talk in."""

    code: Text
    name: Text
    groups: list[GroupId] = []
    places: list[Text] = []
    outline: str = ""
    """A GeoJSON file as written; its text once the configuration is loaded."""

    @cached_property
    def shape(self) -> Outline | None:
        """The outline, for shared locations; None without one, or while only its file is named."""
        return Outline.read(self.outline) if self.outline.startswith("{") else None


class Worker(Section):
    """A grid worker: where and for what they answer, when they are on duty, and who stands in."""

    name: Text
    telegram_id: PersonId | None = None
    grids: list[Text] = []
    categories: list[Text] = []
    stand_in: str = ""
    hours: Annotated[str, AfterValidator(_hours_or_nothing)] = ""
    days: Annotated[str, AfterValidator(parse_days)] = "workdays"

    @property
    def duty_hours(self) -> tuple[time, time] | None:
        """When they are on duty, local: from, until; None is when the community works."""
        return parse_hours(self.hours) if self.hours else None


class Category(Section):
    """A kind of matter; both spans are working time."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    tags: list[Text] = []
    keywords: list[Text] = []
    respond_within: Span = timedelta(hours=4)
    resolve_within: Span = timedelta(days=5)


class Meal(Section):
    """A meal a canteen serves; ``order_until`` is the local time of the cut-off, "" without ordering."""

    name: Text
    serves: Hours
    order_until: Annotated[str, AfterValidator(_time_or_nothing)] = ""

    @property
    def hours(self) -> tuple[time, time]:
        """When it is served, local: from, until."""
        return parse_hours(self.serves)

    @property
    def cut_off(self) -> time | None:
        """Until when it can be ordered, local; None when it cannot."""
        return parse_time(self.order_until) if self.order_until else None


class Canteen(Section):
    """An elders' canteen: when it is open, who cooks, whose groups read its menu."""

    name: Text
    place: str = ""
    cooks: list[PersonId] = []
    grids: list[Text] = []
    days: Annotated[str, AfterValidator(parse_days)] = "workdays"
    closed_days: list[date] = []
    alarm: Annotated[str, AfterValidator(_time_or_nothing)] = ""
    meals: Annotated[list[Meal], Field(min_length=1)]

    @property
    def alarm_at(self) -> time | None:
        """When a menu that is still missing is asked for, local; None: when it should have been posted."""
        return parse_time(self.alarm) if self.alarm else None

    def meal(self, name: str) -> Meal | None:
        """The meal with this name."""
        return next((meal for meal in self.meals if meal.name == name), None)


class Schedule(Section):
    """Something that happens by the clock."""

    what: Literal["canteen_menu", "meeting_reminder", "worker_digest", "weekly_report"]
    at: Annotated[str, _as_written(parse_time)]
    days: Annotated[str, AfterValidator(parse_days)] = "workdays"

    @property
    def at_time(self) -> time:
        """The local time of day."""
        return parse_time(self.at)


class Neighbourhood(Section):
    """What is kept in the database: everything about the community itself.

    Always holds the shipped categories. Survives JSON: ``model_dump_json`` and back.
    """

    community: CommunitySettings = CommunitySettings()
    estates: list[Estate] = []
    nicknames: list[Nickname] = []
    grids: list[Grid] = []
    workers: list[Worker] = []
    categories: Annotated[list[Category], Field(validate_default=True)] = []
    canteens: list[Canteen] = []
    schedules: list[Schedule] = []

    @field_validator("categories", mode="before")
    @classmethod
    def _lay_over_shipped(cls, entries: Any) -> Any:
        if isinstance(entries, list):
            entries = [entry.model_dump() if isinstance(entry, Category) else entry for entry in entries]
        return with_shipped(entries)


class Config(Neighbourhood):
    """The whole file: the neighbourhood, and how this installation runs."""

    telegram: Telegram = Telegram()
    database: Database = Database()
    intake: Intake = Intake()

    def neighbourhood(self) -> Neighbourhood:
        """The part that is kept in the database."""
        return Neighbourhood(**{name: getattr(self, name) for name in Neighbourhood.model_fields})
