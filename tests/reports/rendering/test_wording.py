"""Figures as people read them."""

from fractions import Fraction

import pytest
from django.utils import translation

from reports.indicators import registry
from reports.indicators.figures import Figure, Status
from reports.rendering.numbers import count, decimal, percent
from reports.rendering.wording import write

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(2, 3), "66,7"),
        (Fraction(1, 1), "100,0"),
        (Fraction(0), "0,0"),
        # Half-up, never to the even digit.
        (Fraction(125, 1000) / 10, "1,3"),
        (Fraction(1245, 100_000), "1,2"),
        (Fraction(1250, 100_000), "1,3"),
        (Fraction(135, 178), "75,8"),
        (Fraction(13, 10), "130,0"),
        (Fraction(12_345, 100), "12.345,0"),
        (Fraction(10**30, 3 * 10**30), "33,3"),
    ],
)
def test_percentages_are_half_up_with_one_decimal(value, written):
    assert percent(value) == f"{written}{SPACE}%"


@pytest.mark.parametrize(
    ("value", "written"), [(Fraction(-1, 2), "-0,5"), (Fraction(-5, 100), "-0,1"), (Fraction(4, 3), "1,3")]
)
def test_means_have_one_decimal(value, written):
    assert decimal(value) == written


@pytest.mark.parametrize(("number", "written"), [(0, "0"), (999, "999"), (1234, "1.234"), (10**10, "10.000.000.000")])
def test_counts_are_grouped(number, written):
    assert count(number) == written


def test_in_english_the_marks_are_the_other_way_round():
    with translation.override("en"):
        assert (count(1234), percent(Fraction(2, 3))) == ("1,234", f"66.7{SPACE}%")


def written(figure):
    return write(figure, registry.get(figure.indicator))


def test_a_rate_says_of_how_many():
    told = written(Figure("guarantee_coverage", 1, "total", {}, "2/3", 2000, 3000))

    assert (told.text, told.parts, told.share) == (f"66,7{SPACE}%", "2.000 von 3.000", Fraction(2, 3))


def test_a_rate_without_cases_is_a_dash_and_not_zero():
    told = written(Figure("dropout", 1, "cohort", {"cohort": "C"}, None, 0, 0, 3, Status.NOT_APPLICABLE))

    assert (told.text, told.parts, told.share) == ("–", "0 von 0", None)
    assert told.not_matured.startswith("3 ")


@pytest.mark.parametrize(
    ("status", "sign"), [(Status.SUPPRESSED, "•"), (Status.NOT_APPLICABLE, "–"), (Status.UNKNOWN, "?")]
)
def test_what_is_not_shown_has_a_sign(status, sign):
    assert written(Figure("participants", 1, "total", {}, status=status)).text == sign


def test_classes_of_a_rate_are_counts():
    told = written(Figure("guarantee_fulfilment", 1, "class", {"class": "broken"}, value=1234))

    assert (told.text, told.parts) == ("1.234", "")


def test_places_say_how_exactly_they_are_meant():
    told = written(Figure("places", 1, "cohort", {"cohort": "C"}, "0", 0, 20, details={"qualifier": "about"}))

    assert told.parts == "0 von etwa 20"


def test_a_published_figure_stands_word_for_word():
    details = {"qualifier": "over", "unit": "Menschen", "base": "seit 2016", "source": "Webseite"}

    told = written(Figure("published_figure", 1, "figure", {"figure": "F"}, "1000", details=details))

    assert (told.text, told.parts) == ("über 1000 Menschen", "seit 2016 · Webseite")


def test_a_bar_never_leaves_its_frame():
    told = written(Figure("dissolution_rate", 1, "total", {}, "13/10", 13, 10))

    assert (told.text, told.bar) == (f"130,0{SPACE}%", "100.0")
