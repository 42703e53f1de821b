"""What a careful reader tries: twice in, in two at once, one day long, the turn of a month and of a year (FIELD.md 5)."""

from datetime import date

import pytest

from programmes.pathways.enums import PauseReason, PhaseKind
from programmes.pathways.services import end_enrolment, enrol, pause, prolong_probation, resume
from reports.indicators.report import compute_report
from tests import factories as make

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2024, 9, 1)


def figures(at, month, *asked, **key):
    """The values of these indicators' totals, or of the cells of a key."""
    found = {each.indicator: each for each in compute_report(at, month) if each.key == key}
    return [found[name].value for name in asked]


def cell(at, month, indicator, **key):
    """Numerator and denominator."""
    (found,) = [each for each in compute_report(at, month) if (each.indicator, each.key) == (indicator, key)]
    return (found.numerator, found.denominator)


# --- Persons and enrolments (P4, P5) ---


def test_who_left_and_came_back_is_one_person_who_entered_twice():
    first = make.enrolment(entered_on=date(2024, 9, 2))
    end_enrolment(first, date(2024, 9, 10), "personal_reasons")
    enrol(first.participant, first.cohort, first.organisation, date(2024, 9, 20))

    asked = ("participants", "enrolments", "inflow", "outflow", "supported")
    assert figures(first.organisation, SEPTEMBER, *asked) == [1, 1, 2, 1, 1]


def test_who_is_in_the_programmes_of_two_companies_is_one_person_of_the_group():
    group = make.organisation(kind="group")
    one, other = make.organisation(parent=group), make.organisation(parent=group)
    person = make.participant()
    for company in (one, other):
        make.enrolment(cohort=make.cohort(make.programme(organisation=company)), participant=person)

    assert figures(group, SEPTEMBER, "participants", "enrolments", "supported") == [1, 2, 1]
    for company in (one, other):
        assert figures(group, SEPTEMBER, "participants", organisation=company.code) == [1]


# --- Days (D4, D5, D8) ---


@pytest.mark.parametrize(
    ("day", "month"), [(date(2024, 2, 29), date(2024, 2, 1)), (date(2025, 2, 28), date(2025, 2, 1))]
)
def test_february_ends_with_its_last_day_in_every_year(day, month):
    there = make.enrolment(entered_on=day, in_phase=PhaseKind.INTERNSHIP)
    make.enrolment(cohort=there.cohort, entered_on=date(day.year, 3, 1))

    assert figures(there.organisation, month, "participants", "inflow") == [1, 1]
    assert figures(there.organisation, month, "phase_stock", phase="internship") == [1]
    assert figures(there.organisation, date(day.year, 3, 1), "participants", "inflow") == [2, 1]


def test_an_enrolment_of_one_day_is_there_on_that_day_and_gone_the_next():
    day = date(2024, 9, 30)
    there = make.enrolment(entered_on=day, ended_on=day, end_reason="moved_away")

    assert figures(there.organisation, SEPTEMBER, "participants", "inflow", "outflow") == [1, 1, 0]
    assert figures(there.organisation, date(2024, 10, 1), "participants", "inflow", "outflow") == [0, 0, 1]


def test_what_begins_later_is_in_no_figure_before_its_day():
    later = make.enrolment(entered_on=date(2024, 10, 1), in_phase=PhaseKind.TRAINING)

    assert figures(later.organisation, SEPTEMBER, "participants", "inflow") == [0, 0]
    assert figures(later.organisation, SEPTEMBER, "phase_stock", phase="training") == [0]


def test_a_cohort_of_one_year_counts_who_begins_in_january_of_the_next():
    cohort = make.cohort(starts_from=date(2016, 9, 1), planned_places=5, planned_places_qualifier="exactly")
    for entered_on in (date(2016, 9, 1), date(2017, 1, 9)):
        make.enrolment(cohort=cohort, entered_on=entered_on)
    at = cohort.programme.organisation

    assert cell(at, date(2016, 12, 1), "places", cohort=cohort.code) == (1, 5)
    assert cell(at, date(2017, 1, 1), "places", cohort=cohort.code) == (2, 5)
    assert figures(at, date(2017, 1, 1), "inflow") == [1]


# --- Pauses (P6) and probations (P7) ---


def test_a_pause_over_the_end_of_a_month_rests_on_its_last_day_however_late_it_is_entered():
    there = make.enrolment(in_phase=PhaseKind.TRAINING)
    pause(there, date(2024, 9, 20), PauseReason.ILLNESS, ended_on=date(2024, 10, 4))

    assert [figures(there.organisation, date(2024, month, 1), "paused", "enrolments") for month in (8, 9, 10)] == [
        [0, 0],
        [1, 1],
        [0, 1],
    ]


def test_whoever_rests_twice_at_once_rests_once():
    there = make.enrolment()
    for day in (1, 10):
        make.pause(there, started_on=date(2024, 9, day))

    assert figures(there.organisation, SEPTEMBER, "paused") == [1]


def test_what_is_agreed_about_one_probation_leaves_the_figure_to_the_months_of_the_phase():
    programme = make.programme()
    make.phase(programme, PhaseKind.TRAINING, duration_months=36, probation_months=4)
    cohort = make.cohort(programme)
    there = make.enrolment(cohort=cohort)
    entry = make.phase_entry(there)
    pause(there, date(2024, 11, 1), PauseReason.ILLNESS)
    resume(there, date(2024, 12, 1))
    prolong_probation(entry, date(2025, 1, 30))
    end_enrolment(there, date(2025, 1, 15), "contract_dissolved")

    key = {"cohort": cohort.code}
    assert cell(programme.organisation, date(2025, 2, 1), "dissolution_so_far", **key) == (1, 1)
    assert cell(programme.organisation, date(2025, 2, 1), "dissolution_so_far", **key, line="in_probation") == (0, 1)
