"""Every sentence about menus and orders, and the buttons under them."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from bot.config import Canteen, Meal
from bot.outbox.content import Button, Content
from bot.spoken.texts import day_in_words

COLUMNS = {
    "day": ("日期", "星期", "日子"),
    "meal": ("餐次", "餐别", "餐"),
    "dish": ("菜名", "菜品", "菜"),
    "price": ("价格", "单价", "价格（元）", "价格(元)"),
    "marks": ("标记", "备注", "说明", "过敏原"),
}
"""The headings of a menu's columns; the first is the template's."""
WEEK_WORDS = ("周", "星", "礼")
"""With what a bare weekday begins."""

TOMORROW, WEEK = ("明天", "明日"), ("本周", "这周", "一周", "全部")

COOKS_ONLY = "菜单由食堂师傅和社区工作人员来发。您想看菜单请发 /menu"
NO_CANTEEN = "社区还没有登记食堂。"
CHOOSE_CANTEEN = "是哪个食堂的菜单？"
NO_ORDERS = "这一餐不用订，到点直接来吃就行。"
MENU_GONE = "这份菜单已经换了，请看最新的那一条。"
NOTHING_TO_CONFIRM = "这份草稿已经处理过了，请看最新的那一条。"
THROWN_AWAY = "好的，没有发出去。"
NOTHING_ORDERED = "您没有订餐。想订，在菜单下面点“我要一份”。"
ORDER_GONE = "已经退了，您现在没有订这一餐。"
MOST_FOR_NEIGHBOURS = "帮邻居最多加9份，再多请直接跟食堂说。"
SUBSCRIBED = "好的，以后每天的菜单直接发给您。不想收了再点一下。"
UNSUBSCRIBED = "好的，不再把菜单发给您了，想看随时发 /menu"

HOW_TO_SEND = (
    "把菜单发给我，三种办法都行：\n"
    "· 下载下面的表格，填好发回来（Excel 或 csv 都行）；\n"
    "· 直接打字，一行一餐：\n"
    "  周一 午餐：红烧豆腐 8元、青菜汤（软食）、米饭\n"
    "· 发一张照片，下面写上日期，比如：明天午餐\n"
    "我先给您看一遍，您点了“发布”才算数。"
)
SHEET_TOO_LARGE = "这个表格太大了（最多 1 MB），请只留一周的菜单，去掉图片再发。"
OLD_SHEET = "这是旧格式的 .xls 表格，请在 Excel 里“另存为” .xlsx 再发给我。"
NOT_A_SHEET = "这个文件我打不开。请发 .xlsx 或 .csv 表格，或者直接打字。"
NO_HEADINGS = "没找到表头。请留一行写上：日期、餐次、菜名、价格、标记（至少要有“日期”和“菜名”）。"
NO_DAY_YET = "还没有写日期"
NOTHING_FOUND = "没有看到菜。请一行写一餐，比如：周一 午餐：红烧豆腐 8元、青菜汤"
LINE_WITHOUT_DAY = "请先写日子，再写菜，比如：周一 午餐：红烧豆腐、青菜汤"
PHOTO_NEEDS_DAY = "照片收到了。请在照片下面写上是哪一天的，比如：明天午餐。请再发一次。"

TEMPLATE_NAME = "菜单模板.xlsx"
TEMPLATE_TITLE = "菜单"
ORDERS_TITLE = "订餐"
ORDER_COLUMNS = ("姓名", "住址", "自己", "帮邻居", "合计")
TOTAL = "合计"
SAMPLE_DISHES = (("红烧豆腐", 8, "软食"), ("青菜汤", 2, ""), ("米饭", 1, ""))


def orders_name(day: date, meal: str) -> str:
    """The file with the orders of a meal."""
    return f"订餐{day:%m%d}{meal}.xlsx"


def problem_in_line(number: int, problem: str) -> str:
    """What is wrong with a line of typed text."""
    return f"第{number}行：{problem}"


def problem_in_cell(row: int, column: str, problem: str) -> str:
    """What is wrong with a cell of a sheet."""
    return f"第{row}行“{column}”列：{problem}"


def merged_cells(where: str) -> str:
    """Cells are merged where each row needs its own."""
    return f"{where} 是合并的单元格，我分不清是哪一行的。请取消合并（只有日期和餐次可以合并），再发一次。"


def formula_without_result(where: str) -> str:
    """A formula nobody has reckoned."""
    return f"{where} 是一个没有算出结果的公式。请改成文字或数字，再发一次。"


def dish_without_name(written: str) -> str:
    """A dish that is only a number or nothing."""
    return f"“{written}”不像菜名" if written else "没有写菜名"


def dish_too_long(name: str) -> str:
    """A dish whose name is too long; perhaps separators are missing."""
    return f"“{name[:12]}……”太长了，菜和菜之间请用顿号隔开"


def not_a_price(written: str) -> str:
    """A price that is no number."""
    return f"“{written[:12]}”不是价格，请写数字，比如 8 或 8.5"


def unknown_meal(written: str, meals: Sequence[str]) -> str:
    """A meal the canteen does not serve."""
    return f"“{written[:12]}”不认识，可以写：{'、'.join(meals)}"


def which_meal(meals: Sequence[str]) -> str:
    """The meal is missing and there are several."""
    return f"请写清楚是哪一餐：{'、'.join(meals)}"


def twice(day: date, meal: str, today: date) -> str:
    """One meal stands there two times."""
    return f"{day_in_words(day, today)}{meal}写了两遍，请留一份"


def day_is_past(day: date, today: date) -> str:
    """A day that is over."""
    return f"{day_in_words(day, today)}已经过去了"


def day_too_far(day: date, today: date) -> str:
    """A day so far ahead that the year is probably wrong."""
    return f"{day_in_words(day, today)}离今天太远了，日期是不是写错了？"


def day_closed(day: date, today: date) -> str:
    """A day on which the canteen does not cook."""
    return f"{day_in_words(day, today)}食堂不开，请去掉这一天"


def no_dishes(day: date, meal: str, today: date) -> str:
    """A meal without a dish."""
    return f"{day_in_words(day, today)}{meal}没有写菜"


def too_many_dishes(day: date, meal: str, today: date) -> str:
    """More dishes than a message can show well."""
    return f"{day_in_words(day, today)}{meal}的菜太多了，最多30道"


def and_more(count: int) -> str:
    """Problems that are not listed."""
    return f"……还有{count}处"


def problems(found: Sequence[str]) -> str:
    """To whoever sent in a menu that cannot be used yet."""
    return "菜单还没有发，请改一下再发给我：\n" + "\n".join(f"· {one}" for one in found)


def dish_in_words(dish: Mapping[str, Any]) -> str:
    """A dish with its price and marks."""
    marks = f"（{'、'.join(dish['marks'])}）" if dish["marks"] else ""
    price = "" if dish["price"] is None else f" {dish['price'] / 100:g}元"
    return f"{dish['name']}{marks}{price}"


def menu_head(canteen: str, day: date, meal: str, today: date) -> str:
    """The first line of a menu."""
    return f"{canteen} · {day_in_words(day, today)} {meal}"


def menu(
    head: str,
    dishes: Sequence[Mapping[str, Any]],
    place: str,
    meal: Meal | None,
    *,
    corrected: bool,
    ordered: int,
    closed: bool,
) -> str:
    """A menu as everybody reads it."""
    lines = [head + ("（已更正）" if corrected else "")]
    where = " · ".join(part for part in (meal.serves if meal else "", place) if part)
    if where:
        lines.append(where)
    lines += [f"· {dish_in_words(dish)}" for dish in dishes]
    if meal and meal.cut_off:
        booked = f"，已订{ordered}份" if ordered else ""
        lines.append(f"订餐已截止{booked}" if closed else f"订餐到 {meal.cut_off:%H:%M}{booked}")
    return "\n".join(lines)


def order_buttons(menu_id: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons under a menu that can be ordered."""
    return (
        (
            Button("我要一份", f"canteen:order.mine:{menu_id}"),
            Button("帮邻居加一份", f"canteen:order.more:{menu_id}"),
            Button("退订", f"canteen:order.none:{menu_id}"),
        ),
    )


def ordered(own: int, neighbours: int, until: time) -> str:
    """The toast after an order."""
    helped = f"（帮邻居{neighbours}份）" if neighbours else ""
    return f"订好了，一共{own + neighbours}份{helped}。{until:%H:%M}前可以改。"


def too_late_to_order(until: time) -> str:
    """Orders are closed."""
    return f"订餐{until:%H:%M}就截止了，师傅已经按数备菜。想加一份请直接到食堂问问。"


def preview(
    canteen: str, blocks: Sequence[str], replaced: Sequence[str], draft_id: int, *, at_once: bool
) -> Content:
    """The menus as they will look, to be confirmed; ``replaced`` are meals that have one already."""
    lines = [f"请看一遍，{canteen}的菜单是这样的：", "", "\n\n".join(blocks), ""]
    if not replaced:
        rows: tuple[tuple[Button, ...], ...] = ((Button("发布", f"canteen:publish:{draft_id}"),),)
        lines.append("对的话点“发布”，不对就改好再发一次。" + ("今天的会马上发到群里。" if at_once else ""))
    else:
        lines.append(f"{'、'.join(replaced)}已经有菜单了，要换成这份新的吗？")
        rows = (
            (
                Button("换成新的", f"canteen:replace:{draft_id}"),
                Button("旧的不动", f"canteen:publish:{draft_id}"),
            ),
        )
    return Content("\n".join(lines), buttons=(*rows, (Button("不发了", f"canteen:discard:{draft_id}"),)))


def published(count: int, at: Sequence[str]) -> str:
    """To whoever confirmed."""
    when = f"，到开饭那天 {'、'.join(at)} 发到群里" if at else ""
    return f"好了，{count}份菜单已经登记{when}。要改，改好再发给我就行。" if count else "没有新的菜单要登记。"


def missing(canteen: str, day: date, meal: str, today: date) -> str:
    """To cooks and staff at the alarm time, or when a menu should go out."""
    return (
        f"{canteen} {day_in_words(day, today)} {meal}的菜单还没有，没有菜单群里就不发。\n"
        "现在发给我，您一确认，到了点就发到群里。"
    )


def missed(pushes: Sequence[str]) -> str:
    """To staff: what was not sent because the bot was down."""
    return "我停了一阵，这些菜单过了点，就没有再发：\n" + "\n".join(f"· {one}" for one in pushes)


def closed_on(canteen: str, day: date, opening: date | None, today: date) -> str:
    """A day without a meal."""
    again = f"，{day_in_words(opening, today)}再开" if opening else ""
    when = "今天" if day == today else day_in_words(day, today)
    return f"{canteen}{when}不开{again}。"


def orders(head: str, rows: Sequence[tuple[str, str, int, int]]) -> str:
    """To the cook: who eats."""
    total = sum(own + neighbours for _, _, own, neighbours in rows)
    lines = [f"{head} 订餐：一共{total}份"]
    for name, home, own, neighbours in rows[:100]:
        helped = f"（帮邻居{neighbours}份）" if neighbours else ""
        lines.append(f"· {name}{f' {home}' if home else ''}：{own + neighbours}份{helped}")
    if len(rows) > 100:  # noqa: PLR2004 - as many as fit into one message
        lines.append(f"……还有{len(rows) - 100}户，点“导出表格”看全部")
    return "\n".join(lines)


def export_button(menu_id: int) -> tuple[tuple[Button, ...], ...]:
    """Under the numbers for the cook."""
    return ((Button("导出表格", f"canteen:export:{menu_id}"),),)


def my_orders(lines: Sequence[tuple[str, int, int]]) -> str:
    """To somebody who asks what they ordered."""
    said = [
        f"· {head}：{own + more}份" + (f"（帮邻居{more}份）" if more else "") for head, own, more in lines
    ]
    return "您订的餐：\n" + "\n".join(said)


def nothing_entered(canteen: Canteen, day: date, today: date) -> str:
    """Somebody asks for a menu nobody has entered."""
    return f"{canteen.name} {day_in_words(day, today)}的菜单还没有出来。"


def subscribe_button(index: int, *, subscribed: bool) -> tuple[tuple[Button, ...], ...]:
    """Under a menu in the direct chat."""
    if subscribed:
        return ((Button("不用每天发给我了", f"canteen:unsubscribe:{index}"),),)
    return ((Button("每天发给我", f"canteen:subscribe:{index}"),),)


def canteen_button(name: str, index: int) -> tuple[Button, ...]:
    """One canteen to choose."""
    return (Button(name, f"canteen:choose:{index}"),)
