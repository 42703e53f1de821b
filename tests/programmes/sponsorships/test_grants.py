"""Who sees which sponsors: one's own, those who accompany one's people, and after a move nobody new."""

from datetime import date, timedelta

import pytest

from integration.accounts.roles import Role
from programmes.sponsorships.models import Sponsor, Sponsorship
from tests import factories as make

pytestmark = pytest.mark.django_db

MOVED_ON = date(2025, 3, 1)


@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.DATA_PROTECTION])
def test_after_a_move_the_old_company_keeps_the_sponsors_from_before_and_sees_none_that_came_after(role):
    moved = make.enrolment()
    new = make.organisation()
    before, after = make.sponsor(), make.sponsor(organisation=new)
    make.sponsorship(moved, before, ended_on=MOVED_ON - timedelta(days=1))
    make.transfer(moved, new, on=MOVED_ON)
    make.sponsorship(moved, after, started_on=MOVED_ON)

    old_company = set(Sponsor.objects.visible_to(make.member(role, moved.organisation)))
    new_company = set(Sponsor.objects.visible_to(make.member(role, new)))

    assert (old_company, new_company) == ({before}, {before, after})


def test_a_sponsor_from_elsewhere_is_seen_where_they_accompany_somebody_and_nowhere_else():
    here = make.enrolment()
    helper = make.sponsor()
    make.sponsorship(here, helper)

    assert set(Sponsor.objects.visible_to(make.member(Role.TRAINING_MANAGER, here.organisation))) == {helper}
    assert set(Sponsor.objects.visible_to(make.member(Role.TRAINING_MANAGER))) == set()


@pytest.mark.parametrize("few", [0, 10_000])
def test_a_large_group_sees_the_same_sponsors_as_a_small_site(few, monkeypatch):
    monkeypatch.setattr("programmes.pathways.access.FEW", few)
    here, helper = make.enrolment(), make.sponsor()
    own = make.sponsor(organisation=here.organisation)
    make.sponsorship(here, helper)
    make.sponsorship(make.enrolment(), make.sponsor())

    assert set(Sponsor.objects.visible_to(make.member(Role.TRAINING_MANAGER, here.organisation))) == {helper, own}


@pytest.mark.parametrize("few", [0, 5])
def test_one_site_sees_the_same_sponsorships_as_many(few, monkeypatch):
    monkeypatch.setattr("programmes.pathways.access.FEW_PLACES", few)
    moved = make.enrolment()
    before, after = (
        make.sponsorship(moved, ended_on=MOVED_ON - timedelta(days=1)),
        make.sponsorship(moved, started_on=MOVED_ON),
    )
    make.transfer(moved, make.organisation(), on=MOVED_ON)
    make.sponsorship(make.enrolment())

    seen = Sponsorship.objects.visible_to(make.member(Role.TRAINING_MANAGER, moved.organisation))

    assert (list(seen), after in seen) == ([before], False)
