"""What followed a training, beside what was promised: for all guarantees of a person at once."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration.law.enums import Number
from integration.law.models import LegalNumber
from integration.law.queries import all_values, holding
from integration.organisations.models import Organisation
from integration.periods.months import LATEST
from programmes.guarantees.enums import Contract, Decision, GuaranteeScope
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.guarantees.queries import tolerated_days
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import Affiliation, PhaseEntry


class Compared(NamedTuple):
    """A guarantee and what became of it.

    `bound_too_early` is the day from which the trainee could have bound themselves, if they did so before. `followed`
    says whether there is something to compare yet, `differs` in what it differs; nothing for a promise that was kept.
    """

    guarantee: RetentionGuarantee
    bound_too_early: date | None
    followed: bool
    differs: list[str]


def compare(guarantees: QuerySet[RetentionGuarantee], today: date) -> list[Compared]:
    """In a constant number of queries, however many there are."""
    trainings = PhaseEntry.objects.filter(phase__kind=PhaseKind.TRAINING).order_by("started_on", "pk")
    jobs = Employment.objects.select_related("organisation__employer").order_by("started_on", "pk")
    places = Affiliation.objects.select_related("organisation__employer").order_by("started_on")
    rows = guarantees.prefetch_related(
        Prefetch("enrolment__phase_entries", trainings, to_attr="trainings"),
        Prefetch("enrolment__employments", jobs, to_attr="jobs"),
        Prefetch("enrolment__affiliations", places, to_attr="places"),
    )
    rules = all_values(Number.BINDING)
    return [_compared(each, rules, today) for each in rows]


def _compared(guarantee: RetentionGuarantee, rules: list[LegalNumber], today: date) -> Compared:
    enrolment = guarantee.enrolment
    early = _bound_too_early(guarantee, enrolment.trainings, rules, today)  # type: ignore[attr-defined]
    passed = [each for each in enrolment.trainings if each.outcome == Outcome.PASSED and each.ended_on]  # type: ignore[attr-defined]
    if not passed or guarantee.decision in {Decision.WAIVED, Decision.WITHDRAWN}:
        return Compared(guarantee, early, followed=False, differs=[])
    ended = max(each.ended_on for each in passed)
    job = next((each for each in enrolment.jobs if each.started_on > ended), None)  # type: ignore[attr-defined]
    if job is None:
        return Compared(guarantee, early, followed=True, differs=[_("no job is recorded")])
    employer = _employer_on(enrolment.places, ended)  # type: ignore[attr-defined]
    return Compared(guarantee, early, followed=True, differs=list(_differences(guarantee, ended, employer, job)))


def _bound_too_early(
    guarantee: RetentionGuarantee, trainings: list[PhaseEntry], rules: list[LegalNumber], today: date
) -> date | None:
    begun = [each for each in trainings if each.started_on <= today]
    if guarantee.bound_on is None or not begun:
        return None
    rule, ends = holding(rules, begun[-1].started_on), begun[-1].ended_on or begun[-1].planned_end_on
    earliest = rule.before(ends) if rule and ends else None
    return earliest if earliest and guarantee.bound_on < earliest else None


def _employer_on(places: list[Affiliation], day: date) -> Organisation | None:
    there = [each for each in places if each.started_on <= day <= (each.ended_on or LATEST)]
    return there[0].organisation.employer if there else None


def _differences(
    guarantee: RetentionGuarantee, ended: date, employer: Organisation | None, job: Employment
) -> Iterator[str]:
    if job.contract != Contract.PERMANENT:
        yield _("fixed-term instead of permanent")
    in_group = guarantee.scope == GuaranteeScope.GROUP
    owed_by = employer and (employer.root_id if in_group else employer.pk)
    if owed_by != (job.organisation.root_id if in_group else job.organisation.employer_id):
        yield _("at another employer")
    late = (job.started_on - ended).days - 1
    if late > tolerated_days(guarantee):
        yield ngettext("begun %(n)s day later", "begun %(n)s days later", late) % {"n": late}
