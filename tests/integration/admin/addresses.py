"""Every page there is, found from the product's own addresses."""

from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.integration.admin.trees import Tree

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
