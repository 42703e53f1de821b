"""Every page there is, found from the product's own addresses; and what is wrong with one in a browser."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Page

from tests.integration.admin.trees import Tree

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
# Without preloading: it would load style sheets a second time, against the very policy that is watched here.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
DESK = {"width": 1280, "height": 800}
TELEPHONE = {"width": 360, "height": 740}
# What stands for the parts of an address that are no row's key.
WORDS = {"form": "json", "app_label": "pathways", "uidb36": "zzzz", "key": "1-1", "url": "nowhere"}


def named_patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with a name, and how it is written."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from named_patterns(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield f"{space}{each.name}", each


def pages_for(tree: Tree, client: Client) -> list[str]:
    """The addresses that open as a page for whoever is signed in. Keys are tried until one fits."""
    found = []
    for name, pattern in named_patterns():
        for address in _addresses(tree, name, pattern):
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found.append(address)
                break
    return found


def _addresses(tree: Tree, name: str, pattern: URLPattern) -> Iterator[str]:
    parts = set(pattern.pattern.regex.groupindex)
    keys = parts - set(WORDS)
    words = {part: WORDS[part] for part in parts - keys}
    if not keys:
        yield reverse(name, kwargs=words)
        return
    own = [row for model, row in tree.rows.items() if f":{model._meta.label_lower.replace('.', '_')}_" in name]
    for row in own or tree.rows.values():
        yield reverse(name, kwargs=words | dict.fromkeys(keys, row.pk))


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
