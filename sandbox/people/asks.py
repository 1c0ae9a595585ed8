"""What can be asked of the people's side: one form for each verb."""

import base64
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

_LARGEST_ID = 2**52
"""Ids have at most 52 significant bits (Bot API, Chat.id)."""
GroupId = Annotated[int, Field(lt=0, gt=-_LARGEST_ID)]
UserId = Annotated[int, Field(gt=0, lt=_LARGEST_ID)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
Caption = Annotated[str, StringConstraints(max_length=1024)]
MediaKind = Literal["photo", "document", "voice", "video", "audio", "sticker", "location", "contact"]


def _decoded(given: object) -> bytes:
    if not isinstance(given, str):
        raise ValueError("must be base64")  # noqa: TRY004 - pydantic names the field only then
    return base64.b64decode(given, validate=True)


Content = Annotated[bytes, BeforeValidator(_decoded, json_schema_input_type=str)]
Right = Literal[
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
]
MOST_AT_ONCE = 20_000


class Ask(BaseModel):
    """A form that takes nothing it does not know."""

    model_config = ConfigDict(extra="forbid")


class AddUser(Ask):
    """A new person, or a new name for one who is there."""

    id: UserId
    first_name: str = Field(min_length=1)
    username: str | None = None
    last_name: str | None = None
    language_code: str = "zh-hans"


class AddGroup(Ask):
    """A new group; ``bot`` is the first bot's standing in it, a ``forum`` has topics."""

    chat_id: GroupId
    title: str = Field(min_length=1)
    type: Literal["group", "supergroup"] = "supergroup"
    members: list[UserId] = []
    admins: list[UserId] = []
    owner: UserId | None = None
    bot: Literal["member", "administrator", "absent"] = "member"
    username: str | None = None
    forum: bool = False


class OfUser(Ask):
    """About one person and, where it matters, one bot (the first unless named)."""

    user_id: UserId
    bot_id: int | None = None


class Start(OfUser):
    """The person presses start in the direct chat."""

    param: str = Field(default="", max_length=64, pattern="^[A-Za-z0-9_-]*$")


class InGroup(Ask):
    """About one person in one group; ``by`` is who makes it so, if it is another."""

    chat_id: GroupId
    user_id: UserId
    by: UserId | None = None


class Join(InGroup):
    """Who comes into a group; by a ``link`` as long as it works."""

    link: str | None = None


class BotInGroup(Ask):
    """About one bot in one group; an administrator holds all rights unless they are named."""

    chat_id: GroupId
    by: UserId | None = None
    status: Literal["member", "administrator"] = "member"
    rights: list[Right] | None = None
    bot_id: int | None = None


class Migrate(Ask):
    """The group becomes a supergroup."""

    chat_id: GroupId
    new_id: GroupId | None = None


class CreateTopic(Ask):
    """A topic of a forum."""

    chat_id: GroupId
    user_id: UserId
    name: str = Field(min_length=1, max_length=128)


class OfTopic(Ask):
    """Something done to one topic of a forum; the general one is 1."""

    chat_id: GroupId
    user_id: UserId
    thread_id: int


class InChat(Ask):
    """Something a person does in a chat; without ``chat_id`` in their chat with the bot.

    In a forum ``thread_id`` names the topic; without, it is that of the message replied to,
    or the general one.
    """

    user_id: UserId
    chat_id: int | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    bot_id: int | None = None


class Say(InChat):
    """A text."""

    text: Words


class SayMany(Ask):
    """Many texts, said one right after the other."""

    items: list[Say] = Field(max_length=MOST_AT_ONCE)


class Edit(Ask):
    """A person changes the text or caption of their message."""

    user_id: UserId
    message_id: int
    text: Words
    chat_id: int | None = None
    bot_id: int | None = None


class Piece(Ask):
    """A photo, file, voice, video, sticker, place or contact; without content a sample is made."""

    kind: MediaKind = "photo"
    caption: Caption = ""
    content: Content | None = None
    file_name: str = ""
    mime_type: str = ""
    duration: int = Field(default=3, ge=0)
    latitude: float = Field(default=25.9628, ge=-90, le=90)
    longitude: float = Field(default=119.5233, ge=-180, le=180)
    phone_number: str = "059100000000"
    first_name: str = "王云"


class SendMedia(InChat, Piece):
    """One such thing; equal ``media_group_id`` make an album."""

    media_group_id: str | None = None


class Album(InChat):
    """Several things at once: as many messages with one album id."""

    items: list[Piece] = Field(min_length=2, max_length=10)


class SayAsGroup(Ask):
    """An administrator of the group speaks without their name."""

    chat_id: GroupId
    text: Words
    reply_to: int | None = None


class SayAsChannel(SayAsGroup):
    """A channel speaks in the group."""

    channel_id: GroupId = -1_001_900_000_001
    title: str = "社区公告"
    username: str | None = None


class Press(Ask):
    """A person presses a button.

    It is named by its text or its data; without ``message_id`` the newest message that
    has it. ``force`` sends forged data from a message that need not have or be any.
    """

    user_id: UserId
    chat_id: int | None = None
    message_id: int | None = None
    button: str | None = None
    data: str | None = None
    force: str | None = Field(default=None, max_length=512)
    bot_id: int | None = None


class ToMessage(Ask):
    """Something a person does to one message."""

    user_id: UserId
    message_id: int
    chat_id: int | None = None
    bot_id: int | None = None


class Vote(ToMessage):
    """The options of a poll a person chooses, counted from 0; none takes the vote back."""

    options: list[Annotated[int, Field(ge=0)]]


class React(ToMessage):
    """The emoji a person reacts with; none takes the reaction back."""

    emoji: list[str] = Field(max_length=3)


class PressKey(Ask):
    """A button of the bot's reply keyboard, and what is shared where it asks for a contact or a place."""

    user_id: UserId
    text: str
    chat_id: int | None = None
    thread_id: int | None = None
    bot_id: int | None = None
    phone_number: str = "059100000000"
    latitude: float = Field(default=25.9628, ge=-90, le=90)
    longitude: float = Field(default=119.5233, ge=-180, le=180)


class PushUpdate(Ask):
    """Any update at all; it gets an id unless it has one."""

    update: dict[str, Any]
    bot_id: int | None = None


class SetBot(Ask):
    """What a bot is called and how much it hears."""

    bot_id: int | None = None
    username: str | None = Field(default=None, pattern=r"^[A-Za-z]\w{2,31}$")
    first_name: str | None = Field(default=None, min_length=1)
    privacy: bool | None = None


class SetFault(Ask):
    """A failure to deal: to which methods, how often, for how many calls.

    The schedule: ``skip`` calls pass first; it begins after ``starts_in`` seconds and ends
    ``lasts`` seconds later. The same ``seed`` hits the same calls again.
    """

    kind: Literal["500", "502", "429", "drop_before", "drop_after", "delay"]
    methods: list[str] | Literal["*"] = "*"
    probability: float = Field(default=1.0, ge=0, le=1)
    times: int | None = Field(default=None, ge=1)
    chat_id: int | None = None
    retry_after: int = Field(default=1, ge=1)
    delay: float = Field(default=1.0, ge=0, le=600)
    seed: int = 0
    skip: int = Field(default=0, ge=0)
    starts_in: float = Field(default=0.0, ge=0, le=86_400)
    lasts: float | None = Field(default=None, gt=0)


class ClearFaults(Ask):
    """Remove one failure, or all."""

    id: int | None = None


class SetRate(Ask):
    """So many calls in so many seconds."""

    calls: int = Field(ge=0)
    seconds: float = Field(gt=0)


class SetLimits(Ask):
    """Telegram's rates: on or off, and each of them; what is not named stays."""

    on: bool | None = None
    overall: SetRate | None = None
    group: SetRate | None = None
    private: SetRate | None = None
    press_seconds: float | None = Field(default=None, ge=0)


class SetClock(Ask):
    """The time new messages carry (Unix seconds), or null for the real one."""

    now: int | None = Field(default=None, ge=0, lt=2**33)


class ForwardClock(Ask):
    """How far the clock is put forward; it never goes back."""

    seconds: int = Field(gt=0, le=366 * 86_400)
