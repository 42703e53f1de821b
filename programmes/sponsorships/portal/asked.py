"""What several parts of a page want to know of the mentees, each asked once (`Visit.once`). A list for each mentee.

All of it is read through `visible_to` as a sponsor.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from integration.accounts.roles import Role
from integration.deadlines.enums import DeadlineState
from integration.deadlines.models import Deadline
from integration.organisations.models import Organisation
from programmes.pathways.accompanied import Visit
from programmes.pathways.models import Affiliation, Exam, PhaseEntry
from programmes.sponsorships.models import NextStep, Sponsorship

AS_SPONSOR = frozenset({Role.SPONSOR})
Row = TypeVar("Row")
OfMentees = Mapping[int, list[Row]]


def entries(visit: Visit) -> OfMentees[PhaseEntry]:
    """Their phases, the first one first."""
    rows = PhaseEntry.objects.visible_to(visit.user, AS_SPONSOR).filter(enrolment__in=_ids(visit))
    return _sorted(rows.select_related("phase").order_by("started_on", "pk"))


def exams(visit: Visit) -> OfMentees[Exam]:
    """Their exams, the first one first."""
    rows = Exam.objects.visible_to(visit.user, AS_SPONSOR).filter(enrolment__in=_ids(visit))
    return _sorted(rows.order_by("held_on", "pk"))


def deadlines(visit: Visit) -> OfMentees[Deadline]:
    """What stands for them, as far as sponsors may read of it, the next first."""
    rows = Deadline.objects.visible_to(visit.user, AS_SPONSOR).filter(enrolment__in=_ids(visit))
    return _sorted(rows.filter(state=DeadlineState.OPEN).order_by("due_on", "pk"), by="enrolment")


def steps(visit: Visit) -> OfMentees[NextStep]:
    """What the sponsor agreed with them, done or not, the next first."""
    rows = NextStep.objects.visible_to(visit.user, AS_SPONSOR).filter(enrolment__in=_ids(visit))
    return _sorted(rows.order_by("due_on", "pk"))


def sponsorships(visit: Visit) -> OfMentees[Sponsorship]:
    """The sponsor's own with them, also earlier ones, the first one first."""
    rows = Sponsorship.objects.visible_to(visit.user, AS_SPONSOR).filter(enrolment__in=_ids(visit))
    return _sorted(rows.order_by("started_on", "pk"))


def places(visit: Visit) -> Mapping[int, Organisation]:
    """Where they are today."""
    here = Affiliation.objects.active_on(visit.today).filter(enrolment__in=_ids(visit))
    now = {each.enrolment_id: each.organisation for each in here.select_related("organisation").order_by("-started_on")}
    return {each.pk: now.get(each.pk, each.organisation) for each in visit.mentees}


def _ids(visit: Visit) -> list[int]:
    return [mentee.pk for mentee in visit.mentees]


def _sorted(rows: Iterable[Any], by: str = "enrolment_id") -> OfMentees[Any]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found
