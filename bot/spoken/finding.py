"""Finding the time in a sentence: where in 明天下午3点在三楼开会 it begins and ends."""

import re

_NUM = r"[0-9零〇一二两三四五六七八九十]{1,3}"
_FEAST = "元旦|春节|元宵节?|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?|重阳节?|除夕"
_WEEKDAY = r"(?:下+个?|这个?|本|上个?)?(?:周|星期|礼拜)[一二三四五六日天末1-7]"
_NO_HOUSE = r"(?![楼院门线库栋店])"
_DATE = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    rf"|(?:\d{{4}}\s*年\s*)?{_NUM}\s*月\s*{_NUM}\s*[日号]?{_NO_HOUSE}"
    rf"|{_WEEKDAY}|大?[前后]天|[今明昨]天|[今明昨]日|[今明][早晚]|后早|昨晚|{_FEAST}"
    rf"|{_NUM}[日号]{_NO_HOUSE}|(?:半个?|{_NUM}个?)(?:小时|钟头|分钟|天)(?:以|之)?后"
)
_PART = "凌晨|清晨|早上|早晨|上午|中午|正午|午后|下午|傍晚|晚上|夜里|早|晚"
_HOUR = (
    rf"(?:{_NUM}\s*点(?!意见|建议|要求|心|评|时)(?:钟|整|半|[一三]刻|{_NUM}分?)?"
    rf"|{_NUM}时(?!候)(?:{_NUM}分)?|\d{{1,3}}\s*[:：]\s*\d{{2,3}})"
)
_CLOCK = rf"(?:{_PART})?\s*{_HOUR}(?:\s*(?:到|至|[-~—－～]+)\s*(?:{_PART})?\s*{_HOUR})?"
_GAP = rf"(?:\s|的|[（(]?(?:{_WEEKDAY})[)）]?)*[,，]?\s*"
_DAY_FIRST = re.compile(rf"(?:{_DATE})(?:{_GAP}(?:{_CLOCK}|(?:{_PART})))?")
_CLOCK_ALONE = re.compile(_CLOCK)
_HAS_CLOCK = re.compile(_HOUR)


def find_time(text: str) -> tuple[int, int] | None:
    """Where the time stands in a sentence, as begin and end; None when there is none.

    A day with its hour goes before a bare day, a bare day before a bare hour. The words
    need not name a time that exists: that is for ``read_time`` to say.
    """
    days = list(_DAY_FIRST.finditer(text))
    whole = next((day for day in days if _HAS_CLOCK.search(day[0])), None)
    found = whole or next(iter(days), None) or _CLOCK_ALONE.search(text)
    return (found.start(), found.end()) if found else None
