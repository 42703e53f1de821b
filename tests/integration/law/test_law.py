"""What the law says in numbers: looked up by the day on which something began, and never changed behind anybody's back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from integration.law.enums import Number, Unit
from integration.law.expressions import after, before, value_of
from integration.law.models import LegalNumber
from integration.law.queries import number_on, numbers_on
from integration.law.services import change_from
from integration.periods.refusals import Refused
from programmes.pathways.models import Enrolment
from tests import factories as make

pytestmark = pytest.mark.django_db


def held(code=Number.BINDING):
    return LegalNumber.objects.get(code=code, valid_until=None)


def test_every_number_that_the_programme_knows_comes_with_a_value():
    assert set(LegalNumber.objects.values_list("code", flat=True)) == set(Number.values)


def test_every_number_of_a_law_says_where_it_stands():
    of_laws = LegalNumber.objects.exclude(law="")

    assert of_laws.filter(section="").count() + of_laws.filter(link="").count() == 0


@pytest.mark.parametrize(
    ("began", "amount"),
    [
        (date(2016, 7, 31), None),
        (date(2016, 8, 1), "231 Euro"),
        (date(2019, 7, 31), "231 Euro"),
        (date(2022, 1, 1), "247 Euro"),
        (date(2024, 7, 31), "262 Euro"),
        (date(2024, 8, 1), "276 Euro"),
    ],
)
def test_the_subsidy_of_an_introductory_qualification_is_that_of_the_day_on_which_it_began(began, amount):
    found = number_on(Number.EQ_SUBSIDY, began)

    assert (found and found.amount) == amount


def test_what_began_under_the_old_rule_keeps_it():
    change_from(held(), date(2026, 7, 1), Decimal(9), by=make.user(), checked_on=date(2026, 6, 1))

    assert number_on(Number.BINDING, date(2026, 6, 30)).before(date(2027, 8, 31)) == date(2027, 2, 28)
    assert number_on(Number.BINDING, date(2026, 7, 1)).before(date(2027, 8, 31)) == date(2026, 11, 30)


def test_the_database_looks_it_up_by_the_same_day():
    change_from(held(), date(2026, 7, 1), Decimal(9), by=make.user(), checked_on=date(2026, 6, 1))
    change_from(held(Number.NOTICE_TRAINING), date(2026, 7, 1), Decimal(3), by=make.user(), checked_on=None)
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(1999, 1, 1)):
        make.enrolment(entered_on=day, ended_on=date(2027, 8, 31), end_reason="completed")

    rows = Enrolment.objects.order_by("pk").annotate(
        bound=before(Number.BINDING, "ended_on", began="entered_on"),
        told=after(Number.NOTICE_TRAINING, "ended_on", began="entered_on"),
        months=value_of(Number.BINDING, began="entered_on"),
    )

    assert list(rows.values_list("bound", "told", "months")) == [
        (date(2027, 2, 28), date(2027, 9, 14), 6),
        (date(2026, 11, 30), date(2027, 9, 21), 9),
        (None, None, None),
    ]


def test_a_new_value_ends_the_one_before_on_the_day_before_and_names_who_checked_it():
    somebody = make.user()

    new = change_from(held(), date(2026, 7, 1), Decimal(5), by=somebody, checked_on=date(2026, 6, 1), section="§ 12a")

    assert list(LegalNumber.objects.filter(code=Number.BINDING).values_list("valid_from", "valid_until", "value")) == [
        (date(2026, 7, 1), None, Decimal(5)),
        (date(2005, 4, 1), date(2026, 6, 30), Decimal(6)),
    ]
    assert (new.source, new.unit, new.checked_by) == ("§ 12a BBiG", Unit.MONTHS, somebody)
    assert new.history.get().history_user == somebody


def test_asking_twice_changes_nothing():
    old, somebody = held(), make.user()

    first = change_from(old, date(2026, 7, 1), Decimal(5), by=somebody)
    second = change_from(old, date(2026, 7, 1), Decimal(5), by=somebody)

    assert first == second
    assert LegalNumber.objects.filter(code=Number.BINDING).count() == 2


@pytest.mark.parametrize("day", [date(2005, 4, 1), date(2000, 1, 1)])
def test_a_new_value_begins_after_the_one_that_holds(day):
    with pytest.raises(Refused, match="Ein neuer Wert beginnt nach dem, der gilt"):
        change_from(held(), day, Decimal(5), by=make.user())


def test_a_value_that_has_ended_is_not_followed_again():
    change_from(held(), date(2026, 7, 1), Decimal(5), by=make.user())
    ended = LegalNumber.objects.get(code=Number.BINDING, valid_until__isnull=False)

    with pytest.raises(Refused, match="Ein neuer Wert beginnt nach dem, der gilt"):
        change_from(ended, date(2026, 8, 1), Decimal(4), by=make.user())


def test_two_values_of_a_number_never_hold_on_the_same_day():
    row = LegalNumber(code=Number.BINDING, value=5, unit=Unit.MONTHS, valid_from=date(2026, 1, 1))

    with pytest.raises(ValidationError, match="An einem dieser Tage gilt schon ein anderer Wert"):
        row.full_clean()


@pytest.mark.parametrize(
    ("value", "unit", "begin", "last"),
    [
        (3, Unit.MONTHS, date(2022, 11, 30), date(2023, 2, 28)),
        (2, Unit.WEEKS, date(2026, 3, 2), date(2026, 3, 15)),
        (1, Unit.DAYS, date(2026, 3, 2), date(2026, 3, 2)),
        (2, Unit.YEARS, date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_a_period_of_the_law_is_counted_as_the_civil_code_counts(value, unit, begin, last):
    assert LegalNumber(value=Decimal(value), unit=unit).last_day(begin) == last


def test_several_numbers_are_looked_up_at_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = numbers_on([Number.NOTICE_TRAINING, Number.BINDING], date(2026, 1, 1))

    assert [each.amount for each in found] == ["2 Wochen", "6 Monate"]


def test_amounts_are_said_as_people_say_them():
    values = {Unit.MONTHS: "1", Unit.EURO: "30000", Unit.HOURS_A_WEEK: "20", Unit.TIMES: "2"}

    assert [LegalNumber(value=Decimal(value), unit=unit).amount for unit, value in values.items()] == [
        "1 Monat",
        "30.000 Euro",
        "20 Stunden in der Woche",
        "2-mal",
    ]


def test_part_time_is_said_in_words_and_compared_with_full_time():
    numbers = numbers_on([Number.PART_TIME_MOST, Number.PART_TIME_LEAST], date(2026, 1, 1))

    assert [f"{each.get_code_display()}: {each.amount} ({each.source})" for each in numbers] == [
        "Längste Ausbildung in Teilzeit, gemessen an Vollzeit: das Anderthalbfache (§ 7a Abs. 2 BBiG)",
        "Geringste Stunden einer Ausbildung in Teilzeit, gemessen an Vollzeit: die Hälfte (§ 7a Abs. 1 BBiG)",
    ]


def test_a_period_is_a_whole_number():
    row = LegalNumber(code=Number.EQ_HOURS, value=Decimal("2.5"), unit=Unit.DAYS, valid_from=date(2000, 1, 1))

    with pytest.raises(ValidationError, match="Zeiträume sind ganze Zahlen"):
        row.validate_constraints()
