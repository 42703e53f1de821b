"""The first page: who needs me today."""

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F, Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration.accounts.roles import Role
from integration.admin import due
from integration.admin.trends import Trend, by_month, standing
from integration.deadlines.models import Deadline
from integration.organisations.enums import OrganisationKind
from integration.periods.expressions import AddDays
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import Affiliation
from programmes.pathways.services import transfer
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def days(number):
    return TODAY + timedelta(days=number)


def company(**fields):
    """A company with a programme of two phases, of which the second ends when it is told."""
    at = make.organisation(**fields)
    programme = make.programme(organisation=at)
    make.phase(programme, duration_months=36, name="Ausbildung Lager")
    make.phase(programme, PhaseKind.QUALIFICATION, duration_months=36, name="Grundkurs Lager")
    return at, make.cohort(programme)


def ending(group, on, **person):
    with transaction.atomic():
        enrolled = make.enrolment(cohort=group, participant=make.participant(**person))
        make.phase_entry(enrolled, PhaseKind.QUALIFICATION, planned_end_on=on)
    return enrolled


def signed_in(role, at):
    client = Client()
    client.force_login(make.member(role, at, display_name="Gesine"))
    return client


def shown(response):
    sections = response.context["due"].sections
    return [
        (section.title, person.face.name, [(line.deadline.kind, line.when) for line in person.lines])
        for section in sections
        for person in section.people
    ]


# --- What is shown ---


def test_everybody_who_needs_something_is_shown_once_the_most_urgent_first():
    at, group = company()
    ending(group, days(20), given_name="Dima", family_name="Barakat")
    late = ending(group, days(-12), given_name="Amal", family_name="Haddad")
    make.residence_document(late.participant, printed_valid_to=days(3))
    ending(group, days(6), given_name="Henok", family_name="")
    ending(group, days(31), given_name="Nobody", family_name="Yet")

    page = signed_in(Role.TRAINING_MANAGER, at).get("/admin/")

    assert shown(page) == [
        ("Überfällig", "Amal Haddad", [("planned_end", "seit 12 Tagen"), ("permit_ends", "in 3 Tagen")]),
        ("In den nächsten sieben Tagen", "Henok", [("planned_end", "in 6 Tagen")]),
        ("In den nächsten vier Wochen", "Dima Barakat", [("planned_end", "in 20 Tagen")]),
    ]
    assert (page.context["due"].number, page.context["due"].overdue) == (4, 1)


def test_each_line_says_who_what_why_and_what_to_do():
    at, group = company(name="Werk Nord")
    enrolled = ending(group, date(2024, 12, 31), given_name="Amal", family_name="Haddad")

    text = signed_in(Role.TRAINING_MANAGER, at).get("/admin/").content.decode()

    for said in (
        "Amal Haddad",
        "Grundkurs Lager · Werk Nord",
        "Qualifizierung: geplant bis 31.12.2024.",
        f'href="/admin/participants/participant/{enrolled.participant_id}/change/#journey"',
        "Ende eintragen oder verlängern",
    ):
        assert said in text


def test_what_is_the_same_in_two_enrolments_of_a_person_is_said_once():
    at, group = company()
    other = make.cohort(group.programme)
    person = make.participant()
    make.residence_document(person, printed_valid_to=days(3))
    for each in (group, other):
        with transaction.atomic():
            make.phase_entry(make.enrolment(cohort=each, participant=person))

    page = signed_in(Role.TRAINING_MANAGER, at).get("/admin/")

    assert shown(page) == [("In den nächsten sieben Tagen", "Amal Haddad", [("permit_ends", "in 3 Tagen")])]


def test_where_somebody_stands_is_said_in_words():
    at, group = company()
    make.enrolment(cohort=group, entered_on=days(5))
    between = make.enrolment(cohort=group)
    make.phase_entry(between, ended_on=days(-30), outcome=Outcome.COMPLETED)

    sections = signed_in(Role.TRAINING_MANAGER, at).get("/admin/").context["due"].sections

    assert [person.face.standing for section in sections for person in section.people] == [
        "zwischen den Phasen",
        f"ab {days(5):%d.%m.%Y}",
    ]


# --- Filters and pages ---


def test_a_kind_can_be_shown_alone_and_all_again():
    at, group = company()
    late = ending(group, days(-12))
    make.residence_document(late.participant, printed_valid_to=days(3))
    client = signed_in(Role.TRAINING_MANAGER, at)

    page = client.get("/admin/?kind=permit_ends")

    assert [kind for _band, _name, lines in shown(page) for kind, _when in lines] == ["permit_ends"]
    assert [(str(chip.title), chip.number, chip.url, chip.on) for chip in page.context["due"].chips] == [
        ("Aufenthaltsdokument", 1, "?", True),
        ("Geplantes Ende", 1, "?kind=planned_end", False),
    ]


def test_a_site_can_be_shown_alone():
    at, group = company(name="Werk")
    site = make.organisation(code="NORD", name="Nord", kind=OrganisationKind.SITE, parent=at)
    ending(group, days(-12), given_name="Hier")
    moved = ending(group, days(-12), given_name="Dort", family_name="")
    transfer(moved, days(-20), site)
    client = signed_in(Role.TRAINING_MANAGER, at)

    assert [name for _band, name, _lines in shown(client.get("/admin/?organisation=NORD"))] == ["Dort"]
    assert len(shown(client.get(f"/admin/?organisation={at.code}"))) == 2
    assert len(shown(client.get("/admin/?organisation=ELSEWHERE"))) == 2


def test_more_follow_on_request_and_go_on_where_the_page_before_ended(monkeypatch):
    monkeypatch.setattr(due, "PEOPLE_AT_ONCE", 2)
    at, group = company()
    for at_day, name in ((-3, "A"), (-2, "B"), (-1, "C"), (2, "D")):
        ending(group, days(at_day), given_name=name, family_name="")
    client = signed_in(Role.TRAINING_MANAGER, at)

    first, second = client.get("/admin/"), client.get("/admin/?p=2")

    assert [name for _title, name, _lines in shown(first)] == ["A", "B"]
    assert first.context["due"].more == "?p=2"
    assert [(title, name) for title, name, _lines in shown(second)] == [
        ("", "C"),
        ("In den nächsten sieben Tagen", "D"),
    ]
    assert second.context["due"].more == ""


def test_of_very_many_it_says_only_that_there_are_more(monkeypatch):
    monkeypatch.setattr("integration.deadlines.queries.MOST_COUNTED", 2)
    monkeypatch.setattr("integration.admin.templatetags.workplace.MOST_COUNTED", 2)
    at, group = company()
    for number in range(3):
        ending(group, days(-number - 1))

    text = signed_in(Role.TRAINING_MANAGER, at).get("/admin/").content.decode()

    assert "2+ Dinge warten auf Sie; davon 2+ überfällig." in text
    assert '<span class="chip-number">2+</span>' in text
    assert '<span class="tag">2+</span>' in text


@pytest.mark.parametrize(
    "query", ["kind=nothing", "p=0", "p=-1", "p=99999999999999", "p=²", "organisation=%27", "kind=&p="]
)
def test_addresses_that_mean_nothing_show_everything(query):
    at, group = company()
    ending(group, days(-1))

    page = signed_in(Role.TRAINING_MANAGER, at).get(f"/admin/?{query}")

    assert (page.status_code, len(shown(page))) == (200, 1)


@pytest.mark.parametrize(
    ("target", "template"),
    [("due", "due"), ("more", "people"), ("under-way", "under_way"), ("trends", "trends")],
)
def test_a_part_of_the_page_can_be_asked_for_alone(target, template):
    at, group = company()
    ending(group, days(-1))
    client = signed_in(Role.TRAINING_MANAGER, at)

    part = client.get("/admin/", headers={"hx-request": "true", "hx-target": target})

    assert part.templates[0].name == f"workplace/home/{template}.html"


# --- Only one's own ---


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true", "hx-target": "due"}])
def test_nothing_of_another_tree_is_shown(headers):
    ours, theirs = grow("EULE"), grow("KIEBITZ")
    Deadline.objects.update(due_on=days(-1), shown_on=days(-9))

    text = ours.signed_in(Role.TRAINING_MANAGER).get("/admin/", headers=headers).content.decode()

    assert "FamilieEULE" in text
    assert theirs.word not in text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_other_roles_see_where_their_work_is_and_nobody_by_name(role):
    tree = grow("EULE")
    Deadline.objects.update(due_on=days(-1), shown_on=days(-9))
    client = tree.signed_in(role)

    text = client.get("/admin/").content.decode()
    part = client.get("/admin/", headers={"hx-request": "true", "hx-target": "due"})

    assert "Wer welche Rolle hat" in text
    assert "FamilieEULE" not in text + part.content.decode()


# --- Nothing to do ---


def test_an_empty_installation_begins_with_three_steps():
    page = signed_in(Role.TRAINING_MANAGER, make.organisation()).get("/admin/")

    assert [(url, done) for url, _step, done in page.context["steps"]] == [
        ("/admin/pathways/programme/add/", False),
        ("/admin/pathways/enrolment/add/", False),
        ("/admin/sponsors/invite/", False),
    ]


def test_steps_that_are_over_are_ticked_off_and_disappear():
    at, group = company()
    client = signed_in(Role.TRAINING_MANAGER, at)
    assert [done for _url, _step, done in client.get("/admin/").context["steps"]] == [True, False, False]

    ending(group, days(400))
    make.sponsor(organisation=at)

    assert client.get("/admin/").context["steps"] == []


def test_when_nothing_is_due_the_next_thing_is_named():
    at, group = company(name="Werk Nord")
    ending(group, date(2098, 8, 31))

    text = signed_in(Role.TRAINING_MANAGER, at).get("/admin/").content.decode()

    assert "Heute wartet niemand auf Sie" in text
    assert "Als Nächstes: Geplantes Ende am 31.08.2098 (Werk Nord)." in text


# --- Figures and what is under way ---


def test_figures_count_the_end_of_each_month_and_today():
    enrolled = make.enrolment(entered_on=date(2025, 1, 31))
    make.enrolment(cohort=enrolled.cohort, entered_on=date(2025, 12, 31), ended_on=date(2026, 2, 28))
    make.enrolment(cohort=enrolled.cohort, entered_on=date(2026, 6, 16))
    spells = Affiliation.objects.all()
    begun = by_month(spells, F("started_on"), date(2026, 6, 15))
    gone = by_month(spells, AddDays(F("ended_on"), Value(1)), date(2026, 6, 15))

    assert standing(begun, gone, date(2026, 6, 15)) == [1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1]


def test_moving_between_own_sites_is_no_arrival():
    at, group = company()
    site = make.organisation(kind=OrganisationKind.SITE, parent=at)
    enrolled = make.enrolment(cohort=group, in_phase=PhaseKind.TRAINING)
    transfer(enrolled, TODAY.replace(day=1), site)

    trends = signed_in(Role.TRAINING_MANAGER, at).get("/admin/?figures=1").context["trends"]

    assert [(str(each.title), each.now) for each in trends] == [
        ("Teilnahmen heute", "1"),
        ("In Ausbildung", "1"),
        ("Neu in diesem Monat", "0"),
        ("Offene Garantien", "0"),
        ("Mit Pate oder Patin", "–"),
    ]


def test_who_needs_a_sponsor_and_has_one_is_a_share():
    at, group = company()
    group.programme.phases.update(sponsor_required=True)
    first, second, third = (ending(group, days(400)) for _ in range(3))
    for accompanied in (first, second):
        make.sponsorship(accompanied)

    trends = signed_in(Role.TRAINING_MANAGER, at).get("/admin/?figures=1").context["trends"]

    assert (trends[-1].now, trends[-1].since) == ("67 %", "2 von 3, die jemanden brauchen")
    assert third.sponsorships.count() == 0


def test_the_picture_of_a_figure_goes_from_left_to_right():
    trend = Trend("", "2", [0, 1, 2], 1, "", "")

    assert (trend.path, trend.end, trend.difference) == ("M3.0 29.0 L60.0 16.0 L117.0 3.0", ("117.0", "3.0"), "+1")
    assert Trend("", "1", [1, 1], 0, "", "").path == "M3.0 29.0 L117.0 29.0"


def test_reports_that_are_being_built_are_under_way():
    at, _group = company(name="Werk Nord")
    make.report_edition(organisation=at, month=date(2024, 10, 1))
    make.report_edition(organisation=at, month=date(2024, 9, 1), ready=True)
    make.report_edition(month=date(2024, 10, 1))

    work = signed_in(Role.TRAINING_MANAGER, at).get("/admin/").context["work"]

    assert work == [("Bericht Oktober 2024, Werk Nord", "/reports/?month=2024-10&audience=hr", 0, 0, "")]


@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_the_page_asks_as_often_for_many_as_for_few(role):
    at, group = company()
    client = signed_in(role, at)

    def asked(people):
        for _ in range(people):
            late = ending(group, days(-12))
            make.exam(late, held_on=days(-20))
            make.residence_document(late.participant, printed_valid_to=days(3))
            make.report_edition(organisation=make.organisation(parent=at))
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/?figures=1")
        cache.clear()
        return len(captured)

    assert asked(1) == asked(3)


def test_the_page_does_not_wait_for_its_figures():
    client = signed_in(Role.TRAINING_MANAGER, make.organisation())

    assert client.get("/admin/").context["trends"] is None


def test_figures_are_remembered_for_those_who_see_the_same_and_nobody_else():
    at, group = company()
    mine = signed_in(Role.TRAINING_MANAGER, at)
    asking = {"hx-request": "true", "hx-target": "trends"}
    mine.get("/admin/", headers=asking)
    ending(group, days(400))

    def stock(client):
        return client.get("/admin/", headers=asking).context["trends"][0].now

    assert stock(mine) == stock(signed_in(Role.TRAINING_MANAGER, at)) == "0"
    assert stock(signed_in(Role.TRAINING_MANAGER, make.organisation())) == "0"
    cache.clear()
    assert (stock(mine), stock(signed_in(Role.TRAINING_MANAGER, make.organisation()))) == ("1", "0")


@pytest.mark.parametrize(
    ("language", "today"), [("de", "Mittwoch, 4. September 2024"), ("en", "Wednesday, 4 September 2024")]
)
def test_the_day_stands_there_as_the_reader_writes_it(language, today):
    with time_machine.travel("2024-09-04 12:00+00:00"):
        client = signed_in(Role.TRAINING_MANAGER, make.organisation())
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        page = client.get("/admin/")

    assert f'<p class="kicker">{today}</p>' in page.text
