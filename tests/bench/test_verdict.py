"""The benchmark complains about what is not good enough, and about nothing else."""

import pytest

from bench.verdict import complaints, table

TREE = {
    "sites": 400, "own": 1.0, "all_sites": 2.0, "run": 9.0, "editions": 409, "unfinished": 0, "cells": 300_000,
    "page_ms": 20, "pages": 8.0, "slowest_page_ms": 30, "pdf": 0.4, "memory": 100,
}  # fmt: skip

COMPANIES = {
    "companies": 12, "companies_unfinished": 0, "companies_figures": 27_000, "companies_seconds": 20.0,
    "companies_memory": 100,
}  # fmt: skip


def result(
    people,
    *,
    seconds=1.0,
    queries=50,
    memory=50,
    importing=60,
    peak=300,
    differences=(),
    due=20,
    lacking=(),
    one=20,
    home=100,
    disclosing=1.0,
    tree=None,
):
    """A measurement that nobody complains about."""
    return {
        "people": people,
        "made": 1.0,
        "rows": {"core": people * 4, "rest": people * 9},
        "core": {"seconds": importing, "peak": peak},
        "rest": {"seconds": importing, "peak": peak},
        "report": {
            "seconds": seconds,
            "queries": queries,
            "memory": memory,
            "figures": 500,
            "plain_seconds": seconds / 10,
            "plain_cells": 40,
            "differences": list(differences),
            "indicators": {"participants": seconds / 2, "takeover": seconds / 4},
        },
        "due": {
            "rows": people,
            "lacking": list(lacking),
            "first": due,
            "again": due / 2,
            "one_ms": one,
            "home_ms": home,
        },
        "build": {"seconds": seconds, "memory": memory, "bytes": 1_000},
        "disclose": {"seconds": disclosing, "memory": 50, "figures": 500, "hidden": 40, **COMPANIES},
        "tree": {**TREE, **(tree or {})},
    }


def test_is_content_when_time_grows_as_the_data():
    assert complaints([result(10_000, seconds=0.5), result(100_000, seconds=5.0)]) == []


@pytest.mark.parametrize(
    ("worse", "words"),
    [
        ({"seconds": 10.1}, "report, seconds"),
        ({"memory": 201}, "report, MB above idle"),
        ({"importing": 120.1}, "import, seconds"),
        ({"peak": 501}, "import, MB"),
        ({"due": 61}, "what falls due, seconds"),
        ({"one": 51}, "what falls due for one person, ms"),
        ({"home": 301}, "first page, ms"),
        ({"disclosing": 10.1}, "report for management, seconds"),
        ({"tree": {"all_sites": 3.1}}, "figures of all sites, times the group's own"),
        ({"tree": {"unfinished": 1}}, "month of the whole tree, reports without figures"),
        ({"tree": {"memory": 301}}, "month of the whole tree, MB above idle"),
        ({"tree": {"page_ms": 101}, "seconds": 5.0}, "page of a stored report, ms"),
        ({"tree": {"page_ms": 51}}, "page of a stored report, share of building it"),
        ({"tree": {"pdf": 1.1}}, "PDF, seconds"),
    ],
)
def test_limits_hold_for_the_large_size_only(worse, words):
    assert [words in complaint for complaint in complaints([result(100_000, **worse)])] == [True]
    assert complaints([result(10_000, **worse)]) == []


def test_queries_that_depend_on_the_data_are_a_fault():
    found = complaints([result(1_000, queries=50), result(10_000, queries=51)])

    assert found == ["the number of queries depends on the data: [50, 51]"]


@pytest.mark.parametrize(("seconds", "faults"), [(15.0, 0), (15.1, 1)])
def test_a_report_may_grow_half_again_as_fast_as_the_data(seconds, faults):
    assert len(complaints([result(1_000, seconds=1.0), result(10_000, seconds=seconds)])) == faults


def test_a_figure_that_plain_sql_counts_otherwise_is_a_fault():
    found = complaints([result(1_000, differences=["inflow/total/: 3 instead of 4"])])

    assert found == ["1,000 people: inflow/total/: 3 instead of 4 by plain SQL"]


def test_the_table_shows_every_size_beside_the_other():
    lines = table([result(1_000), result(10_000, seconds=5.0)]).splitlines()

    assert lines[0].split() == ["people", "1,000", "10,000"]
    assert [line.split()[-1] for line in lines if "report's time grew" in line] == ["5.0"]
