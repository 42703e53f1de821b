"""The sponsor's own page: room, absences, training, promise, "too much"; and the guides on a mentee's page."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from programmes.pathways.enums import PhaseKind
from programmes.sponsorships.matching.facts import offering
from programmes.sponsorships.models import Promise, Relief
from tests import factories as make
from tests import sponsor_factories as own

pytestmark = pytest.mark.django_db

TODAY = date(2024, 11, 1)
PAGE = reverse("portal:own")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2024-11-01T09:00:00Z"):
        yield


@pytest.fixture
def company():
    return make.organisation(name="Nordwerk")


@pytest.fixture
def sponsor(company):
    account = make.member(Role.SPONSOR, company)
    return make.sponsor(organisation=company, user=account, capacity=2)


@pytest.fixture
def browser(sponsor):
    return browser_of(sponsor.user)


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def say(browser, what, **said):
    return browser.post(PAGE, {"what": what, **{f"{what}-{name}": value for name, value in said.items()}})


def test_room_languages_and_occupation_are_said_once_and_remembered(browser, sponsor):
    for _ in range(2):
        say(browser, "room", capacity="3", languages="Arabisch, Farsi", occupation="Einkauf")

    sponsor.refresh_from_db()
    assert (sponsor.capacity, sponsor.languages, sponsor.occupation) == (3, "Arabisch, Farsi", "Einkauf")
    assert (sponsor.history.count(), sponsor.history.first().history_user) == (2, sponsor.user)


def test_who_is_away_gets_nobody_new_until_they_are_back_or_take_it_back(browser, sponsor, company):
    manager = make.member(Role.TRAINING_MANAGER, company)
    for _ in range(2):
        say(browser, "away", started_on="01.11.2024", ended_on="30.11.2024")
    there = [offering(manager, day).exists() for day in (TODAY, date(2024, 11, 30), date(2024, 12, 1))]
    browser.post(reverse("portal:own_there", args=[sponsor.absences.get().pk]))

    assert (there, offering(manager, TODAY).exists()) == ([False, False, True], True)
    assert sponsor.absences.model.history.count() == 2


def test_a_training_is_recorded_once_it_took_place(browser, sponsor):
    for held_on in ("31.10.2024", "31.10.2024", "02.11.2024"):
        say(browser, "learned", title="Grundkurs", held_on=held_on)

    assert [(each.title, each.held_on) for each in sponsor.trainings.all()] == [("Grundkurs", date(2024, 10, 31))]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("room", {"capacity": "-1"}),
        ("room", {"capacity": "1e400"}),
        ("room", {"languages": "x" * 10_000}),
        ("away", {"started_on": "99999-01-01"}),
        ("away", {"started_on": "02.11.2024", "ended_on": "01.11.2024"}),
        ("learned", {"title": " ", "held_on": "01.10.2024"}),
        ("too_much", {"text": "x" * 10_000}),
    ],
)
def test_bad_input_is_said_beside_its_form_and_kept(browser, what, said):
    answer = say(browser, what, **said)

    assert (answer.status_code, bool(answer.context["forms"][what].errors), answer.context["sent"]) == (200, True, what)


def test_an_unknown_form_changes_nothing(browser):
    assert browser.post(PAGE, {"what": "everything"}).status_code == 200


# --- The promise ---


def test_the_newest_promise_of_the_nearest_organisation_is_given_once(browser, sponsor, company):
    own.promise_text(company)
    newest = own.promise_text(company, version=2, text_de="Ich höre zu.", text_en="I listen.")
    own.promise_text(make.organisation(), version=9)
    for _ in range(2):
        browser.post(reverse("portal:own_promise", args=[newest.pk]))

    assert [(each.text, each.given_on) for each in Promise.objects.all()] == [(newest, TODAY)]
    assert "Ich höre zu." in browser.get(PAGE).text


def test_a_site_takes_the_promise_of_its_company_while_it_has_none(company):
    site = make.organisation(kind=OrganisationKind.SITE, parent=company)
    helper = make.sponsor(organisation=site, user=make.member(Role.SPONSOR, site))
    text = own.promise_text(company)

    assert browser_of(helper.user).get(PAGE).context["promise_text"] == text


def test_promises_and_absences_of_others_are_not_there(browser):
    foreign, other = own.promise_text(make.organisation()), own.absence(make.sponsor())

    assert browser.post(reverse("portal:own_promise", args=[foreign.pk])).status_code == 404
    assert browser.post(reverse("portal:own_there", args=[other.pk])).status_code == 404


# --- Too much ---


def test_too_much_stands_on_the_managers_first_page_until_it_is_settled(browser, sponsor, company):
    manager = browser_of(make.member(Role.TRAINING_MANAGER, company))
    elsewhere = browser_of(make.member(Role.TRAINING_MANAGER))
    for text in ("Zu viel", "Zu viel", "Viel zu viel"):
        say(browser, "too_much", text=text)
    relief = Relief.objects.get()
    page = reverse("admin:sponsorships_relief_change", args=[relief.pk])
    shown = [page in browser_.get(reverse("admin:index")).text for browser_ in (manager, elsewhere)]
    settle = reverse("admin:relief_settle", args=[relief.pk])
    refused = elsewhere.post(settle).status_code
    for _ in range(2):
        manager.post(settle)
    relief.refresh_from_db()

    assert (shown, relief.text, refused, relief.settled_on) == ([True, False], "Viel zu viel", 404, TODAY)
    assert page not in manager.get(reverse("admin:index")).text
    assert elsewhere.get(page).status_code == 404


def test_the_words_are_sealed(sponsor):
    own.relief(sponsor, text="Zu viel")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM sponsorships_relief")
        assert "viel" not in cursor.fetchone()[0]


def test_one_stands_at_a_time_and_is_settled_after_it_was_said(sponsor):
    own.relief(sponsor)
    for fields in ({}, {"settled_on": date(2024, 10, 31)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            own.relief(sponsor, **fields)


# --- Guides ---


def test_a_mentees_page_shows_the_guides_of_the_phase_in_the_readers_language_and_safely(browser, sponsor, company):
    programme = make.programme(organisation=company)
    training = make.phase(programme, PhaseKind.TRAINING)
    other = make.phase(programme, PhaseKind.TRAINING)
    enrolment = make.enrolment(cohort=make.cohort(programme), sponsor=sponsor)
    make.phase_entry(enrolment, phase=training)
    own.guide(company, title_de="Für alle", text_de="<script>1</script>")
    own.guide(company, title_de="Nur hier", phase=training)
    own.guide(company, title_de="Anderswo", phase=other)
    own.guide(company, title_de="Praktikum", kind=PhaseKind.INTERNSHIP)
    own.guide(make.organisation(), title_de="Fremd")

    page = browser.get(reverse("portal:mentee", args=[enrolment.pk])).text

    shown = [title in page for title in ("Für alle", "Nur hier", "Anderswo", "Praktikum", "Fremd", "<script>1")]
    assert shown == [True, True, False, False, False, False]


# --- Who may, and how much it asks ---


def test_only_sponsors_have_such_a_page(company):
    assert browser_of(make.member(Role.TRAINING_MANAGER, company)).get(PAGE).status_code == 403
    assert browser_of(make.member(Role.SPONSOR, company)).get(PAGE).status_code == 302


def test_the_page_asks_as_much_for_three_rows_as_for_one(browser, sponsor):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            browser.get(PAGE)
        return len(asked)

    own.absence(sponsor, ended_on=TODAY)
    own.training(sponsor)
    queries()
    one = queries()
    for month in (1, 2):
        own.absence(sponsor, started_on=date(2025, month, 1), ended_on=date(2025, month, 2))
        own.training(sponsor, title=f"Kurs {month}")

    assert queries() == one
