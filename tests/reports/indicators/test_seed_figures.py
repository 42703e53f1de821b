"""The figures that the programmes' own documents tell, from their bundle."""

from datetime import date
from typing import Any

import pytest

from integration.organisations.models import Organisation
from reports.indicators.figures import Figure
from reports.indicators.report import compute_report
from tests.reports.importing import SEED, bring_in


@pytest.fixture(autouse=True)
def _seed(db: None) -> None:
    bring_in(SEED)


def _report(organisation: str, year: int, month: int) -> list[Figure]:
    return compute_report(Organisation.objects.get(code=organisation), date(year, month, 1))


def _cell(figures: list[Figure], indicator: str, breakdown: str = "total", **key: str) -> dict[str, Any]:
    (figure,) = [each for each in figures if (each.indicator, each.breakdown, each.key) == (indicator, breakdown, key)]
    return figure.as_data()


def test_five_people_started_internships_at_aok_nordost_in_may_2016() -> None:
    assert _cell(_report("AOK", 2016, 5), "participants")["value"] == 5


def test_two_of_five_interns_started_a_training_by_september_2016() -> None:
    step = {"from": "internship", "to": "training", "cohort": "NO-2016-05"}

    cell = _cell(_report("AOK-NO", 2016, 9), "transition_so_far", "step_cohort", **step)

    assert (cell["numerator"], cell["denominator"], cell["value"]) == (2, 5, "2/5")


def test_both_trainees_had_been_promised_a_job() -> None:
    cell = _cell(_report("AOK-NO", 2016, 9), "guarantee_coverage")

    assert (cell["numerator"], cell["denominator"], cell["value"]) == (2, 2, "1")


def test_thirteen_joined_at_aok_baden_wuerttemberg_in_autumn_2016() -> None:
    figures = _report("AOK", 2016, 10)

    assert _cell(figures, "participants")["value"] == 15
    assert _cell(figures, "participants", "organisation", organisation="AOK-BW")["value"] == 13


def test_about_twenty_places_were_planned_for_the_year_after() -> None:
    cell = _cell(_report("AOK", 2016, 10), "places", "cohort", cohort="BW-2017")

    assert (cell["numerator"], cell["denominator"], cell["qualifier"]) == (0, 20, "about")


def test_135_of_178_left_the_coaching_with_success_and_later_ends_do_not_count() -> None:
    cell = _cell(_report("ARRIVO", 2022, 9), "success", "programme", programme="ARRIVO-COACH")

    assert (cell["numerator"], cell["denominator"]) == (135, 178)


def test_people_supported_by_two_brands_count_once_in_the_group() -> None:
    figures = _report("VW", 2017, 10)

    assert _cell(figures, "supported")["value"] == 21
    assert _cell(figures, "supported", "organisation", organisation="VW-PKW")["value"] == 12
    assert _cell(figures, "supported", "organisation", organisation="AUDI")["value"] == 12


def test_help_without_participants_is_a_report_of_zeros() -> None:
    assert _cell(_report("AOK-NW", 2016, 9), "participants")["value"] == 0


def test_figures_from_elsewhere_stay_word_for_word() -> None:
    cell = _cell(_report("REDI", 2022, 11), "published_figure", "figure", figure="REDI-LEARNERS")

    assert cell == {
        "indicator": "published_figure",
        "version": 1,
        "breakdown": "figure",
        "key": {"figure": "REDI-LEARNERS"},
        "value": "8000",
        "qualifier": "over",
        "unit": "persons",
        "source": "002_b8f151530bbf2e4a.txt",
        "status": "shown",
    }


def test_figures_from_elsewhere_are_not_known_before_their_day() -> None:
    indicators = {figure.indicator for figure in _report("REDI", 2022, 10)}

    assert "published_figure" not in indicators
