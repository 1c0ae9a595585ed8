"""Triage: from a text and where it was said to a decision with its reasons."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import NamedTuple, Self

from bot.categories import OTHER
from bot.config import Category, Grid, Neighbourhood
from bot.outlines import Point
from bot.triage import intake, routing, texts, urgency
from bot.triage.category import SURE, Heard, Topic, Topics, topic_of
from bot.triage.decision import Decision, Kind
from bot.triage.fold import LONGEST, fold
from bot.triage.gazetteer import Gazetteer
from bot.triage.home import Home
from bot.triage.kind import circumstances, followup_words, kind_of
from bot.triage.leanings import Leaning, leanings
from bot.triage.learning import Learned, reconsider
from bot.triage.masking import Mask
from bot.triage.place import Located, locate
from bot.triage.spots import Surroundings

_SURE_OF_DANGER = 0.9
_SPEAKS_OVER_DANGER = 0.7
"""So sure of another category the words have to be: smoke may be the sanitation's, but not in a fire."""
_OWN_KEYWORD = 3.0
"""What a keyword of the community adds to its category, as a natural logarithm of odds."""


class Findings(NamedTuple):
    """A text with all that was found in it."""

    hidden: str
    danger: urgency.Alarm | None
    located: Located
    back: str | None
    heard: Heard
    circumstances: Mapping[str, float]


class Triage:
    """Decides for one neighbourhood. Immutable after ``warm``; safe to share between threads."""

    def __init__(self, neighbourhood: Neighbourhood, learned: Learned | None = None) -> None:
        """Read the places at once; the words are learnt by ``warm`` or the first decision."""
        self._learned = learned
        self._neighbourhood = neighbourhood
        self._gazetteer = Gazetteer.of(neighbourhood)
        self._mask = Mask.of(self._gazetteer.names())
        self._grid_names: Mapping[str, str] = {grid.code: grid.name for grid in neighbourhood.grids}
        self._category_names = {category.key: category.name for category in neighbourhood.categories}
        self._tags = intake.tags_of(neighbourhood.categories)
        self._emergency_words = tuple(neighbourhood.community.emergency_words)
        self._topics: Topics | None = None

    @property
    def neighbourhood(self) -> Neighbourhood:
        """The neighbourhood it decides for."""
        return self._neighbourhood

    @property
    def learned(self) -> Learned | None:
        """What the community's own tickets taught, when it is in force."""
        return self._learned

    def with_learned(self, learned: Learned | None) -> Self:
        """The same, going by another model or by none."""
        other = copy(self)
        other._learned = learned  # noqa: SLF001 - of its own kind, not yet given away
        return other

    def topic(self, text: str) -> Topic:
        """What a text alone says it is about, before the community's tickets are asked."""
        read = self.read(text)
        return self._topic(read, self._lean(read))

    def read(
        self, text: str, *, group: int | None = None, home: Home | None = None, point: Point | None = None
    ) -> Findings:
        """All that is found in a text, before it is weighed."""
        danger = urgency.alarm(text, self._emergency_words, self._mask)
        located = locate(text, self._gazetteer, self._around(group, home, point), self._grid_names)
        back = followup_words(text)
        heard = self._words().heard(text)
        known = circumstances(
            text,
            heard,
            names_place=located.is_ours,
            comes_back=back is not None,
            in_danger=danger is not None,
        )
        return Findings(self._mask.hide(fold(text)), danger, located, back, heard, known)

    def category(self, key: str) -> Category:
        """The category with this key; one no longer listed counts as other."""
        known = {category.key: category for category in self._neighbourhood.categories}
        return known.get(key) or known[OTHER]

    def warm(self) -> None:
        """Learn the words, so that the first decision is as quick as the others."""
        self._words()
        leanings()

    def decide(
        self,
        text: str,
        *,
        group: int | None = None,
        home: Home | None = None,
        point: Point | None = None,
        directed: bool = False,
    ) -> Decision:
        """Decide what a message is, what it is about, where, and who answers.

        ``point`` is a location shared with it: after a place in the text, before home and group.
        ``directed`` means the person turned to the bot on purpose: then it is never chat.
        Any text is answered, in bounded time.
        """
        text = text[:LONGEST]
        bare, tagged = intake.strip_intake(text, self._tags)
        read = self.read(bare, group=group, home=home, point=point)
        leaning = self._lean(read)
        directed = directed or self.is_addressed(text)
        kind = kind_of(leaning, in_danger=read.danger is not None, directed=directed)
        if kind == "chat":
            confidence = round(leaning.kinds["chat"], 2)
            return Decision("chat", OTHER, confidence=confidence, reasons=(texts.chat(),))
        topic = self._topic(read, leaning)
        if (
            kind == "emergency"
            and topic.confidence < _SPEAKS_OVER_DANGER
            and read.danger
            and read.danger.category
        ):
            topic = _of_danger(topic, read.danger.category)
        tag = self._tag(tagged, text)
        about = self._by_tag(topic, *tag) if tag else self._by_words(topic, bare)
        urgent = kind == "emergency" or urgency.is_urgent(bare, self._mask)
        why = self._why(kind, read, topic, directed=directed)
        return replace(self._decision(kind, why, about, read.located, urgent=urgent), tagged=tag is not None)

    def emergency_word(self, text: str) -> str | None:
        """The words that make a text an emergency, cheaply, else ``None``."""
        return urgency.emergency_word(text, self._emergency_words, self._mask)

    def strip_intake(self, text: str) -> tuple[str, str | None]:
        """The text without a leading #tag, 有事敞开说 or /say, and the tag's category."""
        return intake.strip_intake(text, self._tags)

    def is_addressed(self, text: str) -> bool:
        """Whether a text carries a known tag or begins with 有事敞开说 or /say."""
        return intake.is_addressed(text, self._tags)

    def worker_for(self, grid: str, category: str) -> tuple[str | None, str]:
        """Who answers for a category in a grid, and why; no name means the office."""
        return routing.worker_for(
            self._neighbourhood.workers,
            grid,
            category,
            grid_name=self._grid_names.get(grid, grid),
            category_name=self._category_names.get(category, category),
        )

    def grid_of(self, home: Home) -> str | None:
        """The grid of an address, ``None`` when it is in no list or in several."""
        return self._gazetteer.grid_of_home(home)

    def grids_at(self, point: Point) -> tuple[str, ...]:
        """The grids whose outline holds a point."""
        shapes = ((grid.code, grid.shape) for grid in self._neighbourhood.grids)
        return tuple(code for code, shape in shapes if shape and shape.holds(point))

    def by_location(self, grid: str) -> str:
        """The reason when a location decided."""
        return texts.by_location(self._grid_names.get(grid, grid))

    def estates(self) -> dict[str, tuple[int, ...]]:
        """The estates and their buildings, for buttons."""
        return {estate: tuple(numbers) for estate, numbers in self._gazetteer.buildings.items()}

    def streets(self) -> tuple[str, ...]:
        """The streets, for buttons."""
        return tuple(self._gazetteer.streets)

    def _tag(self, tagged: str | None, text: str) -> tuple[str, str] | None:
        """The tag that chooses the category, and the category."""
        tag = intake.tag_in(text, self._tags)
        key = tagged or (tag[1] if tag else None)
        return (tag[0] if tag else key, key) if key else None

    def _by_tag(self, topic: Topic, tag: str, key: str) -> tuple[Topic, tuple[str, ...]]:
        also = tuple(
            other
            for other in (topic.key, *topic.also)
            if other not in {key, OTHER} and topic.confidence >= SURE
        )
        return Topic(key, 1.0, also=also), (texts.tag(tag),)

    def _by_words(self, topic: Topic, text: str) -> tuple[Topic, tuple[str, ...]]:
        """What the words say, or both together where the model has shown that it knows better."""
        spoke = texts.keywords(topic.words) if topic.words else texts.no_keyword()
        if self._learned is None or topic.key not in self._learned.trusted:
            return topic, (spoke,)
        likely = self._learned.model.scores(text)
        both = reconsider(topic, likely, self._category_names)
        if both.key == topic.key:
            return both, (spoke,)
        names = (self._category_names.get(key, key) for key in (both.key, topic.key))
        return both, (texts.learned(*names),)

    def _words(self) -> Topics:
        if self._topics is None:
            self._topics = Topics(self._neighbourhood.categories, self._gazetteer.names())
        return self._topics

    def _lean(self, read: Findings) -> Leaning:
        own = dict.fromkeys(read.heard.own, _OWN_KEYWORD)
        return leanings().lean(read.hidden, read.circumstances, own)

    def _topic(self, read: Findings, leaning: Leaning) -> Topic:
        topic = topic_of(read.heard, leaning, self._category_names)
        if topic.words or topic.confidence < SURE:
            return topic
        return replace(topic, words=leanings().told(read.hidden, topic.key, read.heard.cut))

    def _why(self, kind: Kind, read: Findings, topic: Topic, *, directed: bool) -> str:
        if kind == "request" and directed:
            return texts.directed()
        told = leanings().told(read.hidden, kind, read.heard.cut, against="chat") or topic.words
        if kind == "emergency":
            return texts.emergency(read.danger.word if read.danger else "".join(told[:1]))
        if kind == "followup":
            return texts.followup(read.back or "".join(told[:1]))
        is_plain = read.circumstances["(plain matter)"] > 0
        return texts.sounds_like((is_plain and topic.words) or told)

    def _decision(
        self, kind: Kind, why: str, about: tuple[Topic, tuple[str, ...]], located: Located, *, urgent: bool
    ) -> Decision:
        topic, spoke = about
        doubtful = topic.rivals if topic.confidence < SURE else ()
        reasons = [why, *spoke, *located.reasons]
        if len(doubtful) > 1:
            reasons.insert(2, texts.doubtful(self._category_names.get(key, key) for key in doubtful))
        worker = None
        if located.grid:
            worker, reason = self.worker_for(located.grid, topic.key)
            reasons.append(reason)
        return Decision(
            kind,
            topic.key,
            also=topic.also,
            place=located.place,
            grid=located.grid,
            worker=worker,
            candidates_grid=located.candidates,
            candidates_category=doubtful,
            confidence=topic.confidence,
            reasons=tuple(reasons),
            urgent=urgent,
        )

    def _around(self, group: int | None, home: Home | None, point: Point | None) -> Surroundings:
        grids = [grid for grid in self._neighbourhood.grids if group is not None and group in grid.groups]
        known = self._gazetteer.known_home(home) if home else None
        return Surroundings(
            grids=tuple(grid.code for grid in grids),
            estates=self._gazetteer.estates_in(_codes(grids)),
            streets=self._gazetteer.streets_in(_codes(grids)),
            home=known,
            home_grid=self._gazetteer.grid_of_home(known) if known else None,
            point=point,
            point_grids=self.grids_at(point) if point else (),
        )


def _codes(grids: list[Grid]) -> set[str]:
    return {grid.code for grid in grids}


def _of_danger(topic: Topic, category: str) -> Topic:
    """What a danger is about where its words leave it open."""
    also = tuple(key for key in topic.also if key != category)
    words = topic.words if topic.key == category else ()
    return Topic(category, _SURE_OF_DANGER, words, also)
