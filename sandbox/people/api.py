"""The people's side over HTTP: ``POST /people/<verb>`` does, ``GET /people/<view>`` shows."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, NamedTuple, NoReturn

from pydantic import Field, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.people import (
    asks,
    controls,
    crowd,
    gestures,
    live,
    menus,
    openapi,
    presses,
    speech,
    stage,
    topics,
    views,
    votes,
)
from sandbox.refusals import Mistake
from sandbox.world import Json, World

LONGEST_WAIT = 60.0
METHOD_NOT_ALLOWED = 405
Number = Annotated[int, Field(gt=-(2**53), lt=2**53)]
"""A whole number as JSON can carry it everywhere (RFC 8259, section 6)."""


class Verb(NamedTuple):
    """Something people can do: the form it takes, and the act."""

    form: type[asks.Ask]
    act: Callable[[World, Any], Json]


VERBS = {
    "add_user": Verb(asks.AddUser, crowd.add_user),
    "add_group": Verb(asks.AddGroup, crowd.add_group),
    "start": Verb(asks.Start, crowd.start),
    "block": Verb(asks.OfUser, crowd.block),
    "unblock": Verb(asks.OfUser, crowd.unblock),
    "deactivate": Verb(asks.OfUser, crowd.deactivate),
    "join": Verb(asks.Join, crowd.join),
    "leave": Verb(asks.InGroup, crowd.leave),
    "add_bot": Verb(asks.BotInGroup, crowd.add_bot),
    "remove_bot": Verb(asks.BotInGroup, crowd.remove_bot),
    "migrate": Verb(asks.Migrate, crowd.migrate),
    "say": Verb(asks.Say, speech.say),
    "say_many": Verb(asks.SayMany, speech.say_many),
    "edit": Verb(asks.Edit, speech.edit),
    "send_media": Verb(asks.SendMedia, speech.send_media),
    "album": Verb(asks.Album, speech.album),
    "say_anonymously": Verb(asks.SayAsGroup, speech.say_anonymously),
    "say_as_channel": Verb(asks.SayAsChannel, speech.say_as_channel),
    "push_update": Verb(asks.PushUpdate, speech.push_update),
    "press": Verb(asks.Press, presses.press),
    "vote": Verb(asks.Vote, votes.vote),
    "react": Verb(asks.React, gestures.react),
    "press_key": Verb(asks.PressKey, gestures.press_key),
    "read": Verb(asks.ToMessage, live.read),
    "set_stage": Verb(stage.Stage, stage.set_stage),
    "pin": Verb(asks.ToMessage, gestures.pin),
    "unpin": Verb(asks.ToMessage, gestures.unpin),
    "create_topic": Verb(asks.CreateTopic, topics.create_topic),
    "close_topic": Verb(asks.OfTopic, topics.close_topic),
    "reopen_topic": Verb(asks.OfTopic, topics.reopen_topic),
    "set_bot": Verb(asks.SetBot, controls.set_bot),
    "fault": Verb(asks.SetFault, controls.set_fault),
    "clear_faults": Verb(asks.ClearFaults, controls.clear_faults),
    "set_limits": Verb(asks.SetLimits, controls.set_limits),
    "set_clock": Verb(asks.SetClock, controls.set_clock),
    "forward_clock": Verb(asks.ForwardClock, controls.forward_clock),
}


async def do(request: Request) -> JSONResponse:
    """Do what a verb says with the JSON form in the body."""
    world: World = request.app.state.world
    verb = VERBS.get(request.path_params["verb"])
    if verb is None:
        raise Mistake("verb", f"there is none called {request.path_params['verb']!r}", 404)
    form = verb.form.model_validate(_json(await request.body()))
    done = verb.act(world, form)
    world.version += 1
    return JSONResponse(done)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body or b"{}", parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Mistake("body", f"is not JSON: {error}") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _query(request: Request, name: str, kind: Any, default: Any = None) -> Any:
    given = request.query_params.get(name)
    if given is None:
        if default is None:
            raise Mistake(name, "is required")
        return default
    try:
        return TypeAdapter(kind).validate_python(given)
    except ValidationError as error:
        raise Mistake(name, error.errors()[0]["msg"]) from None


def _bot_id(request: Request) -> int | None:
    return _query(request, "bot_id", Number, 0) or None


def _wait(request: Request) -> float:
    return min(max(float(_query(request, "wait", float, 0.0)), 0.0), LONGEST_WAIT)


async def show_messages(request: Request) -> JSONResponse:
    """Show a chat, now or as soon as it changes."""
    shown = await views.messages(
        request.app.state.world,
        _query(request, "chat_id", Number),
        after=_query(request, "after", Number, 0),
        since=_query(request, "since", Number, 0),
        wait=_wait(request),
        bot_id=_bot_id(request),
        user_id=_query(request, "user_id", Number, 0) or None,
    )
    return JSONResponse(shown)


async def show_inbox(request: Request) -> JSONResponse:
    """Show a person's list of chats."""
    return JSONResponse(live.inbox(request.app.state.world, _query(request, "user_id", Number)))


async def show_commands(request: Request) -> JSONResponse:
    """Show what somebody is offered in a chat."""
    ids = _query(request, "chat_id", Number), _query(request, "user_id", Number)
    return JSONResponse(menus.commands(request.app.state.world, *ids, _bot_id(request)))


async def show_live(request: Request) -> StreamingResponse:
    """Stream what changes, for as long as somebody looks."""
    return StreamingResponse(live.stream(request.app.state.world), media_type="text/event-stream")


async def show_toast(request: Request) -> JSONResponse:
    """Show the answer to a pressed button, now or as soon as it comes."""
    callback_id = _query(request, "callback_id", str)
    return JSONResponse(await presses.toast(request.app.state.world, callback_id, _wait(request)))


async def show_counters(request: Request) -> JSONResponse:
    """Show the counters."""
    return JSONResponse(views.counters(request.app.state.world, _bot_id(request)))


async def show_calls(request: Request) -> JSONResponse:
    """Show the log of calls after a number."""
    since = _query(request, "since", Number, 0)
    return JSONResponse({"calls": request.app.state.world.ledger.since(since)})


async def show_file(request: Request) -> Response:
    """Show the bytes of a file."""
    world: World = request.app.state.world
    views.file_path(world, file_id := _query(request, "file_id", str))
    return Response(world.files[file_id].content, media_type=world.files[file_id].mime)


def _showing(view: Callable[[World], Json]) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        return JSONResponse(view(request.app.state.world))

    return show


async def mistaken(_: Request, error: Exception) -> JSONResponse:
    """Answer what cannot be done, naming the field."""
    if isinstance(error, Mistake):
        return JSONResponse({"field": error.field, "error": str(error)}, error.status)
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "body"
        return JSONResponse({"field": field, "error": f"{field}: {first['msg']}"}, 422)
    if isinstance(error, HTTPException):
        field = "method" if error.status_code == METHOD_NOT_ALLOWED else "path"
        return JSONResponse({"field": field, "error": error.detail}, error.status_code, error.headers)
    raise error


async def show_openapi(_: Request) -> JSONResponse:
    """Describe everything here, for tools and for the page that shows it."""
    return JSONResponse(openapi.document(VERBS))


ROUTES = [
    Route("/people/openapi.json", show_openapi),
    Route("/people/messages", show_messages),
    Route("/people/toast", show_toast),
    Route("/people/inbox", show_inbox),
    Route("/people/live", show_live),
    Route("/people/commands", show_commands),
    Route("/people/stage", _showing(lambda world: world.stage)),
    Route("/people/counters", show_counters),
    Route("/people/calls", show_calls),
    Route("/people/file", show_file),
    Route("/people/users", _showing(views.users)),
    Route("/people/chats", _showing(views.chats)),
    Route("/people/bots", _showing(views.bots)),
    Route("/people/limits", _showing(views.limits)),
    Route("/people/clock", _showing(views.clock)),
    Route("/people/faults", _showing(lambda world: {"faults": world.faults.shown()})),
    Route("/people/{verb}", do, methods=["POST"]),
]
HANDLERS = {Mistake: mistaken, ValidationError: mistaken, HTTPException: mistaken}
