"""The table of drafts."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Draft(Base):
    """What somebody is saying in the direct chat, until they confirm it; one a person."""

    __tablename__ = "drafts"
    __table_args__ = ({"sqlite_autoincrement": True},)  # an id names promises: never again

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), unique=True)
    pieces: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """``message_id``, ``text`` and ``kind`` ("" for plain text) of each message, in order; ``point`` of a location."""
    touched_at: Mapped[datetime]
    shown: Mapped[int] = mapped_column(default=0)
    """How many times it was shown back; names the message that shows it."""
    shown_at: Mapped[datetime | None]
    """When it was last shown as it now is; None while it waits for more."""
