"""Voting in polls, and what the bot that asked hears of it."""

from sandbox.people import asks
from sandbox.people.places import chat_of, the_message, the_user
from sandbox.refusals import Mistake
from sandbox.world import Bot, Json, Room, World


def vote(world: World, ask: asks.Vote) -> Json:
    """Choose options of a poll, other ones than before, or none to take the vote back.

    Refuses closed polls, options that are not there, several where one is allowed, and
    a second thought where the poll does not allow it.
    """
    user = the_user(world, ask.user_id)
    room = chat_of(world, user, ask.chat_id, ask.bot_id)
    message = the_message(room, ask.message_id)
    poll = _open_poll(world, room, message)
    chosen = sorted(set(ask.options))
    _require_allowed(poll, chosen)
    votes = room.votes[ask.message_id]
    voter = str(ask.user_id)
    if votes.get(voter, []) == chosen:
        return {}
    if voter in votes and not poll["allows_revoting"]:
        raise Mistake("options", "this poll allows no second thought", 403)
    votes[voter] = chosen
    if not chosen:
        del votes[voter]
    counted = _counted(poll, votes)
    room.store({**message, "poll": counted})
    _tell(_asker(world, message), counted, user.face, chosen)
    return {}


def _open_poll(world: World, room: Room, message: Json) -> Json:
    poll: Json | None = message.get("poll")
    if poll is None or message["message_id"] not in room.votes:
        raise Mistake("message_id", f"{message['message_id']} is not a poll to vote in")
    if not poll["is_closed"] and poll.get("close_date", world.now() + 1) <= world.now():
        poll = {**poll, "is_closed": True}
        room.store({**message, "poll": poll})
        _asker(world, message).hear({"poll": poll})
    if poll["is_closed"]:
        raise Mistake("message_id", "the poll is closed", 403)
    return poll


def _require_allowed(poll: Json, chosen: list[int]) -> None:
    if any(option >= len(poll["options"]) for option in chosen):
        raise Mistake("options", f"there are only {len(poll['options'])} options, counted from 0")
    if len(chosen) > 1 and not poll["allows_multiple_answers"]:
        raise Mistake("options", "this poll allows one answer")


def _counted(poll: Json, votes: dict[str, list[int]]) -> Json:
    options = [
        {**option, "voter_count": sum(number in chosen for chosen in votes.values())}
        for number, option in enumerate(poll["options"])
    ]
    return {**poll, "options": options, "total_voter_count": len(votes)}


def _asker(world: World, message: Json) -> Bot:
    return next(bot for bot in world.bots if bot.face["id"] == message["from"]["id"])


def _tell(bot: Bot, poll: Json, user: Json, chosen: list[int]) -> None:
    bot.hear({"poll": poll})
    if not poll["is_anonymous"]:
        ids = [poll["options"][number]["persistent_id"] for number in chosen]
        answer = {"poll_id": poll["id"], "user": user, "option_ids": chosen, "option_persistent_ids": ids}
        bot.hear({"poll_answer": answer})
