"""Shapes on the map."""


def square(west: float, south: float, side: float) -> list[list[float]]:
    """The closed ring of a square: longitude and latitude of each corner."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
