"""Polls: asked by a bot, counted as people vote, stopped. Quizzes are left out."""

from typing import Any

from sandbox.acts.call import Call, addressed_room, named_message
from sandbox.acts.messages import POLL_IDS, say
from sandbox.acts.wording import marked_up, worded
from sandbox.markups import read_markup
from sandbox.refusals import Refused, bad_request
from sandbox.world import Json

_LONGEST_QUESTION = 300
_LONGEST_OPTION = 100
_MOST_OPTIONS = 12
_OPEN_PERIOD = range(5, 2_628_001)


def send_poll(call: Call) -> Json:
    """Ask a question with options to choose from.

    Refuses what is empty, too long or too many; a quiz is answered 501.
    """
    return say(call, {"poll": _poll(call)})


def _poll(call: Call) -> Json:
    params = call.params
    if params.text("type") not in ("", "regular"):
        raise Refused(501, "Not Implemented: only regular polls are acted out in this sandbox, no quizzes")
    anonymous = not params.has("is_anonymous") or params.flag("is_anonymous")
    return {
        "id": str(POLL_IDS + call.world.serial()),
        **_question(call),
        "options": _options(call),
        "total_voter_count": 0,
        "is_closed": params.flag("is_closed"),
        "is_anonymous": anonymous,
        "type": "regular",
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": not params.has("allows_revoting") or params.flag("allows_revoting"),
        "members_only": params.flag("members_only"),
        **_end(call),
    }


def _question(call: Call) -> Json:
    text, entities = worded(call, call.params.text("question"), "question_entities", "question_parse_mode")
    if not text:
        raise bad_request("poll question must be non-empty")
    if len(text) > _LONGEST_QUESTION:
        raise bad_request(f"poll question length must not exceed {_LONGEST_QUESTION}")
    return {"question": text, "question_entities": entities} if entities else {"question": text}


def _options(call: Call) -> list[Json]:
    options = call.params.parsed("options", list) or []
    if len(options) < 2:  # noqa: PLR2004 - a choice
        raise bad_request("poll must have at least 2 option")
    if len(options) > _MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {_MOST_OPTIONS} options")
    return [_option(call, number, option) for number, option in enumerate(options)]


def _option(call: Call, number: int, given: Any) -> Json:
    option = given if isinstance(given, dict) else {"text": str(given)}
    mode = str(option.get("text_parse_mode", ""))
    text, entities = marked_up(call, str(option.get("text", "")), option.get("text_entities"), mode)
    if not text:
        raise bad_request("poll options must be non-empty")
    if len(text) > _LONGEST_OPTION:
        raise bad_request(f"poll options length must not exceed {_LONGEST_OPTION}")
    shown: Json = {"persistent_id": str(number), "text": text, "voter_count": 0}
    return {**shown, "text_entities": entities} if entities else shown


def _end(call: Call) -> Json:
    period, end = call.params.integer("open_period"), call.params.integer("close_date")
    if period:
        if period not in _OPEN_PERIOD:
            raise bad_request("POLL_PERIOD_INVALID")
        return {"open_period": period, "close_date": call.world.now() + period}
    return {"close_date": end} if end else {}


def stop_poll(call: Call) -> Json:
    """Close one's own poll for good; the buttons under it become those given."""
    markup = read_markup(call.params)
    room = addressed_room(call)
    message = named_message(call, room, "message with poll to stop not found")
    if "poll" not in message:
        raise bad_request("message is not a poll")
    if message["from"]["id"] != call.bot.face["id"]:
        raise bad_request("poll can't be stopped")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    poll: Json = {**message["poll"], "is_closed": True}
    kept = {name: value for name, value in message.items() if name != "reply_markup"}
    room.store({**kept, "poll": poll, **({"reply_markup": markup} if markup else {})})
    call.bot.hear({"poll": poll})
    return poll


METHODS = {"sendPoll": send_poll, "stopPoll": stop_poll}
