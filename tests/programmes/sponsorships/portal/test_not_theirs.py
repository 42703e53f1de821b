"""Whom a sponsor does not accompany today does not exist for them: at no address, in no form, filter, feed or file."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import portal
from integration.accounts.roles import Role
from integration.admin.site import workplace
from integration.deadlines.addresses import give_address
from programmes.pathways.enums import PhaseKind
from programmes.sponsorships import urls
from programmes.sponsorships.models import Absence, Contact, Handover, HelpRequest, NextStep, PromiseText
from tests import factories as make
from tests import sponsor_factories as say

pytestmark = pytest.mark.django_db

CANARY = "Zaunkoenig"


@pytest.fixture
def others(mentee):
    """Another sponsor's mentee with everything a portal can hold, by the name of the address that leads there."""
    company = mentee.organisation
    other = make.sponsor(organisation=company, user=make.member(Role.SPONSOR, company))
    person = make.participant(given_name=CANARY, family_name=CANARY)
    theirs = make.enrolment(in_phase=PhaseKind.TRAINING, participant=person, sponsor=other)
    make.contact(theirs, other)
    portal.furnish(other, timezone.localdate())
    return {
        "mentees": theirs.pk,
        "contacts": Contact.objects.get(sponsor=other).pk,
        "steps": NextStep.objects.filter(sponsor=other).first().pk,
        "help": HelpRequest.objects.get(sponsor=other).pk,
        "handovers": Handover.objects.get().pk,
        "me": Absence.objects.get(sponsor=other).pk,
    }


@pytest.fixture
def formers(others, sponsor):
    """The same of somebody whom one accompanied until yesterday."""
    own = make.enrolment(in_phase=PhaseKind.TRAINING, participant=make.participant(given_name=CANARY), sponsor=sponsor)
    kept = {
        "mentees": own.pk,
        "contacts": make.contact(own, sponsor).pk,
        "steps": make.next_step(own, sponsor).pk,
        "help": make.help_request(own, sponsor).pk,
        "handovers": say.handover(own.sponsorships.get()).pk,
    }
    own.sponsorships.update(ended_on=timezone.localdate() - timedelta(days=1))
    return kept


def paths():
    """Every address of the portal with a key in it: of what it is, and what follows the key."""
    found = [re.fullmatch(r"(\w+)/(?:\w+/)?<int:pk>/(.*)", str(each.pattern)) for each in urls.urlpatterns]
    return sorted((match[1], str(match.string)) for match in found if match)


def answers(client, path, pk):
    """What opening it and sending a form to it say, keys and secrets left out."""
    address = "/portal/" + path.replace("<int:pk>", str(pk))
    found = []
    for act in (client.get, client.post):
        with CaptureQueriesContext(connection) as asked:
            answer = act(address, headers={"host": "testserver"})
        words = re.sub(r'value="\w{64}"', "", answer.content.decode().replace(f"/{pk}/", "/"))
        found.append((answer.status_code, len(asked), words))
    return found


@pytest.mark.parametrize(("what", "path"), paths())
def test_others_former_ones_and_nobody_answer_alike(client, others, formers, what, path):
    keys = [rows[what] for rows in (others, formers) if what in rows] + [10**9, 10**18]
    if "promise" in path:
        keys = [say.promise_text(make.organisation()).pk, 10**9]
    answers(client, path, keys[0])

    said = [answers(client, path, key) for key in keys]

    assert all(each == said[0] for each in said)
    assert {status for status, _queries, _words in said[0]} <= {404, 405}
    assert 404 in {status for status, _queries, _words in said[0]}


def test_nothing_of_others_was_changed_by_trying(client, others, formers):
    models = (Contact, NextStep, HelpRequest, Handover, Absence, PromiseText)
    before = [model.history.count() for model in models]

    for what, path in paths():
        for rows in (others, formers):
            client.post("/portal/" + path.replace("<int:pk>", str(rows.get(what, 1))), {"done": "yes", "text": "x"})

    assert [model.history.count() for model in models] == before


@pytest.mark.parametrize("name", ["index", "dates", "help", "own"])
@pytest.mark.parametrize("query", ["enrolment", "mentee", "sponsor", "q", "pk", "user"])
def test_no_question_in_an_address_shows_them(client, others, formers, name, query):
    page = client.get(reverse(f"portal:{name}"), {query: others["mentees"]})

    assert (page.status_code, CANARY in page.content.decode()) == (200, False)


def test_they_are_in_no_feed_and_their_lists_and_files_are_closed(client, others, formers, sponsor):
    feed = Client().get(reverse("dates:calendar", args=[give_address(sponsor.user, initials=True)])).content.decode()
    closed = {
        client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"), {"q": CANARY}).status_code
        for model in workplace._registry
        for page in ("changelist", "export")
    }

    assert ("Z. Z." in feed, closed) == (False, {403})
