"""A training manager sets up a programme in the browser, with the keyboard alone where it matters."""

import pytest

from integration.accounts.roles import Role
from programmes.pathways.models import Cohort, Programme
from tests import factories as make
from tests.journeys.test_landing_pages import enter
from tests.journeys.walking import faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager():
    return make.member(Role.TRAINING_MANAGER)


def names():
    return list(Programme.objects.get().phases.order_by("position").values_list("name", flat=True))


def titles(page):
    """Without the places where a browser may break a long word."""
    return [text.replace("\N{SOFT HYPHEN}", "") for text in page.locator(".phase-title").all_inner_texts()]


def save(page):
    page.locator("input[name=_save], button[name=_save]").click()
    page.wait_for_url("**/change/")


def test_a_programme_from_a_pattern_in_another_order_with_a_first_cohort(page, manager):
    enter(page, manager)
    page.goto("/admin/pathways/programme/add/")
    page.get_by_role("link", name="Damit beginnen: Einstiegsqualifizierung und Ausbildung").click()
    page.wait_for_url("**pattern=eq_training")
    before = titles(page)

    page.locator("[data-phase]").nth(1).get_by_role("button", name="Weiter nach vorn").focus()
    page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.textContent.trim()")
    said = page.locator("[data-said]").inner_text()
    page.get_by_role("button", name="Phase hinzufügen").click()
    page.keyboard.type("Probearbeit")
    page.locator("[data-phase]").last.locator("select[name$='-kind']").select_option("internship")
    save(page)

    assert before == ["1. Einstiegsqualifizierung (EQ)", "2. Sprachkurs", "3. Ausbildung"]
    assert (focused, said) == ("Weiter nach hinten", "„Sprachkurs“ steht jetzt an Stelle 1 von 3.")
    assert names() == ["Sprachkurs", "Einstiegsqualifizierung (EQ)", "Ausbildung", "Probearbeit"]

    page.get_by_role("link", name="Ersten Jahrgang planen").click()
    page.locator("input[name=label]").fill("Herbst 2026")
    page.locator("input[name=planned_places]").fill("20")
    page.locator("select[name=planned_places_qualifier]").select_option("about")
    save(page)

    assert page.get_by_text("0 von etwa 20 Plätzen belegt").count() == 1
    assert Cohort.objects.get().programme == Programme.objects.get()


def test_a_phase_is_dragged_to_its_place_and_another_one_goes(page, manager):
    programme = make.programme(organisation=manager.memberships.get().organisation)
    for name in ("Praktikum", "Sprachkurs", "Ausbildung"):
        make.phase(programme, name=name)
    page.set_viewport_size({"width": 1280, "height": 2000})
    enter(page, manager)
    page.goto(f"/admin/pathways/programme/{programme.pk}/change/")

    cards = page.locator("[data-phase]")
    cards.nth(2).locator("[data-grip]").hover()
    page.mouse.down()
    above = cards.nth(0).bounding_box()
    page.mouse.move(above["x"] + 20, above["y"] + 5, steps=8)
    page.mouse.up()
    cards.nth(2).get_by_label("Diese Phase entfernen").check()
    save(page)

    assert names() == ["Ausbildung", "Praktikum"]


def test_the_pages_are_for_everybody_by_day_and_night_and_on_a_telephone(browser, live_server, manager):
    programme = make.programme(organisation=manager.memberships.get().organisation)
    make.enrolment(cohort=make.cohort(programme, planned_places=3))
    make.phase(programme, name="Sprachkurs", parallel=True, optional=True)
    page = opened(browser, live_server, manager)
    addresses = (
        "/admin/pathways/programme/add/",
        "/admin/pathways/programme/add/?pattern=coaching",
        f"/admin/pathways/programme/{programme.pk}/change/",
        f"/admin/pathways/cohort/{programme.cohorts.get().pk}/change/",
    )

    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = faults(page)
    page.context.close()

    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_without_scripts_numbers_put_phases_in_order(browser, live_server, manager):
    programme = make.programme(organisation=manager.memberships.get().organisation)
    for name in ("Praktikum", "Ausbildung"):
        make.phase(programme, name=name)
    context = browser.new_context(base_url=live_server.url, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    enter(page, manager)
    page.goto(f"/admin/pathways/programme/{programme.pk}/change/")

    page.locator("input[name=phases-1-order]").fill("1")
    page.locator("input[name=phases-2-name]").fill("Coaching")
    page.locator("select[name=phases-2-kind]").select_option("coaching")
    save(page)
    context.close()

    assert names() == ["Ausbildung", "Praktikum", "Coaching"]
