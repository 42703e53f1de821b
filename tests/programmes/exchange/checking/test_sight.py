"""An import that somebody asks for finds and changes only what they may see and change in the pages, too."""

import pytest

from integration.accounts.roles import Role
from integration.organisations.models import Organisation
from programmes.participants.models import Participant
from programmes.pathways.models import Enrolment
from tests.factories import member
from tests.programmes.exchange.small import GROUND, bring_in, contents, found, with_rows

pytestmark = pytest.mark.django_db

MOVED = {
    "organisations": [{"code": "S2", "name": "Werk Nord", "kind": "site", "parent": "C"}],
    "transfers": [{"enrolment": "E1", "on": "2017-01-01", "organisation": "S2"}],
    "phase_entries": [
        {"code": "F1", "enrolment": "E1", "phase": "PR", "started_on": "2016-05-02", "ended_on": "2016-08-01"},
        {"code": "F2", "enrolment": "E1", "phase": "AU", "started_on": "2017-09-01", "occupation": "Geheim"},
    ],
}
"""P1 was at the site S and moved to the site S2."""


@pytest.fixture
def old_site():
    outcome = bring_in(with_rows(**MOVED))
    assert found(outcome.problems) == []
    return Organisation.objects.get(code="S")


@pytest.fixture
def manager(old_site):
    return member(Role.TRAINING_MANAGER, old_site)


REFUSED = {
    "what happened after the move": ({"phase_entries": [{"code": "F2", "occupation": "Anderes"}]}, "code"),
    "what happened after the move, as it is": ({"phase_entries": [{"code": "F2", "occupation": "Geheim"}]}, "code"),
    "what was before the move, changed": ({"phase_entries": [{"code": "F1", "occupation": "Büro"}]}, "code"),
    "an end after the move": ({"enrolments": [{"code": "E1", "ended_on": "2018-12-31"}]}, "code"),
    "the name of somebody who moved": ({"participants": [{"code": "P1", "given_name": "Anders"}]}, "code"),
    "one more entry after the move": (
        {"phase_entries": [{"code": "X", "enrolment": "E1", "phase": "SK", "started_on": "2018-01-01"}]}, "enrolment"),
    "a level of somebody who moved": (
        {"language_levels": [{"participant": "P1", "assessed_on": "2018-01-01", "level": "c1", "evidence": "certificate"}]},
        "participant"),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "column"), REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("partial", [False, True])
def test_this_is_no_longer_theirs(old_site, manager, tables, column, partial):
    before = contents()

    outcome = bring_in(tables, organisation=old_site, user=manager, partial=partial, examples=5)

    (table,) = tables
    assert (table, 2, column, "outside_the_organisation") in found(outcome.problems)
    assert (outcome.examples, contents()) == ({}, before)


def test_what_they_see_may_be_in_the_bundle_as_it_is(old_site, manager):
    seen = {"phase_entries": [{"code": "F1", "enrolment": "E1", "phase": "PR", "ended_on": "2016-08-01"}]}

    outcome = bring_in(seen, organisation=old_site, user=manager)

    assert (found(outcome.problems), outcome.counts["phase_entries"].unchanged) == ([], 1)


def test_whoever_is_there_now_may_change_it(old_site, manager):
    new_site = Organisation.objects.get(code="S2")
    changed = {"phase_entries": [{"code": "F2", "occupation": "Büro"}]}

    outcome = bring_in(changed, organisation=new_site, user=member(Role.TRAINING_MANAGER, new_site))

    assert (found(outcome.problems), outcome.counts["phase_entries"].changed) == ([], 1)


def test_people_whom_somebody_else_took_in_and_nobody_enrolled_yet_are_not_found(old_site, manager):
    bring_in({"participants": [{"code": "P7", "given_name": "Geheim"}]})

    outcome = bring_in({"participants": [{"code": "P7", "given_name": "Geheim"}]}, organisation=old_site, user=manager)

    assert found(outcome.problems) == [("participants", 2, "code", "outside_the_organisation")]


def test_whoever_brings_people_in_finds_them_again(old_site, manager):
    new = {"participants": [{"code": "P7", "given_name": "Kofi"}]}
    bring_in(new, organisation=old_site, user=manager)

    outcome = bring_in(new, organisation=old_site, user=manager)

    assert (found(outcome.problems), outcome.counts["participants"].unchanged) == ([], 1)
    assert Participant.objects.get(code="P7").history.get().history_user == manager


def test_a_first_load_by_somebody_comes_in_whole():
    group = {"organisations": GROUND["organisations"]}
    bring_in(group)
    company = Organisation.objects.get(code="C")

    outcome = bring_in(GROUND, organisation=company, user=member(Role.TRAINING_MANAGER, company))

    assert (found(outcome.problems), Enrolment.objects.count()) == ([], 2)
