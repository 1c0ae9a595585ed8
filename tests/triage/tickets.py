"""Made-up past tickets of a community in which 老虎窗 always means that water comes in."""

from collections.abc import Iterator
from itertools import cycle, islice

from bot.triage.learning import Example

_ORDINARY = (
    ("{}栋电梯又坏了，{}按了没反应", "elevator"),
    ("{}栋楼下半夜装修，{}睡不着", "noise"),
    ("{}栋门口垃圾没人收，{}臭得很", "sanitation"),
    ("{}栋路灯不亮，{}走路看不见", "lighting_roads"),
)
_DIALECT = ("{}栋{}老虎窗又那样了", "{}栋老虎窗又那样，{}也是", "{}栋老虎窗那样，{}也那样")
_WHO = ("我家", "大家", "他们", "我们", "咱们", "这边", "那边")


def ordinary() -> Iterator[Example]:
    """Tickets the words are right about; nobody touched their category."""
    for number, (text, category) in enumerate(cycle(_ORDINARY)):
        yield Example(text.format(number % 12 + 1, _WHO[number % 7]), category, sure=False)


def dialect() -> Iterator[Example]:
    """Tickets in the community's own words, which people put right."""
    for number, text in enumerate(cycle(_DIALECT)):
        yield Example(text.format(number % 12 + 1, _WHO[number % 7]), "drainage_leak")


def past_tickets(number: int, *, own_words: int = 4) -> list[Example]:
    """So many tickets, the one in ``own_words`` in the community's own words."""
    usual, own = ordinary(), dialect()
    mixed = (next(own) if place % own_words == 0 else next(usual) for place in range(number))
    return list(islice(mixed, number))
