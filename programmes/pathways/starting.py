"""With what a new programme can begin: a pattern, or one that is there already."""

from typing import Any, NamedTuple

from django.forms import model_to_dict
from django.http import Http404
from django.utils.translation import gettext as _

from integration.accounts.models import User
from programmes.pathways.models import Phase, Programme
from programmes.pathways.patterns import Pattern, PatternPhase, pattern_of

OF_PHASE = (
    "name",
    "kind",
    "duration_months",
    "optional",
    "parallel",
    "sponsor_required",
    "contact_interval_days",
    "probation_months",
    "minimum_level",
)
NOT_COPIED = ("code", "active_from", "active_to")


class Outline(NamedTuple):
    """What the forms of a new programme begin with."""

    programme: dict[str, Any]
    phases: list[dict[str, Any]]


NOTHING = Outline({}, [])


def outline_for(user: User, pattern: str = "", like: str = "") -> Outline:
    """The outline that was asked for by address. A programme that the user may not see does not exist."""
    found = pattern_of(pattern)
    if found is not None:
        return _of_pattern(found)
    if like:
        programme = Programme.objects.visible_to(user).filter(pk=like).first() if like.isdecimal() else None
        if programme is None:
            raise Http404
        return _of_programme(programme)
    return NOTHING


def _of_pattern(pattern: Pattern) -> Outline:
    return Outline(pattern.programme, [_values(phase) for phase in pattern.phases])


def _of_programme(programme: Programme) -> Outline:
    facts = model_to_dict(programme, exclude=[*NOT_COPIED])
    facts["name"] = _("%(name)s (copy)") % {"name": programme.name}
    return Outline(facts, [_values(phase) for phase in programme.phases.order_by("position")])


def _values(phase: Phase | PatternPhase) -> dict[str, Any]:
    return {name: getattr(phase, name, "") for name in OF_PHASE}
