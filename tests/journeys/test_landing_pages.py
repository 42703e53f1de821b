"""Each role's first pages in a browser: in both languages, by keyboard alone, on a telephone."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import expect

from integration.accounts.roles import Role
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TELEPHONE = {"width": 360, "height": 740}
PAGES = {
    Role.TRAINING_MANAGER: [
        "/",
        "/admin/participants/participant/",
        "/admin/participants/participant/{person}/change/",
        "/admin/participants/participant/{person}/history/",
        "/admin/participants/participant/{person}/master-data/",
        "/admin/pathways/programme/{programme}/change/",
        "/admin/pathways/enrolment/add/",
        "/reports/",
    ],
    Role.ADMINISTRATOR: ["/", "/admin/accounts/user/add/", "/admin/organisations/organisation/"],
    Role.DATA_PROTECTION: ["/", "/admin/", "/admin/sponsorships/sponsorship/"],
    Role.MANAGEMENT: ["/"],
    Role.SPONSOR: ["/", "/account/password/change/"],
}


@pytest.fixture
def tree():
    grown = grow("KIEBITZ")
    sponsor = next(row for row in grown.rows.values() if row._meta.label == "sponsorships.Sponsor")
    sponsor.user = grown.people[Role.SPONSOR]
    sponsor.save()
    return grown


def addresses(tree, role) -> Iterator[str]:
    rows = {model._meta.model_name: row.pk for model, row in tree.rows.items()}
    for page in PAGES[role]:
        yield page.format(person=rows["participant"], programme=rows["programme"])


def enter(page, somebody):
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(somebody.email)
    page.locator("input[name=password]").fill(make.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/account/login/" not in address)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("role", list(PAGES))
def test_nothing_is_cut_off_on_a_telephone(page, live_server, tree, role, language):
    page.set_viewport_size(TELEPHONE)
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
    tree.people[role].language = language
    tree.people[role].save()
    enter(page, tree.people[role])

    for address in addresses(tree, role):
        page.goto(address)

        assert (address, page.evaluate("document.documentElement.lang")) == (address, language)
        assert (address, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (address, 0)


def test_a_sponsor_sees_the_mentee(page, tree):
    enter(page, tree.people[Role.SPONSOR])

    assert page.url.endswith("/portal/")
    assert page.locator(".card h2").all_inner_texts() == ["KIEBITZ FamilieKIEBITZ"]


def test_the_keyboard_alone_gets_from_the_top_to_the_content_and_out(page, tree):
    enter(page, tree.people[Role.SPONSOR])

    page.keyboard.press("Tab")
    skipping = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    arrived = page.evaluate("location.hash")
    page.locator(".own summary").focus()
    page.keyboard.press("Enter")
    for _link in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/login/")

    assert (skipping, arrived) == ("skip", "#content")


def test_the_language_is_switched_and_remembered(page, tree):
    somebody = tree.people[Role.SPONSOR]
    enter(page, somebody)

    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    heading = page.locator("h1").inner_text()
    somebody.refresh_from_db()

    assert (heading, somebody.language) == ("My mentees", "en")


def test_a_person_is_found_by_name_while_enrolling(page, tree):
    enter(page, tree.people[Role.TRAINING_MANAGER])
    page.goto("/admin/pathways/enrolment/add/")

    page.locator(".field-participant .select2-selection").click()
    page.locator(".select2-search__field").fill("familiekie")
    page.wait_for_selector(".select2-results__option--highlighted")
    page.locator(".loading-results").wait_for(state="detached")

    assert page.locator(".select2-results__option[data-select2-id]").all_inner_texts() == [
        "FamilieKIEBITZ, KIEBITZ · PE-KIEBITZ"
    ]


def test_the_keys_slash_and_ctrl_k_lead_to_the_search(page, tree):
    enter(page, tree.people[Role.TRAINING_MANAGER])

    page.keyboard.press("/")
    page.keyboard.type("Familie/KIEBITZ")
    typed = page.locator("[data-quick-search]").input_value()
    page.locator("h1").click()
    page.keyboard.press("Control+k")
    focused = page.evaluate("document.activeElement.name")

    assert (typed, focused) == ("Familie/KIEBITZ", "q")


def test_the_single_key_can_be_switched_off(page, tree):
    enter(page, tree.people[Role.TRAINING_MANAGER])
    page.locator(".own summary").click()
    page.locator("[data-key-switch]").click()
    page.goto("/admin/")

    page.keyboard.press("/")
    after_slash = page.evaluate("document.activeElement.tagName")
    page.keyboard.press("Control+k")

    assert (after_slash, page.evaluate("document.activeElement.name")) == ("BODY", "q")


def test_the_drawer_opens_and_closes_by_keyboard_without_leaving_a_trace(page, tree):
    page.set_viewport_size(TELEPHONE)
    enter(page, tree.people[Role.TRAINING_MANAGER])
    before = page.url

    page.locator(".side-opener").focus()
    page.keyboard.press("Enter")
    opened = page.locator(".side").is_visible()
    page.keyboard.press("Tab")
    inside = page.evaluate("document.activeElement.closest('.side') !== null")
    page.keyboard.press("Escape")

    assert (opened, inside, page.locator(".side").is_visible(), page.url) == (True, True, False, before)
    assert page.evaluate("document.activeElement.className") == "top-button side-opener"


def test_a_filter_is_set_and_taken_away_by_clicks(page, tree):
    enter(page, tree.people[Role.TRAINING_MANAGER])
    page.goto("/admin/pathways/enrolment/?q=kiebitz")

    page.locator(".list-filters summary").first.click()
    page.get_by_role("link", name="Beendet", exact=True).click()
    narrowed = page.locator(".empty h2").inner_text()
    page.locator(".filter-off").click()

    assert narrowed == "Nichts passt"
    assert page.locator("#result_list tbody tr").count() == 2
    assert page.url.endswith("?q=kiebitz")


def test_what_is_wrong_is_said_at_the_top_with_a_way_to_the_field(page, tree):
    enter(page, tree.people[Role.TRAINING_MANAGER])
    page.goto("/admin/participants/languagelevel/add/")
    page.locator("[name=assessed_on]").fill("31.02.2026")

    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".errors-above")).to_be_focused()
    page.locator(".errors-above a[href='#id_assessed_on']").click()

    assert page.evaluate("document.activeElement.id") == "id_assessed_on"
    assert page.locator("[name=assessed_on]").input_value() == "31.02.2026"


def test_a_day_is_chosen_from_the_browsers_calendar_and_written_in_german(page, tree):
    enter(page, tree.people[Role.TRAINING_MANAGER])
    page.goto("/admin/participants/languagelevel/add/")

    page.evaluate(
        "const picker = document.querySelector('.field-assessed_on .day-picker');"
        "picker.value = '2026-09-01'; picker.dispatchEvent(new Event('change'))"
    )

    assert page.locator("[name=assessed_on]").input_value() == "01.09.2026"
    assert page.get_by_role("button", name="Tag auswählen: Festgestellt am").count() == 1
