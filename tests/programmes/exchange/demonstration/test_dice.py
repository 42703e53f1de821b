"""Chance that falls the same way on every machine and Python."""

from datetime import date

import pytest

from programmes.exchange.demonstration.dice import Dice, Odds


def test_a_seed_always_gives_the_same_throws():
    dice = Dice(1)

    thrown = [dice.between(1, 6) for _ in range(12)]

    assert thrown == [4, 4, 4, 4, 2, 4, 6, 6, 3, 4, 6, 5]


def test_seeds_differ():
    first, second = (Dice(seed).between(1, 10**9) for seed in (1, 2))

    assert first != second


@pytest.mark.parametrize(("low", "high"), [(1, 6), (-3, 3), (5, 5)])
def test_both_ends_of_a_range_are_thrown_and_nothing_beyond(low, high):
    dice = Dice(1)

    assert {dice.between(low, high) for _ in range(500)} == set(range(low, high + 1))


def test_a_day_is_within_its_range():
    dice = Dice(1)
    first, last = date(2024, 2, 28), date(2024, 3, 1)

    assert {dice.day(first, last) for _ in range(100)} == {first, date(2024, 2, 29), last}


def test_a_range_of_days_that_is_none_gives_its_first_day():
    assert Dice(1).day(date(2024, 3, 1), date(2024, 2, 1)) == date(2024, 3, 1)


def test_heavier_options_come_more_often_and_weightless_ones_never():
    dice = Dice(1)
    odds = Odds({"often": 9, "seldom": 1, "never": 0})

    thrown = [dice.choose(odds) for _ in range(1_000)]

    assert thrown.count("never") == 0
    assert 60 < thrown.count("seldom") < 140
