"""However often and at once the same pair is confirmed, it begins once, and its sponsor gets one e-mail."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration.accounts.models import User
from integration.jobs.models import Job
from integration.outbox.models import Message
from programmes.sponsorships.matching.starting import start_pair
from programmes.sponsorships.models import Sponsorship
from tests import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

MANY = 50


def at_once(act):
    """Many threads that begin together; what each of them gave."""
    begin, gave = Barrier(MANY), []

    def run():
        begin.wait()
        gave.append(act())
        connection.close()

    threads = [Thread(target=run) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gave


def outcome(person, sponsor, manager):
    """The number of the sponsorship, or the words of a refusal."""
    user = User.objects.get(pk=manager.pk)
    try:
        return start_pair(person.pk, sponsor.pk, person.cohort_id, timezone.localdate(), user).pk
    except ValidationError as refusal:
        return refusal.messages[0]


def test_fifty_confirmations_of_a_pair_are_one_sponsorship_and_one_mail(cohort, waiting, company, manager):
    person, sponsor = waiting(), make.sponsor(organisation=company, email="kim@example.org")

    gave = at_once(lambda: outcome(person, sponsor, manager))

    assert set(gave) == {Sponsorship.objects.get().pk}
    assert Message.objects.filter(kind="introduction").count() == 1


def test_of_fifty_sponsors_for_one_person_one_begins(cohort, waiting, company, manager):
    person, sponsors = waiting(), [make.sponsor(organisation=company) for _ in range(MANY)]

    gave = at_once(lambda: outcome(person, sponsors.pop(), manager))

    assert sum(isinstance(each, int) for each in gave) == 1
    assert (Sponsorship.objects.count(), Message.objects.filter(kind="introduction").count()) == (1, 1)


def test_fifty_posts_of_a_form_are_one_job(browser, cohort, waiting, company):
    person, sponsor = waiting(), make.sponsor(organisation=company)
    today = timezone.localdate().isoformat()
    form = {"key": uuid4(), "started_on": today, "pair": f"{person.pk}:{sponsor.pk}"}

    def post():
        client = Client()
        client.cookies = browser.cookies
        return client.post(reverse("admin:matching_confirm", args=[cohort.pk]), form).status_code

    assert at_once(post) == [302] * MANY
    assert Job.objects.filter(kind="match").count() == 1
