"""Where one can go in the portal: the bar at the foot of every page. Those who build a place declare it when they start."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


class Place(NamedTuple):
    """A place of the bar; lower `order` comes first. All pages below its address belong to it, the start to what is left."""

    title: Promise | str
    url_name: str
    icon: str
    order: int


class Link(NamedTuple):
    """A place as the page shows it."""

    title: Promise | str
    url: str
    icon: str
    here: bool


_places: list[Place] = []


def show(*places: Place) -> None:
    """Let sponsors go there."""
    _places.extend(places)


def links(request: HttpRequest) -> list[Link]:
    """All places in their order, and in which of them the reader is."""
    found = [(reverse(place.url_name), place) for place in sorted(_places, key=lambda place: place.order)]
    here = max((url for url, _place in found if request.path.startswith(url)), key=len, default="")
    return [Link(place.title, url, place.icon, url == here) for url, place in found]
