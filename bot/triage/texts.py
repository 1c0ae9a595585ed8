"""The reasons of a decision, in Chinese that staff understand."""

from collections.abc import Iterable


def tag(name: str) -> str:
    """A tag chose the category."""
    return f"标签 #{name}"


def keywords(words: Iterable[str]) -> str:
    """Words that spoke for the category."""
    return "关键词" + "".join(f"「{word}」" for word in words)


def no_keyword() -> str:
    """Nothing spoke for any category."""
    return "没有命中任何类别的关键词，归入「其他」"


def learned(category: str, by_words: str) -> str:
    """The community's own tickets chose another category than the words alone."""
    return f"本社区以往类似的诉求多归到「{category}」（只看字词会归到「{by_words}」）"


def doubtful(names: Iterable[str]) -> str:
    """Several categories are as likely."""
    return f"类别不确定，可能是：{'、'.join(names)}"


def emergency(word: str) -> str:
    """An emergency word stands in the text."""
    return f"紧急词「{word}」"


def directed() -> str:
    """The person spoke to the bot on purpose."""
    return "居民主动反映"


def sounds_like(signs: Iterable[str]) -> str:
    """Words that make it a request."""
    return "像是反映问题：" + "".join(f"「{sign}」" for sign in signs)


def chat() -> str:
    """Nothing asks anybody to act."""
    return "没有要办的事，按闲聊处理"


def followup(words: str) -> str:
    """It asks about something said before."""
    return f"追问办理进度：「{words}」"


def named_place(said: str, label: str) -> str:
    """The text names a place that is known."""
    return f"文中地点「{said}」" + (f"→ {label}" if said != label else "")


def unknown_place(said: str) -> str:
    """The text names a place that no grid has."""
    return f"文中地点「{said}」不在任何网格的名单里，请居民确认"


def unclear_place(said: str) -> str:
    """The text names a place that could be in several estates or streets."""
    return f"文中「{said}」不知道是哪个小区或哪条路，请居民确认"


def several_grids(names: Iterable[str]) -> str:
    """The place lies in more than one grid."""
    return f"涉及多个网格（{'、'.join(names)}），请居民确认"


def to_grid(name: str) -> str:
    """Which grid it is."""
    return f"→ {name}"


def by_home(home: str, grid: str) -> str:
    """The writer's home decides."""
    return f"登记住址 {home} → {grid}"


def by_group(grid: str) -> str:
    """The group decides."""
    return f"所在群只属于{grid}"


AND_SO_ON = "等"
SHARED_LOCATION = "发来的位置"


def by_location(grid: str) -> str:
    """A shared location decides."""
    return f"按您发的位置 → {grid}"


def narrowed_by_location(grid: str) -> str:
    """A shared location chooses among the grids of an estate or street."""
    return f"其中按您发的位置 → {grid}"


def location_outside() -> str:
    """A shared location lies in no outline."""
    return "发来的位置不在任何网格的范围里"


def location_in_several(names: Iterable[str]) -> str:
    """Outlines overlap where the location is."""
    return f"发来的位置在{'、'.join(names)}的交界处，请居民确认"


def shared_group(names: Iterable[str]) -> str:
    """The group has people of several grids."""
    return f"所在群由{'、'.join(names)}共用，不能定网格，请居民确认"


def no_place() -> str:
    """Nothing says where."""
    return "没有说地点，也没有登记住址，请居民确认"


def specialist(name: str, grid: str, category: str) -> str:
    """A worker who has this category here."""
    return f"{name} 在 {grid} 专管 {category}"


def general_worker(name: str, grid: str) -> str:
    """A worker who has everything here."""
    return f"{name} 负责 {grid}"


def nobody(grid: str, category: str) -> str:
    """No worker has it."""
    return f"{grid} 没有人负责 {category}，由社区工作人员承办"


def ask() -> str:
    """The grid is left open."""
    return "网格待确认"


def narrowed_by_home(grid: str) -> str:
    """The home chooses among the grids of an estate or street."""
    return f"按登记住址 → {grid}"


def narrowed_by_group(grid: str) -> str:
    """The group chooses among the grids of an estate or street."""
    return f"按所在群 → {grid}"


def same_place(label: str, *, exactly: bool) -> str:
    """Two matters are at one place."""
    return f"都在{label}" if exactly else f"地点连着（{label}）"


def same_name(name: str) -> str:
    """Two texts name a place that is in no list."""
    return f"都说到「{name}」"


def same_number() -> str:
    """Two texts name one building's number, and not both say of which estate."""
    return "楼号一样，小区没都说"


def same_home() -> str:
    """It is one building, by where an author lives."""
    return "按登记住址在同一栋"


def same_grid() -> str:
    """Two reports from one grid soon after each other."""
    return "同一网格，一小时以内"


def same_thing(words: Iterable[str]) -> str:
    """Two texts speak of one trouble."""
    return "都说" + "".join(f"「{word}」" for word in words)


def same_category() -> str:
    """Two matters have one category."""
    return "类别相同"


def same_words() -> str:
    """Two texts are almost the same."""
    return "原话几乎一样"
