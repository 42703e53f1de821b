"""Two reports side by side, from their stored cells."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.organisations.models import Membership
from reports.indicators.figures import Figure, Status
from reports.rendering.comparison import Side, compare
from tests.factories import organisation, report_edition, user

pytestmark = pytest.mark.django_db

OCTOBER, SEPTEMBER = date(2024, 10, 1), date(2024, 9, 1)


def people(value, **key):
    return Figure("participants", 1, next(iter(key), "total"), key, value=value)


def covered(part, of):
    return Figure("sponsor_coverage", 1, "total", {}, f"{part}/{of}", part, of)


def lines(before, after, *, everything=False):
    """What the two say of each figure: name and labels, before, after, difference."""
    return [
        (
            " · ".join([str(line.name), *(str(label.text) for label in line.labels)]),
            line.before.text,
            line.after.text,
            line.change.text if line.change else "",
        )
        for group in compare(before, after, everything=everything)
        for line in group.lines
    ]


def sides(before, after, *, elsewhere=False, **programmes):
    at = organisation()
    first = report_edition(organisation=at, month=SEPTEMBER)
    second = report_edition(organisation=organisation() if elsewhere else at, month=OCTOBER)
    return Side(first, before, programmes.get("programme_before", "")), Side(
        second, after, programmes.get("programme_after", "")
    )


def reader_of(*organisations):
    reader = user()
    for at in organisations:
        Membership.objects.create(user=reader, organisation=at, role=Role.TRAINING_MANAGER)
    client = Client()
    client.force_login(reader)
    return client


# --- What is told ---


def test_only_what_differs_is_told_with_its_difference():
    before, after = sides([people(4), covered(1, 2)], [people(7), covered(1, 2)])

    assert lines(before, after) == [("Teilnehmende", "4", "7", "+3")]


def test_with_everything_also_what_is_the_same_is_told():
    before, after = sides([people(4), covered(1, 2)], [people(7), covered(1, 2)])

    assert [name for name, *_ in lines(before, after, everything=True)] == ["Teilnehmende", "Mit Pate oder Patin"]


def test_a_rate_that_stays_the_same_from_other_numbers_is_told():
    before, after = sides([covered(1, 2)], [covered(2, 4)])

    assert len(lines(before, after)) == 1


def test_a_row_that_only_one_of_them_has_is_told_without_a_difference():
    before, after = sides([], [people(3, programme="DUAL")])

    assert lines(before, after) == [("Teilnehmende · DUAL", "", "3", "")]


def test_of_a_suppressed_figure_no_difference_is_told():
    hidden = Figure("participants", 1, "total", {}, status=Status.SUPPRESSED)
    before, after = sides([people(4)], [hidden])

    assert lines(before, after) == [("Teilnehmende", "4", "•", "")]


def test_two_organisations_are_compared_by_what_they_share():
    before, after = sides(
        [people(1), people(1, programme="ONE")], [people(2), people(2, programme="TWO")], elsewhere=True
    )

    assert lines(before, after) == [("Teilnehmende", "1", "2", "+1")]


def test_two_programmes_are_compared_with_each_other():
    before, after = sides(
        [people(9), people(1, programme="ONE")],
        [people(9), people(2, programme="TWO")],
        elsewhere=True,
        programme_before="ONE",
        programme_after="TWO",
    )

    assert lines(before, after) == [("Teilnehmende", "1", "2", "+1")]


# --- The page ---


def address(edition, other=None, **more):
    query = "&".join(f"{name}={value}" for name, value in {**({"with": other.pk} if other else {}), **more}.items())
    return reverse("reports:compare", args=[edition.pk]) + (f"?{query}" if query else "")


def test_other_months_and_other_organisations_of_the_month_can_be_chosen():
    at, beside = organisation(name="Werk Eins"), organisation(name="Werk Zwei")
    shown = report_edition(organisation=at, figures=[people(1)])
    report_edition(organisation=at, month=SEPTEMBER, figures=[people(1)])
    report_edition(organisation=beside, figures=[people(1)])
    report_edition(organisation=beside, month=SEPTEMBER, figures=[people(1)])

    choices = reader_of(at, beside).get(address(shown)).context["choices"]

    assert [(name, [row.month for row in rows]) for name, rows in choices] == [
        ("Werk Eins", [SEPTEMBER]),
        ("Werk Zwei", [OCTOBER]),
    ]


def test_a_report_out_of_sight_can_neither_be_chosen_nor_compared_by_hand():
    at, other = organisation(), organisation(name="Fremdes Werk")
    shown = report_edition(organisation=at, figures=[people(1)])
    hidden = report_edition(organisation=other, figures=[people(4_711)])
    client = reader_of(at)

    assert "Fremdes Werk" not in client.get(address(shown)).text
    assert client.get(address(shown, hidden)).status_code == 404
    assert client.get(address(hidden, shown)).status_code == 404


@pytest.mark.parametrize("number", ["", "x", "-1", "1e400", "9" * 30, "%00", "٣"])
def test_a_number_that_is_none_shows_the_choice_again(number):
    shown = report_edition(figures=[people(1)])

    answer = reader_of(shown.organisation).get(address(shown) + f"?with={number}")

    assert (answer.status_code, "other" in answer.context) == (200, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_comparing_costs_the_same_however_much_differs(rows):
    at = organisation()
    before = report_edition(
        organisation=at, month=SEPTEMBER, figures=[people(n, programme=f"P{n}") for n in range(rows)]
    )
    after = report_edition(organisation=at, figures=[people(n + 1, programme=f"P{n}") for n in range(rows)])
    client = reader_of(at)

    with CaptureQueriesContext(connection) as queries:
        client.get(address(after, before))

    assert len(queries) == 9


def test_a_restated_month_leads_to_what_changed_and_the_first_edition_to_the_newest():
    at = organisation()
    first = report_edition(organisation=at, figures=[people(1)], closed=True)
    second = report_edition(organisation=at, edition=2, cells_changed=1, figures=[people(2)], closed=True)
    client = reader_of(at)

    assert reverse("reports:edition", args=[second.pk]) in client.get(reverse("reports:edition", args=[first.pk])).text
    newest = client.get(reverse("reports:edition", args=[second.pk])).text
    assert address(second, first) in newest
    assert "Seit der ersten Ausgabe hat sich 1 Zahl geändert." in newest
