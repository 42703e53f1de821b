"""Trainings in part time last longer (§ 7a BBiG; FIELD.md 5, P10)."""

from datetime import date
from decimal import Decimal

import pytest

from programmes.pathways.enums import PhaseKind, Verb
from programmes.pathways.part_time import end_in_part_time
from tests import factories as make
from tests.integration.deadlines.asking import due
from tests.programmes.pathways.steps.asking import address, confirmed, manager_of, sent

BEGAN, PLANNED = date(2026, 9, 1), date(2029, 8, 31)


@pytest.mark.parametrize(
    ("since", "percent", "ends"),
    [
        (date(2026, 9, 1), 75, date(2030, 8, 31)),
        (date(2026, 9, 1), 80, date(2030, 5, 31)),
        (date(2026, 9, 1), 70, date(2030, 11, 30)),  # 51.4 months
        (date(2026, 9, 1), 60, date(2031, 2, 28)),  # 60 months, at most 54
        (date(2027, 9, 1), 75, date(2030, 4, 30)),  # a year, and 24 months that take 32
        (date(2028, 3, 15), 50, date(2031, 1, 31)),  # 18.45 months, and 17.55 that take 35.1
        (date(2029, 8, 31), 50, date(2029, 8, 31)),
    ],
)
def test_what_is_left_takes_longer_in_full_months_and_the_whole_at_most_one_and_a_half_times(since, percent, ends):
    assert end_in_part_time(BEGAN, PLANNED, since, percent, Decimal(54)) == ends


def test_without_a_bound_the_hours_alone_say_how_long():
    assert end_in_part_time(BEGAN, PLANNED, BEGAN, 60) == date(2031, 8, 31)


# --- On screen ---


@pytest.fixture
def trainee(company):
    """Began on 1 September 2024, with three years."""
    programme = make.programme(organisation=company)
    make.phase(programme, PhaseKind.TRAINING, duration_months=36)
    enrolled = make.enrolment(organisation=company, cohort=make.cohort(programme), entered_on=date(2024, 9, 1))
    make.phase_entry(enrolled, planned_end_on=date(2027, 8, 31))
    return enrolled


@pytest.mark.django_db
def test_the_planned_end_is_worked_out_and_what_was_planned_before_is_kept(client, trainee):
    confirmed(client, trainee, Verb.EXTEND, part_time_from="01.09.2025", part_time_percent="75")

    entry = trainee.phase_entries.get()
    assert entry.planned_end_on == date(2028, 4, 30)
    assert set(entry.history.values_list("planned_end_on", flat=True)) == {date(2027, 8, 31), date(2028, 4, 30)}
    assert due("planned_end", date(2028, 4, 1)) == [(date(2028, 4, 30), "extended")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        (
            {"part_time_from": "01.09.2025"},
            "part_time_percent",
            "Für Teilzeit braucht es beides: den Tag und die Stunden.",
        ),
        ({"part_time_percent": "75"}, "part_time_from", "Für Teilzeit braucht es beides: den Tag und die Stunden."),
        (
            {"part_time_from": "01.09.2025", "part_time_percent": "49"},
            "part_time_percent",
            "Mindestens 50 Prozent (§ 7a Abs. 1 BBiG).",
        ),
        (
            {"part_time_from": "01.09.2027", "part_time_percent": "75"},
            "part_time_from",
            "Das liegt nicht in der geplanten Zeit der Ausbildung.",
        ),
    ],
)
def test_half_of_it_or_what_the_law_does_not_allow_is_refused_beside_its_field(client, trainee, said, field, told):
    answer = sent(client, trainee, Verb.EXTEND, **said)

    assert answer.context["form"].errors == {field: [told]}
    assert trainee.phase_entries.get().planned_end_on == date(2027, 8, 31)


@pytest.mark.django_db
def test_only_trainings_are_asked_about_part_time():
    in_internship = make.enrolment(in_phase=PhaseKind.INTERNSHIP)

    page = manager_of(in_internship.organisation).get(address(in_internship, Verb.EXTEND))

    assert list(page.context["form"].fields) == ["entry", "planned_end_on"]
