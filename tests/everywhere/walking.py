"""Walks the product as a reader with a mouse would: from the first page to whatever a link or a form leads to.

Nothing is listed, so whatever is added to the product is walked as well.
"""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client

# Attributes that are read out or shown.
SAID = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-label", "data-confirm")
# As many variants of one page (other filters, other pages of a list) as tell something new.
VARIANTS = 2
# And in all: filters that can be combined make more addresses than anybody could visit. Those with few come first.
COMBINATIONS = 4
NOT_OURS_TO_FOLLOW = ("/static/", "/account/logout/")


@dataclass
class Form:
    """A form of a page with what a browser would send."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        """Forms of one shape are the same form about something else."""
        return _shape(self.action), tuple(sorted(self.values))


class Reader(HTMLParser):
    """Links, forms and the text of a page: what is visible, and what is read out."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.texts: list[str] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in {"script", "style", "svg", "code"}:
            self._silent += 1
        self.texts += [" ".join(found[name].split()) for name in SAID if found.get(name)]
        if tag == "input" and found.get("type") in {"button", "reset", "submit"}:
            self.texts.append(found.get("value", ""))
        if tag in {"a", "area"} and found.get("href"):
            self.links.append(urljoin(self.address, found["href"]))
        for name in ("hx-get", "data-url"):
            if found.get(name):
                self.links.append(urljoin(self.address, found[name]))
        if tag == "form":
            self._form = Form(urljoin(self.address, found.get("action", "")), found.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is not None:
            self._field(tag, found)

    def _field(self, tag: str, found: dict[str, str]) -> None:
        form, name = self._form, found.get("name", "")
        if form is None:
            return
        if tag == "input" and name:
            self._input(form, name, found)
        elif tag == "button" and name:
            form.values.setdefault(name, found.get("value", ""))
        elif tag == "textarea" and name:
            form.values.setdefault(name, "")
            form.typed.append(name)
        elif tag == "select" and name:
            self._select = name
            form.values.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in found:
            form.values[self._select] = found.get("value", "")

    def _input(self, form: Form, name: str, found: dict[str, str]) -> None:
        kind = found.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" not in found:
            return
        form.values.setdefault(name, found.get("value", "on" if kind == "checkbox" else ""))
        if kind not in {"hidden", "submit", "checkbox", "radio", "file"}:
            form.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "svg", "code"}:
            self._silent -= 1
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))


@dataclass
class Page:
    """What an address answered."""

    address: str
    response: Any
    reader: Reader | None


def read(address: str, response: Any) -> Page:
    """An answer, with what a reader finds in it."""
    if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
        return Page(address, response, None)
    reader = Reader(address)
    reader.feed(response.text)
    return Page(address, response, reader)


def _shape(address: str) -> str:
    """The page behind an address, whatever row it is about."""
    path = urlsplit(address).path
    return "/".join("#" if part.isdecimal() else part for part in path.split("/"))


def _kind(address: str) -> tuple[str, tuple[str, ...]]:
    return _shape(address), tuple(sorted({name for name, _ in parse_qsl(urlsplit(address).query)}))


def walk(client: Client, start: str = "/", most: int = VARIANTS) -> Iterator[Page]:
    """Every page within reach, a few variants of each."""
    waiting, seen, variants = deque([start]), {start}, Counter[Any]()
    while waiting:
        address = waiting.popleft()
        page = read(address, client.get(address))
        yield page
        for link in _leads(page):
            plain = urlsplit(link)._replace(fragment="").geturl()
            shape, names = kind = _kind(plain)
            if plain not in seen and variants[kind] < most and variants[shape] < COMBINATIONS:
                seen.add(plain)
                variants[kind] += 1
                variants[shape] += len(names) > 1
                waiting.append(plain)


def _leads(page: Page) -> Iterator[str]:
    if page.response.status_code in {301, 302}:
        yield urljoin(page.address, page.response["Location"])
    if page.reader is not None:
        yield from filter(_is_ours, page.reader.links)


def _is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.netloc and not parts.scheme and not parts.path.startswith(NOT_OURS_TO_FOLLOW)


def forms_of(pages: list[Page]) -> list[Form]:
    """One form of each shape."""
    found: dict[Any, Form] = {}
    for page in pages:
        for form in page.reader.forms if page.reader else []:
            if _is_ours(form.action):
                found.setdefault((form.method, form.shape), form)
    return list(found.values())
