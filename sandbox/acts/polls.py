"""Polls and quizzes: asked by a bot, counted as people vote, stopped."""

from typing import Any

from sandbox.acts.call import Call, addressed_room, named_message
from sandbox.acts.messages import POLL_IDS, say
from sandbox.acts.wording import marked_up, worded
from sandbox.markups import read_inline_markup
from sandbox.refusals import bad_request
from sandbox.world import Json

_LONGEST_QUESTION = 300
_LONGEST_OPTION = 100
_MOST_OPTIONS = 12
_LONGEST_EXPLANATION = 200
_MOST_LINES = 2
_OPEN_PERIOD = range(5, 2_628_001)


def send_poll(call: Call) -> Json:
    """Ask a question with options to choose from.

    Refuses what is empty, too long or too many, and a quiz without right answers.
    """
    return say(call, {"poll": _poll(call)})


def _poll(call: Call) -> Json:
    params = call.params
    kind = params.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    anonymous = not params.has("is_anonymous") or params.flag("is_anonymous")
    revoting = params.flag("allows_revoting") if params.has("allows_revoting") else kind == "regular"
    question, options = _question(call), _options(call)
    return {
        "id": str(POLL_IDS + call.world.serial()),
        **question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": params.flag("is_closed"),
        "is_anonymous": anonymous,
        "type": kind,
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": revoting,
        "members_only": params.flag("members_only"),
        **(_answers(call, len(options)) if kind == "quiz" else {}),
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
    options = call.params.parsed("options", list, otherwise="expected an Array of String as options") or []
    if not options:
        raise bad_request("poll must have at least one answer option")
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


def _answers(call: Call, count: int) -> Json:
    """Return what a quiz knows: its right answers, and why they are right."""
    given = call.params.parsed("correct_option_ids", list)
    if given is None:
        given = [call.params.integer("correct_option_id", -1)]
    if not given or any(number not in range(count) for number in given) or given != sorted(set(given)):
        raise bad_request("wrong correct option ID specified")
    source = call.params.text("explanation")
    text, entities = worded(call, source, "explanation_entities", "explanation_parse_mode")
    if len(text) > _LONGEST_EXPLANATION or text.count("\n") > _MOST_LINES:
        raise bad_request("poll explanation is too long")
    answers: Json = {"correct_option_ids": given}
    if text:
        answers |= {"explanation": text, **({"explanation_entities": entities} if entities else {})}
    return answers


def _end(call: Call) -> Json:
    period, end = call.params.integer("open_period"), call.params.integer("close_date")
    if period:
        if period not in _OPEN_PERIOD:
            raise bad_request("POLL_PERIOD_INVALID")
        return {"open_period": period, "close_date": call.world.now() + period}
    return {"close_date": end} if end else {}


def stop_poll(call: Call) -> Json:
    """Close one's own poll for good; the buttons under it become those given."""
    markup = read_inline_markup(call.params)
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
