"""Where a cohort's page leads besides its own people. Apps above declare theirs when they start."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise

from integration.accounts.models import User
from programmes.pathways.models import Cohort


class Way(NamedTuple):
    """A page about a cohort, under its key, for those who may see it."""

    title: Promise | str
    url_name: str
    seen_by: Callable[[User | AnonymousUser], bool]


class Lead(NamedTuple):
    """A way as the page shows it."""

    title: Promise | str
    url: str


_ways: list[Way] = []


def lead_to(*ways: Way) -> None:
    """Show these on every cohort's page."""
    _ways.extend(ways)


def leads(user: User | AnonymousUser, cohort: Cohort) -> list[Lead]:
    """Those that somebody may go."""
    return [Lead(way.title, reverse(way.url_name, args=[cohort.pk])) for way in _ways if way.seen_by(user)]
