"""The proposal on screen, and what becomes of it once it is confirmed."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from integration.jobs.models import Job
from integration.outbox.delivery import deliver
from integration.outbox.models import Message
from programmes.sponsorships.matching import starting
from programmes.sponsorships.models import Invitation, Sponsorship
from programmes.sponsorships.refusals import ACCOMPANIED_MEANWHILE, EXCLUDED, NO_ROOM, NOT_THERE
from tests import factories as make
from tests.refused import refused

pytestmark = pytest.mark.django_db

TODAY = date(2024, 11, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def sponsor(company):
    return make.sponsor(organisation=company, family_name="Weber", email="weber@example.org", languages="Arabic")


def page_of(cohort, **query):
    return reverse("admin:matching_cohort", args=[cohort.pk], query=query)


def confirm(browser, cohort, *pairs, key=None):
    data = {"pair": [f"{person.pk}:{helper.pk}" for person, helper in pairs], "started_on": "2024-11-01"}
    return browser.post(reverse("admin:matching_confirm", args=[cohort.pk]), {**data, "key": key or uuid4()})


def work(job):
    jobs.run(job.pk, "task")
    job.refresh_from_db()
    return job


def mailed():
    """Send what waits in the outbox, as a worker does."""
    for message in Message.objects.order_by("pk"):
        deliver(message.pk)


def started(person, helper, by):
    return starting.start_pair(person.pk, helper.pk, person.cohort_id, TODAY, by)


# --- What is shown ---


def test_each_person_has_a_sponsor_with_the_reasons_in_words(browser, cohort, waiting, sponsor, company):
    waiting(trade="Kauffrau für Büromanagement")
    sponsor.occupation = "Büromanagement"
    sponsor.save()

    (row,) = browser.get(page_of(cohort)).context["rows"]

    assert (row.name, row.told.sponsor, row.told.place) == ("Haddad, Amal", "Weber, Kim", "Nordwerk")
    assert [*row.told.match.reasons] == ["site", "language", "occupation"]


def test_who_is_accompanied_has_left_or_belongs_elsewhere_does_not_wait(browser, cohort, waiting, sponsor, site):
    make.sponsorship(waiting("Osman"), sponsor)
    make.sponsorship(waiting("Moroz"), sponsor, started_on=date(2025, 1, 1))
    waiting("Kaya", ended_on=date(2024, 10, 1))
    make.transfer(waiting("Diallo"), make.organisation())
    make.sponsorship(waiting("Sow"), sponsor, ended_on=date(2024, 10, 31))
    waiting("Rahimi", at=site)

    assert [row.name for row in browser.get(page_of(cohort)).context["rows"]] == ["Rahimi, Amal", "Sow, Amal"]


def test_only_sponsors_of_the_own_organisations_who_are_there_and_have_room_are_proposed(
    browser, cohort, waiting, company
):
    make.sponsor(given_name="Fremd", languages="Arabic")
    away = make.sponsor(organisation=company, family_name="Away")
    away.absences.create(started_on=date(2024, 10, 1), ended_on=TODAY)
    full = make.sponsor(organisation=company, family_name="Full", capacity=1)
    make.sponsorship(make.enrolment(), full)
    waiting()

    answer = browser.get(page_of(cohort))

    assert (answer.context["helpers"], answer.context["alone"]) == (0, 1)
    assert not {"Away", "Full", "Fremd"} & set(answer.content.decode().split())


def test_a_choice_by_hand_is_kept_in_the_address_with_its_price(browser, cohort, waiting, sponsor, company, site):
    enrolment = waiting()
    other = make.sponsor(organisation=site, family_name="Lang")

    answer = browser.get(page_of(cohort, by_hand=f"{enrolment.pk}:{other.pk}"))

    (row,) = answer.context["rows"]
    assert (row.told.sponsor, row.price.in_words()) == ("Lang, Kim", "kostet 50 Punkte")
    assert f"by_hand={enrolment.pk}:{other.pk}" in row.url


def test_who_else_could_stands_with_prices_the_cheapest_first_and_last_nobody(browser, cohort, waiting, sponsor, site):
    enrolment = waiting()
    make.sponsor(organisation=site, family_name="Lang")

    others = browser.get(reverse("admin:matching_person", args=[cohort.pk, enrolment.pk])).context["others"]

    assert [(other.sponsor, other.price.points) for other in others] == [("Weber, Kim", 0), ("Lang, Kim", 50), ("", 70)]


@pytest.mark.parametrize(
    "query",
    [
        {"started_on": "31.02.2025"},
        {"started_on": "99999-01-01", "site": "1e400"},
        {"site": "-1", "by_hand": "x:y-1:1e9-:-9" + "9" * 30 + ":1"},
        {"by_hand": "1:2:3-" * 5_000},
        {"spread": "999999999999999999999", "wish": "ü"},
    ],
)
def test_an_address_that_makes_no_sense_gets_the_usual_proposal(browser, cohort, waiting, sponsor, query):
    waiting()

    answer = browser.get(page_of(cohort, **query))

    assert (answer.status_code, answer.context["matched"]) == (200, 1)


def test_pages_ask_as_much_for_three_people_as_for_one(browser, cohort, waiting, company):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(page_of(cohort))
        return len(asked)

    waiting("A")
    make.sponsor(organisation=company)
    queries()
    one = queries()
    for name in ("B", "C"):
        waiting(name)
        make.sponsor(organisation=company)

    assert queries() == one


def test_the_first_page_counts_who_waits_in_which_cohort(browser, cohort, waiting, sponsor):
    waiting("A")
    waiting("B")
    make.enrolment()

    assert browser.get(reverse("admin:matching")).context["cohorts"] == [(cohort, 2)]


# --- Who may ---


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.MANAGEMENT, Role.SPONSOR])
def test_only_training_managers_get_a_proposal(company, cohort, waiting, role):
    client = Client()
    client.force_login(make.member(role, company))
    pages = [
        reverse("admin:matching"),
        page_of(cohort),
        reverse("admin:matching_person", args=[cohort.pk, waiting().pk]),
    ]

    assert {client.get(page).status_code for page in pages} == {403}
    assert client.post(reverse("admin:matching_confirm", args=[cohort.pk])).status_code == 403


def test_cohorts_and_people_of_others_are_not_there(browser, cohort, waiting):
    foreign = make.enrolment()

    assert browser.get(page_of(foreign.cohort)).status_code == 404
    assert browser.get(reverse("admin:matching_person", args=[cohort.pk, foreign.pk])).status_code == 404
    assert browser.get(reverse("admin:matching_person", args=[cohort.pk, 10**15])).status_code == 404


def test_pairs_with_people_or_sponsors_of_others_do_not_begin(browser, cohort, waiting, sponsor, manager):
    foreign, stranger = make.enrolment(), make.sponsor()

    confirm(browser, cohort, (foreign, sponsor), (waiting(), stranger))
    job = work(Job.objects.get())

    assert (Sponsorship.objects.count(), len(job.result["refused"])) == (0, 2)
    assert browser.get(reverse("admin:job", args=[job.pk])).status_code == 200


# --- Confirming ---


def test_confirmed_pairs_begin_and_each_sponsor_gets_one_mail_without_names(browser, cohort, waiting, company, manager):
    account = make.member(Role.SPONSOR, company, email="kim@example.org", language="en")
    helper = make.sponsor(organisation=company, user=account)
    pairs, key = [(waiting("Haddad"), helper), (waiting("Osman"), helper)], uuid4()
    for _ in range(2):
        confirm(browser, cohort, *pairs, key=key)
    job = work(Job.objects.get())
    work(job)
    mailed()

    begun = Sponsorship.objects.order_by("pk")
    assert [(each.enrolment, each.sponsor, each.started_on) for each in begun] == [(*pair, TODAY) for pair in pairs]
    assert [each.history.get().history_user for each in begun] == [manager] * 2
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["kim@example.org"], "Einstieg: You accompany somebody new")
    ] * 2
    assert not any(word in each.body for each in mail.outbox for word in ("Haddad", "Osman", "Amal", "Kim"))


def test_begun_again_after_a_crash_it_goes_on_where_it_stopped(browser, cohort, waiting, sponsor, manager):
    first, second = waiting("A"), waiting("B")
    started(first, sponsor, manager)
    confirm(browser, cohort, (first, sponsor), (second, sponsor))

    assert work(Job.objects.get()).result == {
        "fine": {str(first.pk): sponsor.pk, str(second.pk): sponsor.pk},
        "refused": {},
    }
    assert (Sponsorship.objects.count(), Message.objects.filter(kind="introduction").count()) == (2, 2)


def test_who_cannot_sign_in_yet_is_invited_as_well(waiting, sponsor, manager):
    started(waiting(), sponsor, manager)

    assert Invitation.objects.get().sponsor == sponsor
    assert sorted(message.kind for message in Message.objects.all()) == ["introduction", "invitation"]


def test_a_sponsorship_that_is_gone_or_over_when_the_mail_leaves_is_not_introduced(waiting, sponsor, manager):
    sponsorship = started(waiting(), sponsor, manager)
    Invitation.objects.all().delete()
    sponsorship.ended_on = TODAY
    sponsorship.save()
    with time_machine.travel(date(2024, 11, 2)):
        mailed()

    assert mail.outbox == []


def test_what_came_up_meanwhile_is_said(waiting, sponsor, company, manager):
    enrolment, other = waiting(), make.sponsor(organisation=company, capacity=1)
    with refused(EXCLUDED):
        other.preferences.create(enrolment=enrolment, kind="exclusion", reason="line_manager")
        started(enrolment, other, manager)
    other.preferences.update(withdrawn=True)
    make.sponsorship(make.enrolment(), other)
    with refused(NO_ROOM):
        started(enrolment, other, manager)
    make.sponsorship(enrolment, sponsor)
    with refused(ACCOMPANIED_MEANWHILE):
        started(enrolment, make.sponsor(organisation=company), manager)
    sponsor.absences.create(started_on=TODAY)
    with refused(NOT_THERE):
        started(waiting("Neu"), sponsor, manager)


def test_nothing_ticked_begins_nothing(browser, cohort, waiting, sponsor):
    waiting()

    answer = confirm(browser, cohort)

    assert (answer.status_code, Job.objects.count()) == (302, 0)


def test_the_result_names_pairs_to_those_who_see_them(browser, cohort, waiting, sponsor):
    confirm(browser, cohort, (waiting(), sponsor))
    job = work(Job.objects.get())

    lines = browser.get(reverse("admin:job", args=[job.pk])).context["fine"]

    assert [(line.name, line.said) for line in lines.first] == [("Haddad, Amal", "Weber, Kim")]
