"""The published and agreed figures of the seed programmes, and what is true of every report."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.reports.bundles import focus_month, random_bundle, read_csv_folder
from tests.reports.oracle import report, reports, stock_and_flow
from tests.reports.oracle.view import View
from tests.reports.oracle.world import World

SEED = Path(__file__).parents[3] / "programmes" / "exchange" / "demonstration" / "seed"


@pytest.fixture(scope="module")
def seed():
    return read_csv_folder(SEED)


def cell(cells, indicator, breakdown="total", **key):
    (found,) = (c for c in cells if (c["indicator"], c["breakdown"], c["key"]) == (indicator, breakdown, key))
    return found


def test_five_interns_in_may_2016(seed):
    cells = report(seed, "AOK", "2016-05")

    assert cell(cells, "participants")["value"] == 5
    assert cell(cells, "inflow")["value"] == 5


def test_the_five_of_august_2016_are_enrolled_until_their_enrolment_ends(seed):
    cells = report(seed, "AOK-NO", "2016-08")

    assert cell(cells, "enrolments")["value"] == 2
    assert cell(cells, "outflow")["value"] == 3
    assert cell(cells, "outflow", "reason", reason="unknown")["value"] == 3
    assert cell(cells, "phase_stock", "phase", phase="between_phases")["value"] == 2


def test_two_of_five_began_a_training_by_september_2016_and_both_have_a_guarantee(seed):
    cells = report(seed, "AOK-NO", "2016-09")

    key = {"from": "internship", "to": "training", "cohort": "NO-2016-05"}
    assert cell(cells, "transition_so_far", "step_cohort", **key) == {
        "indicator": "transition_so_far",
        "version": 1,
        "breakdown": "step_cohort",
        "key": key,
        "numerator": 2,
        "denominator": 5,
        "value": "2/5",
        "status": "shown",
    }
    coverage = cell(cells, "guarantee_coverage")
    assert (coverage["numerator"], coverage["denominator"], coverage["value"]) == (2, 2, "1")
    days = cell(cells, "transition_days", "step", **{"from": "internship", "to": "training"})
    assert (days["value"], days["denominator"]) == ("30", 2)
    assert cell(cells, "guarantee_forecast", month="2019-09")["value"] == 2
    assert cell(cells, "target", "target", target="NO-COVER")["value"] == "met"


def test_thirteen_of_fifteen_are_under_baden_wuerttemberg_in_october_2016(seed):
    cells = report(seed, "AOK", "2016-10")

    assert cell(cells, "participants")["value"] == 15
    assert cell(cells, "participants", "organisation", organisation="AOK-BW")["value"] == 13
    assert cell(cells, "participants", "organisation", organisation="AOK-NO")["value"] == 2
    assert cell(cells, "participants", "organisation", organisation="AOK-NW")["value"] == 0
    assert [c["key"] for c in cells if c["key"].get("organisation") == "BWHW"] == []


def test_places_of_the_coming_cohort_are_about_twenty_and_all_free(seed):
    places = cell(report(seed, "AOK", "2016-10"), "places", "cohort", cohort="BW-2017")

    assert (places["numerator"], places["denominator"], places["value"], places["qualifier"]) == (0, 20, "0", "about")


def test_success_of_the_coaching_leaves_out_those_who_ended_on_the_first_of_october(seed):
    september = cell(report(seed, "ARRIVO", "2022-09"), "success", "programme", programme="ARRIVO-COACH")
    october = cell(report(seed, "ARRIVO", "2022-10"), "success", "programme", programme="ARRIVO-COACH")

    assert (september["numerator"], september["denominator"]) == (135, 178)
    assert (october["numerator"], october["denominator"]) == (145, 188)


def test_three_people_of_both_brands_are_supported_once(seed):
    cells = report(seed, "VW", "2017-10")

    assert cell(cells, "supported")["value"] == 21
    assert cell(cells, "supported", "organisation", organisation="VW-PKW")["value"] == 12
    assert cell(cells, "supported", "organisation", organisation="AUDI")["value"] == 12


def test_a_company_without_people_has_a_report_of_zeros(seed):
    cells = report(seed, "AOK-NW", "2016-10")

    assert cell(cells, "participants") == {
        "indicator": "participants",
        "version": 1,
        "breakdown": "total",
        "key": {},
        "value": 0,
        "status": "shown",
    }
    assert cell(cells, "takeover") == {
        "indicator": "takeover",
        "version": 1,
        "breakdown": "total",
        "key": {},
        "numerator": 0,
        "denominator": 0,
        "status": "not_applicable",
    }
    assert [c["indicator"] for c in cells if c["breakdown"] in {"programme", "cohort", "step"}] == []


def test_published_figures_come_as_they_were_given(seed):
    november = report(seed, "REDI", "2022-11")
    october = report(seed, "REDI", "2022-10")

    figures = [c for c in november if c["indicator"] == "published_figure"]
    assert [(f["key"]["figure"], f["qualifier"], f["value"], f["unit"], f.get("base")) for f in figures] == [
        ("REDI-IT", "exactly", "48", "percent", "not stated"),
        ("REDI-LEARNERS", "over", "8000", "persons", None),
        ("REDI-OTHER", "exactly", "26", "percent", "not stated"),
        ("REDI-VOLUNTEERS", "over", "5000", "persons", None),
    ]
    assert [c for c in october if c["indicator"] == "published_figure"] == []


@pytest.mark.parametrize("number", range(6))
def test_stocks_and_flows_fit_together_in_every_cell(number):
    bundle = random_bundle(number)
    focus = focus_month(number)
    year, month = int(focus[:4]), int(focus[5:])
    months = [f"{year + (month - 1 + i) // 12}-{(month - 1 + i) % 12 + 1:02d}" for i in range(-3, 4)]
    world = World(bundle)
    found = {
        (code, one): stock_and_flow.figures(View(world, code, one)) for one in months for code in ("GR", "CA", "XX")
    }

    broken = []
    for before, after in pairwise(months):
        for code in ("GR", "CA", "XX"):
            earlier, later = (_stock_cells(found[code, one]) for one in (before, after))
            broken += [
                (code, after, key)
                for key, (stock, came, left) in later.items()
                if stock != earlier.get(key, (0, 0, 0))[0] + came - left
            ]

    assert broken == []


def _stock_cells(cells):
    values = {(c["indicator"], c["breakdown"], tuple(c["key"].items())): c.get("value") for c in cells}
    return {
        (breakdown, key): tuple(values[name, breakdown, key] for name in ("enrolments", "inflow", "outflow"))
        for indicator, breakdown, key in values
        if indicator == "enrolments"
    }


def test_several_reports_at_once_are_the_same_as_one_by_one():
    bundle = random_bundle(1)
    wanted = [("GR", focus_month(1)), ("CA", focus_month(1)), ("GR", "2016-02")]

    assert reports(bundle, wanted) == {(code, month): report(bundle, code, month) for code, month in wanted}


def test_no_key_of_a_breakdown_comes_twice():
    cells = report(random_bundle(3), "GR", focus_month(3))

    keys = [(c["indicator"], c["breakdown"], tuple(sorted(c["key"].items()))) for c in cells]
    assert len(keys) == len(set(keys))
