"""Signing in, as somebody sees it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from integration.accounts.roles import Role
from tests.factories import PASSWORD, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_sign_in_page_is_for_everybody(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/account/login/")

    found = Axe().run(page, options=RULES).response["violations"]

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_somebody_signs_in_and_out_again(page):
    somebody = member(Role.TRAINING_MANAGER)

    page.goto("/account/login/")
    page.locator("input[name=login]").fill(somebody.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/account/login/" not in address)

    assert page.context.cookies()[0]["httpOnly"] is True
    assert {cookie["name"] for cookie in page.context.cookies()} >= {"sessionid"}


def test_a_wrong_password_is_told_in_german_and_nothing_else(page):
    somebody = member(Role.TRAINING_MANAGER)

    page.goto("/account/login/")
    page.locator("input[name=login]").fill(somebody.email)
    page.locator("input[name=password]").fill("not the password")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()

    assert page.url.endswith("/account/login/")
    assert page.locator("text=Die E-Mail-Adresse und/oder das Passwort sind leider falsch.").count() == 1
