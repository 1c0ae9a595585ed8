"""What a page shows first: whose phones lie on the table, who has which role, and a guided tour."""

from typing import Annotated, Literal

from pydantic import Field

from sandbox.people.asks import Ask, UserId
from sandbox.people.places import NOT_FOUND, the_user
from sandbox.refusals import Mistake
from sandbox.world import Json, World


class Wording(Ask):
    """The same words in both of the page's languages."""

    zh: str
    en: str


class Role(Ask):
    """What some of the people are to each other."""

    title: Wording
    user_ids: list[UserId]


class Phone(Ask):
    """One person's phone, open at one of their chats."""

    user_id: UserId
    chat_id: int


class Step(Ask):
    """One step of the tour: somebody writes or presses something, or one waits until it shows."""

    caption: Wording
    phone: Annotated[int, Field(ge=0)]
    act: Literal["write", "press", "wait"]
    text: str = Field(min_length=1)
    """What is written, the button's text, or words of the message to wait for."""


class Tour(Ask):
    """A guided tour over the phones of the stage."""

    title: Wording
    steps: list[Step] = Field(min_length=1)


class Stage(Ask):
    """The table: phones, roles, and perhaps a tour over these phones."""

    title: str = ""
    phones: list[Phone] = Field(default=[], max_length=6)
    roles: list[Role] = Field(default=[])
    tour: Tour | None = None


def set_stage(world: World, ask: Stage) -> Json:
    """Lay out the table for whoever opens the page next."""
    for number, phone in enumerate(ask.phones):
        the_user(world, phone.user_id, f"phones.{number}.user_id")
        if phone.chat_id not in {phone.user_id, *world.groups}:
            raise Mistake(f"phones.{number}.chat_id", f"no chat has the id {phone.chat_id}", NOT_FOUND)
    steps = ask.tour.steps if ask.tour else []
    for number, step in enumerate(steps):
        if step.phone >= len(ask.phones):
            raise Mistake(f"tour.steps.{number}.phone", f"there are {len(ask.phones)} phones, counted from 0")
    world.stage = ask.model_dump()
    return {}
