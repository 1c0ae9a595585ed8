"""The tables of menus, subscribers and orders."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, ChatId


class Menu(Base):
    """What a canteen serves at one meal of one day."""

    __tablename__ = "menus"
    __table_args__ = (
        sa.Index("ix_menus_meal", "day", "canteen", "meal", unique=True),
        {"sqlite_autoincrement": True},  # an id names promises: never again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    canteen: Mapped[str] = mapped_column(sa.String(64))
    day: Mapped[date]
    meal: Mapped[str] = mapped_column(sa.String(32))
    dishes: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """Each with ``name``, ``price`` (in fen, or None) and ``marks``."""
    photo_chat_id: Mapped[int | None] = mapped_column(ChatId)
    photo_message_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    entered_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    """When groups and subscribers were first promised it."""
    corrected_at: Mapped[datetime | None]
    """When it last changed after it was posted."""


class MenuDraft(Base):
    """Menus somebody sent in, until they confirm them; one a person."""

    __tablename__ = "menu_drafts"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), unique=True)
    canteen: Mapped[str] = mapped_column(sa.String(64))
    entries: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """Each with ``day`` (ISO 8601), ``meal``, ``dishes`` and ``photo`` (chat and message id, or None)."""
    made_at: Mapped[datetime]


class MealOrder(Base):
    """How many portions somebody ordered of a menu."""

    __tablename__ = "meal_orders"

    menu_id: Mapped[int] = mapped_column(sa.ForeignKey("menus.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    own: Mapped[int] = mapped_column(default=0)
    neighbours: Mapped[int] = mapped_column(default=0)
    """Portions fetched for others."""
    changed_at: Mapped[datetime]

    @property
    def portions(self) -> int:
        """All of them."""
        return self.own + self.neighbours


class MenuSubscriber(Base):
    """Somebody who gets a canteen's menu in their direct chat."""

    __tablename__ = "menu_subscribers"

    canteen: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
