"""The best assignment, held against trying everything, and against values computed elsewhere."""

from itertools import product
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.sponsorships.matching.assignment import Assignment


def cost_of(costs, further, places):
    """What it costs to send row 0 to the first of `places` and so on; None if that cannot be."""
    loads = [places.count(place) for place in range(len(further))]
    if any(load > len(each) for load, each in zip(loads, further, strict=True)):
        return None
    moved = [costs[row][place] for row, place in enumerate(places)]
    if None in moved:
        return None
    return sum(moved) + sum(sum(each[:load]) for each, load in zip(further, loads, strict=True))


def cheapest(costs, further, **fixed):
    """The same by trying everything."""
    found = [
        cost_of(costs, further, places)
        for places in product(range(len(further)), repeat=len(costs))
        if all(places[int(row[1:])] == place for row, place in fixed.items())
    ]
    return min((cost for cost in found if cost is not None), default=None)


@st.composite
def small_cases(draw):
    """Up to four rows and three places, and one more place with room for everybody."""
    rows, places = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    cost = st.none() | st.integers(-9, 9)
    costs = [[*(draw(cost) for _ in range(places)), 30] for _ in range(rows)]
    further = [sorted(draw(st.lists(st.integers(0, 6), max_size=3))) for _ in range(places)]
    return costs, [*further, [0] * rows]


@given(small_cases())
@settings(max_examples=150, deadline=None)
def test_nothing_is_better_than_what_is_found(case):
    costs, further = case

    found = Assignment(costs, further)

    assert found.total == cost_of(costs, further, found.place_of) == cheapest(costs, further)


@given(small_cases())
@settings(max_examples=100, deadline=None)
def test_a_price_is_what_everything_loses_if_one_must_go_there(case):
    costs, further = case
    found = Assignment(costs, further)

    for row in range(len(costs)):
        forced = [cheapest(costs, further, **{f"r{row}": place}) for place in range(len(further))]
        assert found.prices(row) == [None if cost is None else cost - found.total for cost in forced]


@given(small_cases())
@settings(max_examples=50, deadline=None)
def test_the_same_is_found_each_time(case):
    assert Assignment(*case).place_of == Assignment(*case).place_of


def test_without_any_room_it_says_so():
    with pytest.raises(ValueError, match="no room"):
        Assignment([[1], [1]], [[0]])


def test_rising_costs_spread_the_load():
    costs = [[-10, -8, 0]] * 4

    found = Assignment(costs, [[0, 5, 9], [0, 5, 9], [0] * 4])

    assert sorted(found.place_of) == [0, 0, 1, 1]


def random_case(seed, rows, places):
    """The same in the script that asked the other library."""
    random = Random(seed)  # noqa: S311  (no secret)
    return [[random.randrange(100) for _ in range(places)] for _ in range(rows)]


@pytest.mark.parametrize(
    ("seed", "rows", "places", "room", "total"),
    [(1, 5, 5, 1, 97), (2, 12, 20, 1, 87), (3, 30, 12, 3, 476), (4, 60, 25, 3, 674), (5, 200, 150, 2, 578)],
)
def test_it_agrees_with_linear_sum_assignment_of_scipy(seed, rows, places, room, total):
    costs = random_case(seed, rows, places)

    found = Assignment(costs, [[10 * number for number in range(room)]] * places)

    assert found.total == total


def test_a_large_cohort_takes_a_moment():
    costs = [[*(cost - 100 for cost in line), 0] for line in random_case(6, 200, 150)]
    begun = process_time()

    found = Assignment(costs, [*[[0, 5, 15]] * 150, [0] * 200])
    found.prices(0)

    assert process_time() - begun < 2
