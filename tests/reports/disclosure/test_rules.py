"""What is hidden and why, on reports small enough to be checked by eye (INDICATORS.md 3)."""

from reports.disclosure.places import Tree
from reports.disclosure.services import disclose
from reports.disclosure.standing import Earlier, Published
from reports.indicators.figures import Figure, Status
from tests.reports.disclosure.tables import (
    COMPANIES,
    GROUP,
    PROGRAMMES,
    THRESHOLD,
    TREE,
    by_programme,
    chance_months,
    count,
    hidden_in,
    rate,
    reports_of,
)

ALONE = Tree({}, frozenset({"EAST"}))


def seen(figures: list[Figure], earlier: Earlier | None = None) -> list[Figure]:
    disclosed = disclose({"EAST": figures}, ALONE, THRESHOLD, earlier or Earlier())
    assert disclosed.unprotected == ()
    return disclosed.reports["EAST"]


def test_small_numbers_are_hidden_and_zeros_are_not():
    shown = seen([count("paused", 4), count("overdue", 0), count("supported", 5)])

    assert [(each.status, each.value) for each in shown] == [
        (Status.SUPPRESSED, None),
        (Status.SHOWN, 0),
        (Status.SHOWN, 5),
    ]


def test_a_hidden_figure_has_no_number_at_all():
    (shown,) = seen([rate("takeover", 2, 20)])

    assert shown.as_data() == {
        "indicator": "takeover", "version": 1, "breakdown": "total", "key": {}, "status": "suppressed",
    }  # fmt: skip


def test_a_rate_goes_with_all_its_parts_if_its_complement_is_small():
    assert hidden_in(seen([rate("takeover", 18, 20), rate("permit_covers_phase", 10, 20)])) == {("takeover", "")}


def test_what_is_too_recent_to_judge_is_left_out_by_itself():
    (shown,) = seen([rate("dropout", 10, 20, not_matured=3, cohort="A")])

    assert (shown.status, shown.numerator, shown.not_matured) == (Status.SHOWN, 10, None)


def test_persons_are_hidden_together_with_their_enrolments():
    assert hidden_in(seen([count("participants", 4), count("enrolments", 5)])) == {
        ("participants", ""),
        ("enrolments", ""),
    }


def test_one_small_row_takes_another_with_it_since_the_total_is_shown():
    hidden = hidden_in(seen(by_programme("inflow", {"BAU": 3, "PFLEGE": 9, "BUERO": 30})))

    assert ("inflow", "BAU") in hidden
    assert len(hidden) == 2
    assert ("inflow", "") not in hidden


def test_a_small_row_with_a_hidden_total_needs_nothing_more():
    assert hidden_in(seen(by_programme("inflow", {"BAU": 1, "PFLEGE": 0, "BUERO": 0}))) == {
        ("inflow", ""),
        ("inflow", "BAU"),
    }


def test_a_child_is_hidden_in_its_parents_report_as_in_its_own():
    stock = {company: dict.fromkeys(PROGRAMMES, 10) for company in COMPANIES}
    stock["EAST"] = {"BAU": 3, "PFLEGE": 0, "BUERO": 0}
    disclosed = disclose(reports_of({"enrolments": stock}), TREE, THRESHOLD)

    assert disclosed.unprotected == ()
    assert ("enrolments", "") in hidden_in(disclosed.reports["EAST"])
    assert ("enrolments", "EAST") in hidden_in(disclosed.reports[GROUP])
    assert ("enrolments", "") not in hidden_in(disclosed.reports[GROUP])


def test_stock_and_flow_with_last_months_stock_do_not_tell_who_came():
    before = Published({"EAST": [count("participants", 20), count("enrolments", 20)]})
    now = [count("participants", 23), count("enrolments", 23), count("inflow", 3), count("outflow", 0)]

    assert hidden_in(seen(now, Earlier(before=before))) in (
        {("inflow", ""), ("outflow", "")},
        {("inflow", ""), ("participants", ""), ("enrolments", "")},
    )


def test_the_same_month_once_more_is_the_same_to_the_letter():
    (reports,) = chance_months(3, 1)
    first = disclose(reports, TREE, THRESHOLD)
    again = disclose(reports, TREE, THRESHOLD, Earlier(again=Published(first.reports, first.standing)))

    assert disclose(reports, TREE, THRESHOLD).reports == first.reports
    assert again.reports == first.reports
