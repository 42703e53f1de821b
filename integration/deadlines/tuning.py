"""What people at work set about kinds of deadline for some of them: whether, how long before, and in which words."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

COLUMNS = ("of_enrolment", "turned_on", "lead_days", "words")
"""What a tuning says of each enrolment: whether it is on, from how many days before (or null), and own words (or none)."""

Tuning = Callable[[str], QuerySet[Any, dict[str, Any]]]
Tuned = Callable[[], set[str]]
_known: list[tuple[Tuned, Tuning]] = []


def tuned_by(kinds: Tuned, tuning: Tuning) -> None:
    """Let the app above that knows say which kinds are set (one query), and for a kind what is set, in these columns."""
    _known[:] = [(kinds, tuning)]


def tuned_kinds() -> set[str]:
    """The codes of the kinds about which anything is set."""
    return set().union(*(kinds() for kinds, _tuning in _known))


def tuning_of(kind: str) -> QuerySet[Any, dict[str, Any]]:
    """What is set about a kind."""
    (_kinds, tuning) = _known[0]
    return tuning(kind)
