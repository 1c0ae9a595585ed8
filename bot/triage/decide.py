"""Triage: from a text and where it was said to a decision with its reasons."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Self

from bot.categories import OTHER
from bot.config import Category, Grid, Neighbourhood
from bot.triage import intake, routing, texts, urgency
from bot.triage.category import SURE, Topic, Topics
from bot.triage.decision import Decision, Kind
from bot.triage.fold import LONGEST
from bot.triage.gazetteer import Gazetteer
from bot.triage.home import Home
from bot.triage.kind import Signs, followup_words, signs
from bot.triage.learning import Learned, reconsider
from bot.triage.place import Located, locate
from bot.triage.spots import Surroundings


class Triage:
    """Decides for one neighbourhood. Immutable after ``warm``; safe to share between threads."""

    def __init__(self, neighbourhood: Neighbourhood, learned: Learned | None = None) -> None:
        """Read the places at once; the words are learnt by ``warm`` or the first decision."""
        self._learned = learned
        self._neighbourhood = neighbourhood
        self._gazetteer = Gazetteer.of(neighbourhood)
        self._grid_names: Mapping[str, str] = {grid.code: grid.name for grid in neighbourhood.grids}
        self._category_names = {category.key: category.name for category in neighbourhood.categories}
        self._tags = intake.tags_of(neighbourhood.categories)
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
        """What the words alone say a text is about."""
        self.warm()
        return self._topics.topic(text) if self._topics else Topic(OTHER, 0.1)

    def category(self, key: str) -> Category:
        """The category with this key; one no longer listed counts as other."""
        known = {category.key: category for category in self._neighbourhood.categories}
        return known.get(key) or known[OTHER]

    def warm(self) -> None:
        """Learn the words, so that the first decision is as quick as the others."""
        if self._topics is None:
            self._topics = Topics(self._neighbourhood.categories, self._gazetteer.names())

    def decide(
        self, text: str, *, group: int | None = None, home: Home | None = None, directed: bool = False
    ) -> Decision:
        """Decide what a message is, what it is about, where, and who answers.

        ``directed`` means the person turned to the bot on purpose: then it is never chat.
        Any text is answered, in bounded time.
        """
        text = text[:LONGEST]
        bare, tagged = intake.strip_intake(text, self._tags)
        word = self.emergency_word(bare)
        located = locate(bare, self._gazetteer, self._around(group, home), self._grid_names)
        topic = self.topic(bare)
        said = signs(
            bare,
            strength=topic.strength if topic.key != OTHER else topic.strength / 2,
            names_place=bool(located.place),
        )
        kind, why = self._kind(bare, word, said, directed=directed or self.is_addressed(text))
        if kind == "chat":
            return Decision("chat", OTHER, confidence=_chat_confidence(said), reasons=(why,))
        tag = self._tag(tagged, text)
        about = self._by_tag(topic, *tag) if tag else self._by_words(topic, bare)
        urgent = word is not None or urgency.is_urgent(bare)
        return replace(self._decision(kind, why, about, located, urgent=urgent), tagged=tag is not None)

    def emergency_word(self, text: str) -> str | None:
        """The configured word that makes a text an emergency, cheaply, else ``None``."""
        return urgency.emergency_word(text, self._neighbourhood.community.emergency_words)

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

    def _kind(self, text: str, word: str | None, said: Signs, *, directed: bool) -> tuple[Kind, str]:
        if word is not None:
            return "emergency", texts.emergency(word)
        asked = followup_words(text)
        if asked:
            return "followup", texts.followup(asked)
        if directed:
            return "request", texts.directed()
        return ("request", texts.sounds_like(said.words)) if said.is_request else ("chat", texts.chat())

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

    def _around(self, group: int | None, home: Home | None) -> Surroundings:
        grids = [grid for grid in self._neighbourhood.grids if group is not None and group in grid.groups]
        known = self._gazetteer.known_home(home) if home else None
        return Surroundings(
            grids=tuple(grid.code for grid in grids),
            estates=self._gazetteer.estates_in(_codes(grids)),
            streets=self._gazetteer.streets_in(_codes(grids)),
            home=known,
            home_grid=self._gazetteer.grid_of_home(known) if known else None,
        )


def _codes(grids: list[Grid]) -> set[str]:
    return {grid.code for grid in grids}


def _chat_confidence(said: Signs) -> float:
    return round(max(0.3, min(1.0, 0.9 - said.score * 0.1)), 2)
