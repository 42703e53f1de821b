"""A training manager brings a cohort and its sponsors together: proposal, a change with its price, confirmed, introduced."""

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from integration.jobs.models import Job
from integration.outbox.delivery import deliver
from integration.outbox.models import Message
from programmes.pathways.enums import PhaseKind
from programmes.sponsorships.models import Sponsorship
from tests import factories as make
from tests.journeys.walking import faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company():
    return make.organisation(name="Nordwerk")


@pytest.fixture
def cohort(company):
    cohort = make.cohort(make.programme(organisation=company, name="Dual"), label="Herbst")
    make.phase(cohort.programme, PhaseKind.TRAINING)
    for given, language in (("Amal", "Arabisch"), ("Bilal", "")):
        person = make.participant(given_name=given, family_name="Haddad", preferred_language=language)
        make.enrolment(participant=person, cohort=cohort)
    for name, languages in (("Weber", "Arabisch"), ("Lang", "Dänisch")):
        user = make.member(Role.SPONSOR, company, email=f"{name.lower()}@example.org")
        make.sponsor(organisation=company, family_name=name, languages=languages, capacity=1, user=user)
    return cohort


@pytest.fixture
def page(browser, live_server, company):
    page = opened(browser, live_server, make.member(Role.TRAINING_MANAGER, company))
    yield page
    page.context.close()


def choose_by_keyboard(page, target):
    target.focus()
    page.keyboard.press("Enter")


def accompanied():
    rows = Sponsorship.objects.order_by("enrolment").select_related("enrolment__participant", "sponsor")
    return [(each.enrolment.participant.given_name, each.sponsor.family_name) for each in rows]


def test_a_cohort_gets_its_sponsors(page, cohort):
    page.goto(f"/admin/pathways/cohort/{cohort.pk}/change/")
    page.get_by_role("link", name="Patinnen und Paten für alle finden, die hier noch niemanden haben").click()
    amal = page.get_by_role("row").filter(has_text="Amal")
    expect(amal).to_contain_text("Weber")
    expect(amal).to_contain_text("spricht die Sprache der Person")
    proposed = faults(page)

    choose_by_keyboard(page, amal.get_by_role("link", name="Ändern"))
    lang = page.get_by_role("row").filter(has_text="Lang")
    expect(lang).to_contain_text("kostet 30 Punkte")
    others = faults(page)
    choose_by_keyboard(page, lang.get_by_role("link", name="Wählen"))
    expect(page.get_by_role("row").filter(has_text="Amal")).to_contain_text("Lang")
    expect(page.locator(".message")).to_contain_text("kostet 30 Punkte")
    choose_by_keyboard(page, page.get_by_role("button", name="Angekreuzte beginnen lassen"))
    page.wait_for_url("**/admin/jobs/**")
    jobs.run(Job.objects.get(kind="match").pk, "task")
    page.reload()
    expect(page.get_by_role("row").filter(has_text="Amal")).to_contain_text("Lang")
    for message in Message.objects.order_by("pk"):
        deliver(message.pk)

    assert accompanied() == [("Amal", "Lang"), ("Bilal", "Weber")]
    assert sorted(each.to[0] for each in mail.outbox) == ["lang@example.org", "weber@example.org"]
    assert not any(name in each.body + each.subject for each in mail.outbox for name in ("Amal", "Bilal", "Haddad"))
    assert (proposed, others, faults(page)) == ([], [], [])
    assert {each.started_on for each in Sponsorship.objects.all()} == {timezone.localdate()}
