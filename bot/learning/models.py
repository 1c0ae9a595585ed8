"""The tables of what was learnt: one model with its evidence, and its weights while it is in force."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class LearnedModel(Base):
    """The newest trial of what the tickets teach. There is one row at most; none as shipped."""

    __tablename__ = "learned_models"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    begins_at: Mapped[datetime | None]
    """When everything was forgotten: tickets raised before teach nothing."""
    since_at: Mapped[datetime | None]
    """Since when a model is in force, night after night; None while the words alone decide."""
    evidence: Mapped[dict[str, Any]]


class LearnedWeights(Base):
    """What one category has learnt: plain numbers by bucket, and not a word of any ticket."""

    __tablename__ = "learned_weights"

    model_id: Mapped[int] = mapped_column(sa.ForeignKey("learned_models.id"), primary_key=True)
    category: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    bias: Mapped[float]
    numbers: Mapped[list[int]] = mapped_column(sa.JSON)
