"""The benchmark of the pages complains about what is not good enough, and about nothing else."""

import pytest

from bench.page_verdict import complaints_of_pages, table_of_pages


def result(people, ms=100.0, status=200, name="group /admin/"):
    return {"people": people, "filled": 7.0, "pages": {name: {"ms": ms, "status": status, "queries": 9}}}


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ([result(1_000, 90), result(100_000, 300)], []),
        ([result(1_000, 301)], []),
        ([result(100_000, 301)], ["100,000 people: group /admin/: 301 ms, at most 300"]),
        ([result(1_000, status=500)], ["1,000 people: group /admin/ answers 500"]),
        ([result(1_000, 100), result(1_000_000, 150)], []),
        ([result(1_000, 100), result(1_000_000, 160)], ["1,000 to 1,000,000 people: group /admin/: 1.6 times as long"]),
        ([result(1_000, 10), result(1_000_000, 30)], []),
        ([result(1_000, 10), result(1_000_000, 31)], ["1,000 to 1,000,000 people: group /admin/: 3.1 times as long"]),
        ([result(1_000_000, 900)], []),
        ([], []),
    ],
)
def test_a_page_is_quick_with_many_people_and_hardly_slower_with_a_million(results, found):
    assert complaints_of_pages(results) == found


def test_the_table_shows_the_slowest_pages_side_by_side():
    lines = table_of_pages([result(1_000, 90), result(100_000, 110)]).splitlines()

    assert [line.split() for line in lines] == [
        ["pages", "of", "the", "workplace:", "people", "1,000", "100,000"],
        ["filled,", "s", "7", "7"],
        ["pages", "opened", "1", "1"],
        ["half", "of", "them", "within,", "ms", "90", "110"],
        ["group", "/admin/,", "ms", "90", "110"],
    ]


def test_a_page_that_there_is_only_with_many_people_has_no_figure_with_few():
    few, many = result(1_000, name="group /admin/?p=1"), result(100_000, name="group /admin/?p=20")

    assert table_of_pages([few, many]).splitlines()[-1].split()[-2:] == ["–", "100"]
