"""The first page of the workplace. What it shows of their own, apps above declare when they start."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin.due import who_needs
from integration.admin.trends import Trend
from integration.organisations.access import roles_of_this_request
from integration.organisations.scoping import holdings

REMEMBERED = 10 * 60


class Tile(NamedTuple):
    """A number that matters, what it counts, and where it leads. `empty` says what to do while there is nothing."""

    title: Promise | str
    count: int
    url: str
    empty: Promise | str
    empty_url: str


class Place(NamedTuple):
    """Where some role's work is: what it is called, what is done there, its address and its drawing."""

    title: Promise | str
    text: Promise | str
    url_name: str
    icon: str


class Work(NamedTuple):
    """Something that is under way: what, where it can be seen, and how far it is (`of` is 0 where nobody knows yet).

    Or it waits for the reader: then `said` says what for, and nothing moves.
    """

    title: str
    url: str
    done: int = 0
    of: int = 0
    said: str = ""


class Step(NamedTuple):
    """One of the first steps in an empty installation. Those that are over are ticked off."""

    order: int
    title: Promise | str
    text: Promise | str
    url_name: str
    is_done: Callable[[User], bool]


def tile_of(rows: QuerySet[Any], *, title: Promise | str, empty: Promise | str, query: str = "") -> Tile:
    """A tile that counts rows and leads to their list, or to entering the first. `query` narrows the list."""
    opts = rows.model._meta
    address = f"admin:{opts.app_label}_{opts.model_name}"
    return Tile(title, rows.count(), reverse(f"{address}_changelist") + query, empty, reverse(f"{address}_add"))


_tiles: list[tuple[Role, Callable[[User], Tile]]] = []
_places: list[tuple[Role, Place]] = []
_trends: list[Callable[[User, date], Iterable[Trend]]] = []
_work: list[Callable[[User], Sequence[Work]]] = []
_steps: list[Step] = []


def show(role: Role, count: Callable[[User], Tile]) -> None:
    """Let people with this role see a tile. It runs one query."""
    _tiles.append((role, count))


def lead_to(role: Role, place: Place) -> None:
    """Let people with this role see where their work is."""
    _places.append((role, place))


def show_trend(trends: Callable[[User, date], Iterable[Trend]]) -> None:
    """Let training managers see figures with their last twelve months, in a constant number of queries."""
    _trends.append(trends)


def show_work(work: Callable[[User], Sequence[Work]]) -> None:
    """Let training managers see what is under way, in a constant number of queries."""
    _work.append(work)


def begin_with(step: Step) -> None:
    """Let whoever starts with an empty installation begin with this."""
    _steps.append(step)


# --- The page ---


def home_context(request: HttpRequest) -> dict[str, Any]:
    """What the first page shows to this person's roles of today."""
    user: User = request.user  # type: ignore[assignment]
    roles = roles_of_this_request(user)
    return {
        "tiles": [count(user) for role, count in _tiles if role in roles],
        "places": [(reverse(place.url_name), place) for role, place in _places if role in roles],
        **(_of_training_managers(request, user) if Role.TRAINING_MANAGER in roles else {}),
    }


def _of_training_managers(request: HttpRequest, user: User) -> dict[str, Any]:
    today = timezone.localdate()
    due = who_needs(user, request.GET, today)
    begun = [] if due.number else [(step, step.is_done(user)) for step in sorted(_steps, key=lambda step: step.order)]
    to_begin = [(reverse(step.url_name), step, done) for step, done in begun]
    return {
        "today": today,
        "due": due,
        "steps": [] if all(done for _step, done in begun) else to_begin,
        "trends": trends_of(user, today) if "figures" in request.GET else None,
        **work_context(user),
    }


def work_context(user: User | AnonymousUser) -> dict[str, Any]:
    """What is under way, and whether anything of it moves by itself."""
    work = under_way(user)
    return {"work": work, "moves": not all(each.said for each in work)}


def under_way(user: User | AnonymousUser) -> list[Work]:
    """All that is being done for this person at the moment."""
    return [each for work in _work for each in work(user)]


def trends_of(user: User, today: date) -> list[Trend]:
    """The key figures, remembered for a few minutes for all who reach the same organisations: they are counted anew."""
    reached = [(role, sorted(holding.organisation_ids)) for role, holding in holdings(user)]
    said = f"{reached} {today} {get_language()}"
    key = f"home-figures-{hashlib.sha256(said.encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: [trend for trends in _trends for trend in trends(user, today)], REMEMBERED)


def part_of_home(request: HttpRequest) -> HttpResponse | None:
    """A part of the page that asks for itself again; None if all of it is asked for."""
    asked = getattr(request, "htmx", None)
    if not asked or Role.TRAINING_MANAGER not in roles_of_this_request(request.user):
        return None
    user: User = request.user  # type: ignore[assignment]
    if asked.target == "under-way":
        return render(request, "workplace/home/under_way.html", work_context(user))
    if asked.target == "trends":
        return render(request, "workplace/home/trends.html", {"trends": trends_of(user, timezone.localdate())})
    if asked.target not in {"due", "more"}:
        return None
    template = "people" if asked.target == "more" else "due"
    context = {"due": who_needs(user, request.GET, timezone.localdate())}
    return render(request, f"workplace/home/{template}.html", context)
