"""A change for many, as somebody makes it: tick people in the list, fill in, look, confirm."""

import pytest
from playwright.sync_api import expect

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from integration.jobs.models import Job
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import PhaseEntry
from tests import factories as make
from tests.journeys.test_landing_pages import enter
from tests.journeys.walking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager():
    company = make.organisation(name="Werk Nord")
    programme = make.programme(organisation=company, name="Dual")
    make.phase(programme, PhaseKind.INTERNSHIP, name="Praktikum", position=1)
    make.phase(programme, PhaseKind.TRAINING, name="Ausbildung", position=2)
    cohort = make.cohort(programme, label="Herbst")
    for name, position in (("Amal", 1), ("Bilal", 1), ("Chadi", 2)):
        person = make.enrolment(cohort=cohort, participant=make.participant(given_name=name, family_name="Haddad"))
        make.phase_entry(person, phase=programme.phases.get(position=position))
    return make.member(Role.TRAINING_MANAGER, company, display_name="Thea")


def work():
    for job in Job.objects.filter(state="waiting"):
        jobs.run(job.pk, "task")


def test_a_cohort_moves_on_with_the_keyboard(page, manager):
    page.emulate_media(reduced_motion="reduce")
    enter(page, manager)
    page.goto("/admin/pathways/enrolment/")
    for box in page.get_by_role("row").get_by_role("checkbox").all()[1:]:
        box.press("Space")
    page.get_by_label("Mit den Angehakten").select_option("move_on")
    page.get_by_role("button", name="Ausführen").press("Enter")
    expect(page.get_by_role("heading", name="3 Personen")).to_be_visible()
    assert faults(page) == []

    page.get_by_role("button", name="Ausprobieren").press("Enter")
    expect(page.get_by_text("wartet")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="Nicht möglich für")).to_be_visible(timeout=15_000)
    assert (faults(page), PhaseEntry.objects.count()) == ([], 3)

    page.get_by_role("button", name="Für 2 Personen ausführen").press("Enter")
    expect(page.get_by_text("wartet")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="Erledigt für")).to_be_visible(timeout=15_000)
    assert (faults(page), PhaseEntry.objects.count()) == ([], 5)
