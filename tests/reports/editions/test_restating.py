"""What is recorded after closing restates the reports for management as well: every month that shows something else, at once."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
import time_machine
from django.test import override_settings

from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from reports.disclosure.listing import by_date
from reports.disclosure.models import Release
from reports.disclosure.places import Tree
from reports.disclosure.services import disclose
from reports.editions import releases
from reports.editions.changes import cell_of
from reports.editions.enums import Audience, EditionState
from reports.editions.foreground import build_here
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.indicators.figures import Status
from reports.indicators.report import compute_reports
from tests.factories import cohort, enrolment, organisation, programme
from tests.reports.disclosure.intruder import Land, attack, read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2024, month, 1) for month in (8, 9, 10, 11))
CODES = ("GROUP", "LARGE", "SMALL", "THIRD")
THRESHOLD = 5


@pytest.fixture
def group():
    """Three companies, one of which has only three people."""
    group = organisation(kind="group", code="GROUP")
    for code, people in (("LARGE", 12), ("SMALL", 3), ("THIRD", 12)):
        company = organisation(parent=group, code=code)
        year = cohort(programme(organisation=company, active_from=date(2024, 1, 1)), starts_from=date(2024, 3, 1))
        for _ in range(people):
            enrolment(organisation=company, cohort=year, entered_on=date(2024, 3, 1))
    return group


def on_the_closing_day(group, month):
    """Closes the reports of the tree."""
    with time_machine.travel(f"{anniversary(month, 1):%Y-%m}-05T06:00:00+01:00", tick=True):
        return build_here(group, month, Audience.MANAGEMENT)


def recorded(code, count, entered_on, *, in_month=NOVEMBER, **fields):
    """People who are entered late."""
    with time_machine.travel(f"{in_month:%Y-%m}-20T12:00:00+01:00"):
        company = Organisation.objects.get(code=code)
        year = company.programmes.get().cohorts.get()
        return [enrolment(organisation=company, cohort=year, entered_on=entered_on, **fields) for _ in range(count)]


def editions(**narrowed):
    rows = (
        ReportEdition.objects.filter(**narrowed).select_related("organisation").order_by("month", "organisation__code")
    )
    return {(each.organisation.code, each.month, each.edition): each for each in rows}


def restated():
    return {(code, month) for code, month, edition in editions(edition=2)}


def cells_of(edition):
    return {cell_of(each): each for each in figures_of(edition)}


@pytest.fixture
def closed(group):
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        on_the_closing_day(group, month)
    return group


def test_closing_a_month_restates_the_closed_months_that_show_something_else(closed):
    recorded("LARGE", 6, SEPTEMBER)

    on_the_closing_day(closed, NOVEMBER)

    assert restated() == {(code, month) for code in ("GROUP", "LARGE") for month in (SEPTEMBER, OCTOBER)}
    assert {each.state for each in editions().values()} == {EditionState.CLOSED}


def test_what_was_published_stays_as_it_was(closed):
    before = {key: figures_of(each) for key, each in editions().items()}
    recorded("LARGE", 6, SEPTEMBER)

    on_the_closing_day(closed, NOVEMBER)

    assert {key: figures_of(each) for key, each in editions().items() if key in before} == before


def test_all_that_is_restated_is_of_one_state_of_the_data(closed):
    recorded("LARGE", 6, AUGUST)

    final = on_the_closing_day(closed, NOVEMBER)

    assert {each.known_at for each in editions(edition=2).values()} == {final.known_at}


def test_a_restatement_names_how_many_cells_changed(closed):
    recorded("LARGE", 6, SEPTEMBER)
    on_the_closing_day(closed, NOVEMBER)

    first, second = (cells_of(editions()["LARGE", OCTOBER, number]) for number in (1, 2))

    changed = [cell for cell in second if second[cell].as_data() != first[cell].as_data()]
    assert editions()["LARGE", OCTOBER, 2].cells_changed == len(changed)
    of_group = [cells_of(editions()["GROUP", OCTOBER, number])["participants", "total", ()].value for number in (1, 2)]
    assert of_group[1] == of_group[0] + 6


def test_the_report_says_how_many_of_its_own_months_were_restated_however_few(closed):
    recorded("LARGE", 6, SEPTEMBER)
    on_the_closing_day(closed, NOVEMBER)
    december = cells_of(on_the_closing_day(closed, date(2024, 12, 1)))

    told = december["restatements", "total", ()]
    assert (told.status, told.value) == (Status.SHOWN, 2)
    assert december["restatements", "total", (("line", "cells"),)].value == sum(
        each.cells_changed for each in editions(edition=2, organisation=closed).values()
    )


def test_without_anything_recorded_nothing_is_restated(closed, monkeypatch):
    on_the_closing_day(closed, NOVEMBER)
    assert restated() == set()

    monkeypatch.setattr(releases, "recorded_since", lambda _moment: True)
    on_the_closing_day(closed, NOVEMBER)

    assert restated() == set()


def test_rows_of_which_there_is_still_none_restate_nothing(closed):
    with time_machine.travel("2024-11-20"):
        programme(organisation=Organisation.objects.get(code="LARGE"))

    on_the_closing_day(closed, NOVEMBER)

    assert restated() == set()


def test_asking_for_a_closed_month_restates_all_that_differ_with_it(closed):
    recorded("THIRD", 6, SEPTEMBER)

    with time_machine.travel("2024-11-21T06:00:00+01:00", tick=True):
        build_here(Organisation.objects.get(code="LARGE"), OCTOBER, Audience.MANAGEMENT)

    assert restated() == {(code, month) for code in ("GROUP", "THIRD") for month in (SEPTEMBER, OCTOBER)}


def test_an_organisation_that_had_nobody_gets_its_first_edition_of_the_month(closed):
    with time_machine.travel("2024-11-20"):
        company = organisation(parent=closed, code="FOURTH")
        programme(organisation=company, active_from=date(2024, 1, 1)).cohorts.add(cohort())
        for _ in range(7):
            enrolment(organisation=company, cohort=company.programmes.get().cohorts.get(), entered_on=SEPTEMBER)

    on_the_closing_day(closed, NOVEMBER)

    assert {key[1:] for key in editions(organisation__code="FOURTH")} == {(SEPTEMBER, 1), (OCTOBER, 1), (NOVEMBER, 1)}


def test_the_public_has_restatements_too(group):
    for month in (SEPTEMBER, OCTOBER):
        with time_machine.travel(f"{anniversary(month, 1):%Y-%m}-05T06:00:00+01:00", tick=True):
            build_here(group, month, Audience.PUBLIC)
    recorded("LARGE", 6, SEPTEMBER)

    with time_machine.travel("2024-12-05T06:00:00+01:00", tick=True):
        build_here(group, NOVEMBER, Audience.PUBLIC)

    assert restated() == {(code, month) for code in ("GROUP", "LARGE") for month in (SEPTEMBER, OCTOBER)}


# --- The same secrets ---


def truth_of(month):
    rows = list(Organisation.objects.order_by("code"))
    reports = compute_reports(rows, month, listing=by_date)
    return {each.code: reports[each.pk] for each in rows}


def newest(month):
    return {code: figures_of(each) for (code, at, _), each in sorted(editions(month=month).items())}


@pytest.mark.parametrize(
    ("code", "count", "day"),
    [
        ("LARGE", 1, SEPTEMBER),
        pytest.param("LARGE", 6, AUGUST, marks=pytest.mark.services),
        ("SMALL", 1, SEPTEMBER),
        pytest.param("SMALL", 2, OCTOBER, marks=pytest.mark.services),
        pytest.param("THIRD", 3, OCTOBER, marks=pytest.mark.services),
    ],
)
@override_settings(DISCLOSURE_THRESHOLD=THRESHOLD)
def test_an_intruder_with_all_editions_works_out_nothing(closed, code, count, day):
    """Also if it guesses which of the older figures still hold."""
    recorded(code, count, day)
    on_the_closing_day(closed, NOVEMBER)
    months = [AUGUST, SEPTEMBER, OCTOBER, NOVEMBER]
    published, truth = {}, {}
    for month in months:
        true = truth_of(month)
        name = f"{month:%Y-%m}"
        for organisation_code, figures in true.items():
            truth |= read(name, organisation_code, [each.as_data() for each in figures])
        for (organisation_code, _, _), edition in editions(month=month).items():
            seen = read(name, organisation_code, [each.as_data() for each in figures_of(edition)])
            known = {var: number for var, number in seen.items() if number is not None and truth.get(var) == number}
            hidden = dict.fromkeys(var for var, number in seen.items() if number is None)
            published = hidden | published | known

    found = attack(
        {var: number for var, number in published.items() if var in truth},
        Land(dict.fromkeys(CODES[1:], "GROUP"), frozenset(CODES[1:])),
        dict(pairwise(f"{month:%Y-%m}" for month in months)),
        truth,
        THRESHOLD,
    )

    assert found == []


def test_what_was_hidden_stays_hidden(closed):
    recorded("SMALL", 4, SEPTEMBER)
    on_the_closing_day(closed, NOVEMBER)

    for (code, month, number), edition in editions(edition=2).items():
        first = cells_of(editions()[code, month, number - 1])
        second = cells_of(edition)
        hidden = {cell for cell, each in first.items() if each.status is Status.SUPPRESSED}
        assert {second[cell].status for cell in hidden} <= {Status.SUPPRESSED}


def test_stock_and_flow_fit_together_over_all_months(closed):
    recorded("LARGE", 6, SEPTEMBER)
    on_the_closing_day(closed, NOVEMBER)

    months = [AUGUST, SEPTEMBER, OCTOBER, NOVEMBER]
    for before, now in pairwise(months):
        for code in ("GROUP", "LARGE"):
            then, cells = ({cell_of(each): each for each in newest(month)[code]} for month in (before, now))
            stock, came, left = (cells[name, "total", ()] for name in ("enrolments", "inflow", "outflow"))
            was = then["enrolments", "total", ()]
            if all(each.status is Status.SHOWN for each in (stock, came, left, was)):
                assert stock.value == was.value + came.value - left.value


def test_what_the_disclosure_could_not_do_is_logged_by_codes_and_keys_alone(group, monkeypatch, caplog):
    found = disclose({}, Tree({}, frozenset()), THRESHOLD)
    release = Release.objects.create(root=group, month=OCTOBER, audience=Audience.MANAGEMENT)

    for outcome in (found, replace(found, widened=1), replace(found, widened=2, unprotected=("numerator 3",))):
        releases._say_how_it_went(release, outcome)

    assert caplog.messages == [
        f"Release {group.pk} · 2024-10 · management: more than single numbers had to be hidden (1).",
        f"Release {group.pk} · 2024-10 · management: 1 numbers are not protected.",
    ]


def test_every_month_that_was_restated_was_published_once_more(closed):
    recorded("LARGE", 6, SEPTEMBER)
    on_the_closing_day(closed, NOVEMBER)

    serials = dict(Release.objects.order_by("month").values_list("month", "serial"))
    assert serials == {AUGUST: 1, SEPTEMBER: 2, OCTOBER: 2, NOVEMBER: 1}
