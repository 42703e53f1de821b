"""Asking for help: both sides see it, each is told that there is something to read, and nobody else learns of it."""

from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.outbox.delivery import deliver
from integration.outbox.models import Message
from programmes.sponsorships.answering import waiting_work
from programmes.sponsorships.enums import HelpState
from programmes.sponsorships.models import HelpMessage, HelpRequest
from tests import factories as make

pytestmark = pytest.mark.django_db

QUESTION = "Der Kurs liegt in der Spätschicht."


@pytest.fixture
def manager(mentee):
    return make.member(Role.TRAINING_MANAGER, mentee.organisation, display_name="Nora Nolte")


@pytest.fixture
def office(manager):
    client = Client()
    client.force_login(manager)
    return client


def ask(client, mentee, **fields):
    given = {"key": uuid4(), "text": QUESTION, "urgency": "today", **fields}
    return client.post(reverse("portal:ask", args=[mentee.pk]), given)


def sent_mails():
    for pk in Message.objects.order_by("pk").values_list("pk", flat=True):
        deliver(pk)
    return mail.outbox


def test_a_question_is_answered_and_settled(client, office, mentee):
    asked_to = ask(client, mentee)["Location"]
    asked = HelpRequest.objects.get()
    states = [asked.state]

    office.post(reverse("admin:help_request", args=[asked.pk]), {"key": uuid4(), "text": "Ich kümmere mich."})
    states.append(HelpRequest.objects.get().state)
    page = client.get(reverse("portal:help_request", args=[asked.pk])).content.decode()
    client.post(reverse("portal:help_request", args=[asked.pk]), {"key": uuid4(), "text": "Danke!"})
    states.append(HelpRequest.objects.get().state)
    client.post(reverse("portal:settle_help", args=[asked.pk]))
    states.append(HelpRequest.objects.get().state)

    assert asked_to == reverse("portal:help")
    assert states == [HelpState.OPEN, HelpState.ANSWERED, HelpState.OPEN, HelpState.SETTLED]
    assert ("Ich kümmere mich." in page, "Nora Nolte" in page) == (True, True)


def test_the_same_key_asks_and_answers_once(client, office, mentee):
    key, other = uuid4(), uuid4()
    for _ in range(3):
        ask(client, mentee, key=key)
    for _ in range(3):
        office.post(reverse("admin:help_request", args=[HelpRequest.objects.get().pk]), {"key": other, "text": "Ja."})

    assert (HelpRequest.objects.count(), HelpMessage.objects.count(), Message.objects.count()) == (1, 2, 2)


def test_the_nearest_managers_are_told_and_not_what(client, mentee, manager):
    make.member(Role.TRAINING_MANAGER, make.organisation())
    ask(client, mentee)

    (letter,) = sent_mails()

    said = f"{letter.subject} {letter.body}"
    assert letter.to == [manager.email]
    assert [word for word in (QUESTION, "Amal", "Haddad", "Weber") if word in said] == []
    assert reverse("admin:help_request", args=[HelpRequest.objects.get().pk]) in letter.body


def test_the_sponsor_is_told_of_the_answer_while_they_accompany(client, office, mentee, sponsor):
    ask(client, mentee)
    sent_mails().clear()
    office.post(reverse("admin:help_request", args=[HelpRequest.objects.get().pk]), {"key": uuid4(), "text": "Ja."})

    told = [letter.to for letter in sent_mails()]

    assert told == [[sponsor.user.email]]


def test_nobody_is_told_whose_right_has_ended(client, mentee, manager):
    ask(client, mentee)
    manager.memberships.all().delete()

    assert sent_mails() == []


def test_the_first_page_and_the_persons_page_say_that_somebody_waits(client, office, mentee, manager):
    before = waiting_work(manager)
    ask(client, mentee)

    (work,) = waiting_work(manager)
    page = office.get(reverse("admin:participants_participant_change", args=[mentee.participant_id])).content.decode()

    assert (before, work.said, work.url) == ([], "1 offen, davon 1 dringend", reverse("admin:help"))
    assert reverse("admin:help_request", args=[HelpRequest.objects.get().pk]) in page
    assert office.get(reverse("admin:help")).status_code == 200


def test_what_was_asked_is_sealed(client, mentee):
    ask(client, mentee)

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM sponsorships_helpmessage")
        assert cursor.fetchone()[0].startswith("s1.")


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "x" * 10_000}, {"urgency": "never"}, {"key": "x"}, {"urgency": "\0"}]
)
def test_what_cannot_be_is_refused_and_kept(client, mentee, wrong):
    answer = ask(client, mentee, **wrong)

    assert (answer.status_code, HelpRequest.objects.count()) == (200, 0)
    assert answer.context["form"].errors != {}


def test_others_requests_do_not_exist(client, mentee, sponsor):
    other = make.sponsor()
    theirs = make.enrolment(sponsor=other)
    make.sponsorship(mentee, other)
    rows = [make.help_request(theirs, other), make.help_request(mentee, other)]
    elsewhere = Client()
    elsewhere.force_login(make.member(Role.TRAINING_MANAGER))

    portal = {
        client.post(reverse(name, args=[row.pk]), {"key": uuid4(), "text": "x"}).status_code
        for name in ("portal:help_request", "portal:settle_help")
        for row in rows
    }
    workplace = {elsewhere.get(reverse("admin:help_request", args=[row.pk])).status_code for row in rows}

    assert (portal, workplace, ask(client, theirs).status_code) == ({404}, {404}, 404)


def test_a_request_that_is_settled_is_not_written_on(client, office, mentee):
    ask(client, mentee)
    asked = HelpRequest.objects.get()
    for _ in range(2):
        office.post(reverse("admin:help_request", args=[asked.pk]), {"settle": "yes"})

    answer = client.post(reverse("portal:help_request", args=[asked.pk]), {"key": uuid4(), "text": "Noch etwas"})

    assert (answer.status_code, HelpRequest.objects.get().state) == (200, HelpState.SETTLED)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.TRAINING_MANAGER, Role.SPONSOR}])
def test_it_is_between_sponsors_and_training_managers(role, mentee, sponsor):
    asked = make.help_request(mentee, sponsor)
    client = Client()
    client.force_login(make.member(role, mentee.organisation))
    addresses = [reverse("portal:help"), reverse("admin:help"), reverse("admin:help_request", args=[asked.pk])]

    assert {client.get(address).status_code for address in addresses} == {403}


def test_the_lists_cost_the_same_for_three_as_for_one(client, office, mentee, sponsor):
    make.help_request(mentee, sponsor)
    pages = [(client, reverse("portal:help")), (office, reverse("admin:help"))]
    counts = []
    for _ in range(2):
        for browser, address in pages:
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                browser.get(address)
            counts.append(len(asked))
        make.help_request(mentee, sponsor)
        make.help_request(mentee, sponsor)

    assert counts[:2] == counts[2:]
