"""Each role's first pages in a browser: nothing forbidden is loaded, nobody is shut out, nothing is cut off."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from integration.accounts.roles import Role
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Without preloading: it would load style sheets a second time, against the very policy that is watched here.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}
TELEPHONE = {"width": 360, "height": 740}
PAGES = {
    Role.TRAINING_MANAGER: [
        "/",
        "/admin/participants/participant/",
        "/admin/participants/participant/{person}/change/",
        "/admin/participants/participant/{person}/history/",
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


def barriers(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], node["html"][:200]) for each in found for node in each["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", list(PAGES))
def test_pages_are_for_everybody_by_day_and_night(page, tree, role, scheme):
    page.emulate_media(color_scheme=scheme)
    enter(page, tree.people[role])

    for address in addresses(tree, role):
        page.goto(address)

        assert (address, barriers(page)) == (address, [])


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
    page.keyboard.press("Tab")
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

    assert page.locator(".select2-results__option[data-select2-id]").all_inner_texts() == [
        "FamilieKIEBITZ, KIEBITZ · PE-KIEBITZ"
    ]
