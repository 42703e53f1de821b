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
    page.locator(f"[name={'_addanother' if another else '_save'}]").click()
    page.wait_for_load_state()


def test_from_nothing_to_a_running_programme(page):
    company = make.organisation(name="Nordwerk")
    enter(page, make.member(Role.TRAINING_MANAGER, company))

    page.get_by_role("link", name="Programm anlegen").click()
    page.get_by_role("link", name="Damit beginnen: Praktikum und Ausbildung mit Übernahmegarantie").click()
    add(page)
    page.get_by_role("link", name="Ersten Jahrgang planen").click()
    add(page, label="Herbst", planned_places="10")

    page.goto("/admin/participants/participant/add/")
    for given in PEOPLE:
        add(page, another=given != PEOPLE[-1], given_name=given, family_name="Haddad")
    page.get_by_role("link", name="Noch ohne Teilnahme").click()
    for_all(page, "enrol")

    page.get_by_role("link", name="Patinnen und Paten", exact=True).click()
    for family in SPONSORS:
        page.goto("/admin/sponsorships/sponsor/add/")
        add(page, given_name="Kim", family_name=family, capacity="3")

    page.get_by_role("link", name="Jahrgänge").click()
    page.get_by_role("link", name="Herbst").first.click()
    page.get_by_role("link", name="Patinnen und Paten für alle finden, die hier noch niemanden haben").click()
    press(page, "Angekreuzte beginnen lassen")
    page.wait_for_url("**/admin/jobs/**")
    work(page, "match")

    page.get_by_role("link", name="Teilnehmende", exact=True).click()
    for_all(page, "move_on")

    today = timezone.localdate()
    assert Enrolment.objects.filter(cohort__label="Herbst", entered_on=today, organisation=company).count() == 10
    assert sorted(Sponsorship.objects.values_list("started_on", flat=True)) == [today] * 10
    assert set(PhaseEntry.objects.values_list("phase__kind", "started_on")) == {("internship", today)}
    assert PhaseEntry.objects.count() == 10
