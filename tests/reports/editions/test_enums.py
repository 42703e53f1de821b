"""The life cycle of an edition, tried with every verb in every state."""

from datetime import date, timedelta
from itertools import pairwise, product
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from integration.jobs import reconciling
from integration.periods.months import anniversary
from reports.editions import services
from reports.editions.closing import closes_on
from reports.editions.enums import NEXT_STATES, EditionState, Failure
from reports.editions.models import ReportEdition
from reports.indicators.identity import IdentityViolated
from tests.factories import cohort, enrolment, organisation, programme, report_edition
from tests.reports.editions.counting import make_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("october_still_open")]


def edition_in(state, *, attempts, month):
    fields = {}
    if state == EditionState.BUILDING:
        over = timezone.now() - timedelta(seconds=1)
        fields = {"holder": "lost", "lease": uuid4(), "leased_until": over}
    if state == EditionState.FAILED:
        fields = {"failure": Failure.ATTEMPTS}
    if state in {EditionState.READY, EditionState.CLOSED}:
        fields = {"known_at": timezone.now()}
    if state == EditionState.CLOSED:
        fields["closed_at"] = timezone.now()
    return report_edition(state=state, attempts=attempts, month=month, **fields)


def no_figures(*_args, **_kwargs):
    return []


def broken(*_args, **_kwargs):
    raise RuntimeError


def violated(*_args, **_kwargs):
    raise IdentityViolated


def build(edition):
    services.build(edition.pk, "somebody")


def build_on_the_closing_day(edition):
    with time_machine.travel(closes_on(edition.month)):
        build(edition)


def ask_again(edition):
    services.request_edition(edition.organisation, edition.month)


def reconcile(_edition):
    reconciling.reconcile()


def publish_its_tree(edition):
    """The report of an organisation below, for an audience that gets both together."""
    ReportEdition.objects.exclude(state=EditionState.CLOSED).filter(pk=edition.pk).update(audience="management")
    below = organisation(parent=edition.organisation)
    enrolment(organisation=below, cohort=cohort(programme(organisation=below)), entered_on=edition.month)
    services.build(report_edition(organisation=below, month=edition.month, audience="management").pk, "somebody")


def publish_its_tree_on_the_closing_day(edition):
    with time_machine.travel(closes_on(edition.month)):
        publish_its_tree(edition)


VERBS = {
    "build": (build, no_figures, 0),
    "build on the closing day": (build_on_the_closing_day, no_figures, 0),
    "publish its tree": (publish_its_tree, no_figures, 0),
    "publish its tree on the closing day": (publish_its_tree_on_the_closing_day, no_figures, 0),
    "build and break": (build, broken, 0),
    "build and break for the last time": (build, broken, 4),
    "build and violate": (build, violated, 0),
    "ask again": (ask_again, no_figures, 0),
    "reconcile": (reconcile, no_figures, 0),
    "give up": (reconcile, no_figures, 5),
}


def test_the_verbs_take_exactly_the_steps_of_the_life_cycle(monkeypatch):
    taken = set()
    month = date(2024, 9, 1)
    for state, (act, compute, attempts) in product(EditionState, VERBS.values()):
        ReportEdition.objects.exclude(state=EditionState.CLOSED).delete()
        month = anniversary(month, 1)
        make_up(monkeypatch, compute)
        edition = edition_in(state, attempts=attempts, month=month)
        act(edition)
        states = edition.history.order_by("history_id").values_list("state", flat=True)
        taken |= {(EditionState(before), EditionState(after)) for before, after in pairwise(states)}

    assert taken == {(before, after) for before, afters in NEXT_STATES.items() for after in afters}
