"""Closed reports keep their bytes, restatements say exactly what changed, and the same data give the same bytes."""

import random
import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine

from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from programmes.pathways.models import PhaseEntry
from reports.editions import services
from reports.editions.building import OF_THEIR_DAY
from reports.editions.changes import cell_of
from reports.editions.closing import closes_on
from reports.editions.enums import EditionState
from reports.editions.foreground import build_here
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.indicators.report import compute_report
from reports.rendering.data import as_csv, as_json
from tests import factories as make
from tests.reports.bundles import focus_month, random_bundle
from tests.reports.importing import bring_in_bundle

pytestmark = pytest.mark.django_db(transaction=True)

BERLIN = ZoneInfo("Europe/Berlin")
MONTHS = 3


def on(day, hours=8):
    return time_machine.travel(datetime.combine(day, datetime.min.time(), BERLIN) + timedelta(hours=hours))


def months_of(seed):
    focus = date.fromisoformat(f"{focus_month(seed)}-01")
    return [anniversary(focus, later - 1) for later in range(MONTHS)]


def close(months):
    for month in months:
        with on(closes_on(month)):
            for pk in services.ensure_editions(month):
                services.build(pk, "task")


def written():
    """Every closed edition, byte by byte."""
    closed = ReportEdition.objects.filter(state=EditionState.CLOSED).select_related("organisation")
    return {each.pk: (as_json(each, figures := figures_of(each)), as_csv(figures)) for each in closed}


def record_late(chance, months):
    """A few things that happened in these months and nobody had entered; a plan that was wrong."""
    places = list(Organisation.objects.filter(kind="site").order_by("code"))
    for _ in range(3):
        at = chance.choice(places)
        day = chance.choice(months) + timedelta(days=chance.randint(0, 27))
        come = make.enrolment(cohort=make.cohort(make.programme(organisation=at)), organisation=at, entered_on=day)
        if chance.random() < 0.5:
            make.pause(come, started_on=day + timedelta(days=3))
    for entry in PhaseEntry.objects.filter(planned_end_on__isnull=False, ended_on=None).order_by("pk")[:2]:
        entry.planned_end_on += timedelta(days=chance.randint(30, 90))
        entry.save()


def cells(figures):
    """What they say, cell by cell; but for what speaks of the day of publication."""
    return {cell_of(each): each.as_data() for each in figures if each.indicator not in OF_THEIR_DAY}


def differing(before, after):
    return {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}


@pytest.mark.parametrize("seed", [1, pytest.param(4, marks=pytest.mark.services)])
def test_whatever_is_recorded_late_closed_reports_stay_and_restatements_are_exactly_what_changed(seed, tmp_path):
    months, chance = months_of(seed), random.Random(seed)  # noqa: S311  (no secret)
    with on(months[0] - timedelta(days=700)):
        bring_in_bundle(random_bundle(seed), tmp_path)
    close(months)
    published = written()
    roots = list(Organisation.objects.filter(parent=None, report_editions__isnull=False).distinct().order_by("code"))

    with on(closes_on(months[-1]), hours=12):
        record_late(chance, months)
    with on(closes_on(months[-1]) + timedelta(days=1)):
        for root in roots:
            build_here(root, months[-1])

    assert {pk: each for pk, each in written().items() if pk in published} == published
    for root in roots:
        for month in months:
            editions = list(ReportEdition.objects.filter(organisation=root, month=month).order_by("edition"))
            first, now = cells(figures_of(editions[0])), cells(compute_report(root, month))
            newest = cells(figures_of(editions[-1]))
            assert newest == now
            assert editions[-1].cells_changed == len(differing(first, now))
            assert len(editions) == 1 + bool(differing(first, now))
        check_stock_and_flow(root, months)


def check_stock_and_flow(root, months):
    """Of the newest editions, for the total and every programme that both months have."""
    newest = [ReportEdition.objects.filter(organisation=root, month=month).order_by("-edition")[0] for month in months]
    told = [
        {(each.indicator, each.key.get("programme", "")): each.value for each in figures_of(edition)
         if each.breakdown in {"total", "programme"}}
        for edition in newest
    ]  # fmt: skip
    for before, after in pairwise(told):
        for indicator, programme in before.keys() & after.keys():
            if indicator == "enrolments":
                moved = after["inflow", programme] - after["outflow", programme]
                assert after["enrolments", programme] == before["enrolments", programme] + moved


@pytest.mark.parametrize("audience", ["hr", "management"])
def test_the_same_data_give_the_same_bytes_but_for_the_moment(tmp_path, audience):
    bring_in_bundle(random_bundle(4), tmp_path)
    month = months_of(4)[1]
    root = Organisation.objects.filter(parent=None).order_by("code")[0]
    bytes_of = []
    for day in (2, 3):
        with on(anniversary(month, 1) + timedelta(days=day - 1)):
            edition = build_here(root, month, audience)
            bytes_of.append((edition.known_at, as_json(edition, figures_of(edition)), as_csv(figures_of(edition))))

    (once, first, rows), (again, second, same_rows) = bytes_of
    assert (once < again, rows) == (True, same_rows)
    without_moment = [re.sub(r'"known_at": "[^"]*"', "", each) for each in (first, second)]
    assert without_moment[0] == without_moment[1]
