"""Places, also moving ones, venues and contacts."""

from sandbox.acts.call import Call
from sandbox.acts.edits import change, own_message
from sandbox.acts.messages import say
from sandbox.refusals import bad_request
from sandbox.world import Json

_LIVE = range(60, 86_401)
_FOREVER = 0x7FFFFFFF
_EXTRAS = {"heading": 360, "proximity_alert_radius": 100_000}
_VENUE_EXTRAS = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")


def _coordinates(call: Call, wrong: str = "wrong location specified") -> Json:
    latitude, longitude = (_degrees(call, name, wrong) for name in ("latitude", "longitude"))
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004 - degrees; NaN is none
        raise bad_request(wrong)
    return {"latitude": latitude, "longitude": longitude}


def _degrees(call: Call, name: str, wrong: str) -> float:
    if not call.params.text(name).strip():
        raise bad_request(f"{name} is empty")
    try:
        return float(call.params.values[name])
    except (TypeError, ValueError):
        raise bad_request(wrong) from None


def send_location(call: Call) -> Json:
    """Show a place; with a live_period it can be moved for so many seconds."""
    location = _coordinates(call)
    period = call.params.integer("live_period")
    if period:
        if period not in _LIVE and period != _FOREVER:
            raise bad_request("wrong live location period specified")
        location |= {"live_period": period, **_extras(call)}
    return say(call, {"location": location})


def _extras(call: Call) -> Json:
    given = {name: call.params.integer(name) for name in _EXTRAS if call.params.integer(name)}
    for name, value in given.items():
        if not 0 < value <= _EXTRAS[name]:
            raise bad_request(f"wrong live location {name.replace('_', ' ')} specified")
    return given


def _live(call: Call) -> tuple[Json, Json]:
    """Return the message with a place that can still be moved, and the place."""
    message = own_message(call)
    location = message.get("location", {})
    period = location.get("live_period")
    if period is None:
        raise bad_request("there is no live location in the message to edit")
    if period != _FOREVER and message["date"] + period <= call.world.now():
        raise bad_request("message can't be edited")
    return message, location


def move_live_location(call: Call) -> Json:
    """Move a live place, until its period is over or it is stopped."""
    target = _coordinates(call, "invalid location specified")
    message, location = _live(call)
    kept = {name: value for name, value in location.items() if name not in _EXTRAS}
    moved: Json = {**kept, **target, **_extras(call)}
    if call.params.integer("live_period"):
        moved["live_period"] = call.params.integer("live_period")
    return change(call, message, {"location": moved}, ("location",))


def stop_live_location(call: Call) -> Json:
    """Leave a live place where it is."""
    message, location = _live(call)
    still = {name: location[name] for name in ("latitude", "longitude")}
    return change(call, message, {"location": still}, ("location",))


def send_venue(call: Call) -> Json:
    """Show a place with its name and address."""
    params = call.params
    location = _coordinates(call, "wrong venue location specified")
    if not params.has("title"):
        raise bad_request("venue title must be non-empty")
    venue: Json = {"location": location, "title": params.text("title"), "address": params.text("address")}
    venue |= {name: params.text(name) for name in _VENUE_EXTRAS if params.has(name)}
    return say(call, {"venue": venue, "location": location})


def send_contact(call: Call) -> Json:
    """Show a name with its telephone number."""
    params = call.params
    for name in ("phone_number", "first_name"):
        if not params.has(name):
            raise bad_request(f"contact {name.replace('_', ' ')} must be non-empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    return say(call, {"contact": {name: params.text(name) for name in names if params.has(name)}})


METHODS = {
    "sendLocation": send_location,
    "editMessageLiveLocation": move_live_location,
    "stopMessageLiveLocation": stop_live_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
}
