"""A meeting announced in one sentence: what is it about, when, where, and who hosts it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.spoken.finding import find_time

_AGENDA = re.compile(r"[\s,，;；。]*(?:议程|流程)\s*(?:是|[:：])\s*(.+)", re.DOTALL)
_CLAUSES = re.compile(r"[,，。;；\n]+|\s+(?=主持|地点|主题|请|由|讨论|商量|协商)|(?<=开会)\s+")
_EVERYBODY = re.compile(r"(?:请|通知)?(?:大家|各位(?:邻居|居民)?|邻居们|居民们|我们|咱们)")
_LABELLED = {
    "topic": re.compile(r"(?:主题|议题|内容|事由)\s*(?:是|[:：])\s*(.+)"),
    "place": re.compile(r"(?:地点|地方|会场)\s*(?:是|在|[:：])\s*(.+)"),
    "host": re.compile(
        r"(?:由|请)?(.{2,8}?)(?:来|负责)?主持(?:会议)?|主持(?:人)?\s*(?:是|[:：])\s*(.{1,20})"
    ),
}
"""Clauses that say what they are."""
_INVITED = re.compile(r"(?:请|通知|发给|邀请|叫上?)\s*(.+)")
_MEETING = (
    r"(?:召开|举行|开个?会|开|碰个?头|集合|见面|聚|商量|商议|讨论|协商|议一?议|说说|聊|谈|研究|听|看|$)"
)
_AT = re.compile(rf"(?:大家|我们|咱们)?(?:在|到)(.+?)(?={_MEETING})(.*)")
_OPENING = re.compile(r"^(?:我们|咱们|大家)?(?:要|一起)?(?:召开|举行|开个?会|碰个?头|集合)[来,，]?")
_PLACE_LIKE = r".*(?:厅|室|楼|院|场|亭|中心|食堂|会堂|公园|门口|旁边?|站|店|岗|点)"
_LIKE_A_PLACE = re.compile(_PLACE_LIKE)
_HELD = re.compile(rf"({_PLACE_LIKE})(?:召?开会|开个会|召开|举行|集合|碰个?头)(.*)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says of a meeting; "" where it says nothing. ``time`` is as it was written."""

    topic: str = ""
    time: str = ""
    place: str = ""
    host: str = ""
    agenda: str = ""
    grids: tuple[str, ...] = ()
    """Codes of the grids that are to be invited; empty: everybody."""


def read_sentence(sentence: str, grids: Mapping[str, str]) -> Reading:
    """Take a sentence apart; ``grids`` are the names of the grids with their codes."""
    text, agenda = sentence.strip(), ""
    if listed := _AGENDA.search(text):
        text, agenda = text[: listed.start()], listed[1].strip()
    when = ""
    if found := find_time(text):
        when = text[found[0] : found[1]].strip()
        text = f"{text[: found[0]]}，{text[found[1] :]}"
    read, rest = Reading(time=when, agenda=agenda), []
    for clause in filter(None, (part.strip() for part in _CLAUSES.split(text))):
        read, left = _read_clause(read, clause, grids)
        rest.append(left)
    return _with_rest(read, [clause for clause in rest if clause])


def _read_clause(read: Reading, clause: str, grids: Mapping[str, str]) -> tuple[Reading, str]:
    """What one clause adds, and what of it stays over: what the meeting is about, perhaps."""
    for part, pattern in _LABELLED.items():
        if match := pattern.fullmatch(clause):
            said: dict[str, Any] = {part: (match[1] or match[match.re.groups]).strip()}
            return replace(read, **said), ""
    invited = _INVITED.fullmatch(clause)
    if invited and (named := tuple(code for name, code in grids.items() if name in invited[1])):
        return replace(read, grids=named), ""
    there = None if read.place else _AT.fullmatch(clause) or _HELD.fullmatch(clause)
    if there:
        return replace(read, place=there[1].strip()), _OPENING.sub("", there[2]).strip()
    return read, "" if _EVERYBODY.fullmatch(clause) else _OPENING.sub("", clause).strip()


def _with_rest(read: Reading, rest: list[str]) -> Reading:
    """Clauses without a sign: the first that looks like a place is one, the others are what it is about."""
    if not read.place and (read.topic or len(rest) > 1):
        places = [clause for clause in rest if _LIKE_A_PLACE.fullmatch(clause)]
        if places:
            rest.remove(places[0])
            read = replace(read, place=places[0])
    return replace(read, topic="，".join([read.topic, *rest] if read.topic else rest)) if rest else read
