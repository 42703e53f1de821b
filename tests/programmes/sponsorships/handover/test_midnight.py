"""Who hands over sees the person until midnight in Berlin, and who takes over from then on: also when the clocks change."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from programmes.sponsorships.enums import HandoverKind
from programmes.sponsorships.handover.services import ONE_DAY, Plan, hand_over
from tests import factories as make

pytestmark = pytest.mark.django_db

NIGHTS = [
    # The evening before the clocks go forward, and that day's own, one hour shorter.
    (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
    # The same of the night in which they go back.
    (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
]


def helper(company):
    return make.sponsor(organisation=company, user=make.member(Role.SPONSOR, company))


def sees(sponsor, enrolment):
    """What the person's page answers, how many mentees there are, and whether a contact can be noted."""
    client = Client()
    client.force_login(sponsor.user)
    page = client.get(reverse("portal:mentee", args=[enrolment.pk])).status_code
    noting = client.post(reverse("portal:note_contact", args=[enrolment.pk]), {}).status_code
    return page, len(client.get(reverse("portal:index")).context["cards"]), noting


@pytest.mark.parametrize(("last_day", "still", "over"), NIGHTS)
def test_for_good_the_access_goes_from_one_to_the_other_at_midnight(last_day, still, over):
    company = make.organisation()
    old, new = helper(company), helper(company)
    enrolment = make.enrolment(cohort=make.cohort(make.programme(organisation=company)))
    with time_machine.travel(still, tick=False):
        sponsorship = make.sponsorship(enrolment, old)
        hand_over(sponsorship, new, last_day + ONE_DAY, Plan(HandoverKind.END, last_day))

    seen = []
    for moment in (still, over):
        with time_machine.travel(moment, tick=False):
            seen.append((sees(old, enrolment), sees(new, enrolment)))

    here, gone = (200, 1, 200), (404, 0, 404)
    assert seen == [(here, gone), (gone, here)]


@pytest.mark.parametrize(("last_day", "still", "over"), NIGHTS)
def test_a_deputy_loses_the_access_at_the_midnight_at_which_the_other_is_back(last_day, still, over):
    company = make.organisation()
    old, deputy = helper(company), helper(company)
    enrolment = make.enrolment(cohort=make.cohort(make.programme(organisation=company)))
    left = last_day - 10 * ONE_DAY
    with time_machine.travel(still, tick=False):
        sponsorship = make.sponsorship(enrolment, old)
        hand_over(sponsorship, deputy, left + ONE_DAY, Plan(HandoverKind.LEAVE, left, last_day + ONE_DAY))

    seen = []
    for moment in (still, over):
        with time_machine.travel(moment, tick=False):
            seen.append(sees(deputy, enrolment)[0])

    assert seen == [200, 404]
