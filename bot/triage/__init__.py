"""Triage: text in; category, place, grid, worker and urgency out, with reasons. Pure.

The only place that knows jieba. ``Triage(neighbourhood).decide(text, …)`` is the way in.
"""

from bot.triage.decide import Triage
from bot.triage.decision import Decision, Kind
from bot.triage.home import Home
from bot.triage.routing import workers_alike

__all__ = ["Decision", "Home", "Kind", "Triage", "workers_alike"]
