"""The first day of a company: from nothing to a running programme with ten people, their sponsors and a first phase."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from integration.jobs.models import Job
from programmes.pathways.models import Enrolment, PhaseEntry
from programmes.sponsorships.models import Sponsorship
from tests import factories as make
from tests.journeys.test_landing_pages import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = ["Amal", "Bilal", "Chadi", "Dania", "Elias", "Farah", "Ghada", "Hadi", "Ibtisam", "Jamal"]
SPONSORS = ["Weber", "Lang", "Yilmaz", "Krause"]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name, **how):
    """Take a link and wait for its page: a list has boxes to tick and buttons to press, as the one before it has."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, **how).first.click()


def work(page, kind):
    """As the worker would, while somebody waits."""
    jobs.run(Job.objects.filter(kind=kind).latest("pk").pk, "task")
    page.reload()


def for_all(page, what):
    """Tick everybody in a list, say what, keep what is suggested, look at what would happen, and let it happen."""
    page.get_by_role("row").get_by_role("checkbox").first.check()
    page.get_by_label("Mit den Angehakten").select_option(what)
    press(page, "Ausführen")
    press(page, "Ausprobieren")
    page.wait_for_url("**/admin/jobs/**")
    work(page, Job.objects.latest("pk").kind)
    press(page, "Für 10 Personen ausführen")
    page.wait_for_url("**/admin/jobs/**")
    work(page, Job.objects.latest("pk").kind)
    expect(page.get_by_role("heading", name="Erledigt für")).to_be_visible()


def add(page, *, another=False, **fields):
    for name, value in fields.items():
        page.locator(f"input[name={name}]").fill(value)
    with page.expect_navigation():
        page.locator(f"[name={'_addanother' if another else '_save'}]").click()


def test_from_nothing_to_a_running_programme(page):
    company = make.organisation(name="Nordwerk")
    enter(page, make.member(Role.TRAINING_MANAGER, company))

    follow(page, "Programm anlegen")
    follow(page, "Damit beginnen: Praktikum und Ausbildung mit Übernahmegarantie")
    add(page)
    follow(page, "Ersten Jahrgang planen")
    add(page, label="Herbst", planned_places="10")

    page.goto("/admin/participants/participant/add/")
    for given in PEOPLE:
        add(page, another=given != PEOPLE[-1], given_name=given, family_name="Haddad")
    follow(page, "Noch ohne Teilnahme")
    for_all(page, "enrol")

    follow(page, "Patinnen und Paten", exact=True)
    for family in SPONSORS:
        page.goto("/admin/sponsorships/sponsor/add/")
        add(page, given_name="Kim", family_name=family, capacity="3")

    follow(page, "Jahrgänge")
    follow(page, "Herbst")
    follow(page, "Patinnen und Paten für alle finden, die hier noch niemanden haben")
    press(page, "Angekreuzte beginnen lassen")
    page.wait_for_url("**/admin/jobs/**")
    work(page, "match")

    follow(page, "Teilnehmende", exact=True)
    for_all(page, "move_on")

    today = timezone.localdate()
    assert Enrolment.objects.filter(cohort__label="Herbst", entered_on=today, organisation=company).count() == 10
    assert sorted(Sponsorship.objects.values_list("started_on", flat=True)) == [today] * 10
    assert set(PhaseEntry.objects.values_list("phase__kind", "started_on")) == {("internship", today)}
    assert PhaseEntry.objects.count() == 10
