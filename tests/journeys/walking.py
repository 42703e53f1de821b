"""A browser in which somebody is signed in, and what is wrong with a page there."""

from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from django.test import Client
from playwright.sync_api import Page

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
# Without preloading: it would load style sheets a second time, against the very policy that is watched here.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
DESK = {"width": 1280, "height": 800}
TELEPHONE = {"width": 360, "height": 740}


def opened(browser: Any, live_server: Any, somebody: Any) -> Page:
    """A page of a browser in which somebody is signed in already."""
    client = Client()
    if somebody is not None:
        client.force_login(somebody)
    context = browser.new_context(base_url=live_server.url, locale="de-DE", viewport=DESK, reduced_motion="reduce")
    context.add_cookies(
        [{"name": name, "value": each.value, "url": live_server.url} for name, each in client.cookies.items()]
    )
    return context.new_page()


def faults(page: Page) -> list[str]:
    """What is wrong with the page on a desk by day and on a telephone by night."""
    found = []
    page.evaluate(AXE)
    for size, scheme in ((DESK, "light"), (TELEPHONE, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {size['width']} {each}" for each in _barriers(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{scheme} {size['width']} too wide")
    return found


def _barriers(page: Page) -> list[str]:
    """What keeps somebody out."""
    violations = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", RULES)
    return [f"{each['id']} {node['html'][:160]}" for each in violations for node in each["nodes"]]
