"""What speaks for a pair, how the load is spread, and what a change by hand costs."""

from itertools import permutations

import pytest

from programmes.participants.languages import languages_in
from programmes.sponsorships.matching.points import Helper, Person, Weights, match
from programmes.sponsorships.matching.proposal import Price, Proposal
from programmes.sponsorships.matching.words import telling_words

HERE, THERE, COMPANY = 1, 2, 10


def person(number, at=HERE, languages=(), occupation=()):
    return Person(number, f"EN-{number}", at, COMPANY, frozenset(languages), frozenset(occupation))


def helper(number, at=HERE, *, load=0, room=3, employer=COMPANY, languages=(), occupation=()):
    words = frozenset(languages), frozenset(occupation)
    return Helper(number, f"SP-{number}", at, employer, *words, load, room)


def proposed(people, helpers, *, wished=(), excluded=(), choices=None):
    return Proposal(people, helpers, Weights(), wished=set(wished), excluded=set(excluded), choices=choices or {})


def pairs(proposal):
    return {pair.person.enrolment: pair.helper and pair.helper.sponsor for pair in proposal.pairs()}


@pytest.mark.parametrize(
    ("of", "wished", "expected"),
    [
        (helper(1), False, (40, ("site",))),
        (helper(1, THERE), False, (20, ("company",))),
        (helper(1, THERE, employer=11), False, (0, ())),
        (helper(1, THERE, employer=None), False, (0, ())),
        (helper(1, languages=["ar", "en"]), False, (70, ("site", "language"))),
        (helper(1, THERE, employer=11, occupation=["pflege"]), True, (80, ("wish", "occupation"))),
    ],
)
def test_each_reason_counts_what_its_weight_says(of, wished, expected):
    found = match(person(1, languages=["ar"], occupation=["pflege"]), of, Weights(), wished=wished)

    assert (found.points, found.reasons) == expected


def test_a_person_without_an_employer_shares_none():
    alone = Person(1, "EN-1", THERE, None, frozenset(), frozenset())

    assert match(alone, helper(1, employer=None), Weights(), wished=False).points == 0


def test_languages_are_the_same_by_code_and_in_every_language():
    assert languages_in("Arabisch") == languages_in("arabic") == languages_in("AR") == languages_in("العربيّة")
    assert languages_in(" Farsi; Tigrinya ,") == languages_in("fa|ti")
    assert languages_in("Plattdeutsch") == {"plattdeutsch"}


def test_occupations_are_alike_by_their_telling_words():
    assert telling_words("Kauffrau für Büromanagement") & telling_words("Kaufmann/-frau für Büromanagement")
    assert not telling_words("Koch mit Zusatz") & telling_words("Mechatroniker für Kälte")


def test_people_are_spread_over_sponsors_who_are_equally_near():
    four = [person(number) for number in range(1, 5)]

    assert sorted(pairs(proposed(four, [helper(1), helper(2)])).values()) == [1, 1, 2, 2]


def test_who_accompanies_somebody_already_gets_the_next_later():
    assert pairs(proposed([person(1)], [helper(1, load=1), helper(2)])) == {1: 2}


def test_nobody_gets_more_than_they_have_room_for():
    three = [person(number) for number in (1, 2, 3)]

    assert sorted(map(str, pairs(proposed(three, [helper(1, room=1), helper(2, room=1)])).values())) == [
        "1",
        "2",
        "None",
    ]


def test_a_poor_pair_is_better_than_nobody():
    assert pairs(proposed([person(1)], [helper(1, THERE, load=49, employer=11)])) == {1: 1}


def test_excluded_pairs_are_never_proposed_not_even_by_hand():
    never = {"excluded": [(1, 1)]}

    assert pairs(proposed([person(1)], [helper(1)], **never)) == {1: None}
    assert pairs(proposed([person(1)], [helper(1), helper(2)], choices={1: 1}, **never)) == {1: None}


def test_a_wish_outweighs_the_site():
    assert pairs(proposed([person(1)], [helper(1), helper(2, THERE)], wished=[(1, 2)])) == {1: 2}


def test_the_order_in_which_people_and_sponsors_come_changes_nothing():
    people, helpers = [person(number) for number in (1, 2, 3)], [helper(1), helper(2, THERE), helper(3)]
    found = [pairs(proposed(some, others)) for some in permutations(people) for others in permutations(helpers)]

    assert all(each == found[0] for each in found)


def test_a_choice_by_hand_says_what_the_whole_loses():
    people, helpers = [person(1), person(2, THERE)], [helper(1, room=1), helper(2, THERE, room=1)]

    changed = proposed(people, helpers, choices={1: 2})

    assert pairs(changed) == {1: 2, 2: 1}
    assert [pair.price for pair in changed.pairs()] == [Price(40, 0), None]
    assert changed.loss == Price(40, 0)


def test_leaving_somebody_out_is_said_apart_from_the_points():
    left_out = proposed([person(1)], [helper(1)], choices={1: None})

    assert (left_out.loss, pairs(left_out)) == (Price(40, 1), {1: None})


def test_every_alternative_has_the_price_that_choosing_it_then_has():
    people = [person(1, languages=["ar"]), person(2, THERE), person(3)]
    helpers = [helper(1, room=1, languages=["ar"]), helper(2, THERE, load=1), helper(3, room=1)]
    offered = proposed(people, helpers, excluded=[(3, 3)]).alternatives(1)

    for other in offered:
        chosen = other.helper.sponsor if other.helper else None
        assert proposed(people, helpers, excluded=[(3, 3)], choices={1: chosen}).loss == other.price
    assert (offered[0].price, offered[-1].helper) == (Price(0, 0), None)


def test_choices_of_people_and_sponsors_who_are_not_there_are_left_out():
    assert proposed([person(1)], [helper(1)], choices={1: 99, 99: 1}).choices == {}
