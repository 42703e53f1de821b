"""Reports, as somebody reads them."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from reports.editions.enums import EditionState
from reports.editions.models import ReportEdition
from reports.indicators.report import compute_report
from tests.factories import enrolment, member, report_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def signed_in(page, live_server, somebody):
    client = Client()
    client.force_login(somebody)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def complete_report():
    at = enrolment(guaranteed=True).organisation
    return report_edition(organisation=at, figures=compute_report(at, date(2024, 10, 1)))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_is_for_everybody(page, live_server, width, scheme):
    edition = complete_report()
    signed_in(page, live_server, member(Role.TRAINING_MANAGER, edition.organisation))
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)

    for address in ("/reports/", reverse("reports:edition", args=[edition.pk])):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_a_report_under_way_shows_itself_when_it_is_ready(page, live_server):
    edition = complete_report()
    ReportEdition.objects.update(state=EditionState.WAITING, known_at=None)
    signed_in(page, live_server, member(Role.TRAINING_MANAGER, edition.organisation))
    page.goto(reverse("reports:edition", args=[edition.pk]))
    before = page.locator(".figure-value").count()

    ReportEdition.objects.update(state=EditionState.READY, known_at="2024-11-01T06:00Z")
    page.locator(".figure-value").first.wait_for(timeout=10_000)

    assert (before, page.locator("progress").count()) == (0, 0)


def test_a_report_is_asked_for_with_one_click(page, live_server):
    at = enrolment().organisation
    signed_in(page, live_server, member(Role.TRAINING_MANAGER, at))
    page.goto("/reports/?month=2024-10")

    page.get_by_role("button", name="Jetzt erstellen").click()
    page.get_by_text("wartet").wait_for()

    assert ReportEdition.objects.get().organisation == at
