"""What the navigation offers: entries in groups named by what people do. Apps above add theirs when they start."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.access import roles_of_this_request

SeenBy = Callable[[User | AnonymousUser], bool]

AT_WORK_HERE = frozenset({Role.TRAINING_MANAGER, Role.ADMINISTRATOR, Role.DATA_PROTECTION})
"""The roles that enter the workplace."""

FEW = 4
"""So many entries fit beside the brand; whoever has more gets a column at the side."""


class Group(models.TextChoices):
    """What people do, in the order of the navigation. The last one is folded up."""

    TODAY = "today", ""
    PEOPLE = "people", _("People")
    PROGRAMMES = "programmes", _("Programmes")
    SUPPORT = "support", _("Accompanying")
    REPORTS = "reports", _("Reports")
    DATA = "data", _("Data in and out")
    SET_UP = "set_up", _("Set up")
    MORE = "more", _("More lists")


class Entry(NamedTuple):
    """A place to go. `query` narrows a list; `icon` is a drawing of `icons.svg`; lower `order` comes first."""

    group: Group
    title: Promise | str
    url_name: str
    seen_by: SeenBy
    icon: str = "list"
    order: int = 50
    query: str = ""


class Link(NamedTuple):
    """An entry as the page shows it."""

    title: str
    url: str
    icon: str
    here: bool


class Section(NamedTuple):
    """A group as the page shows it."""

    name: str
    title: str
    links: list[Link]

    @property
    def here(self) -> bool:
        """Whether the reader is somewhere in it."""
        return any(link.here for link in self.links)


class Search(NamedTuple):
    """The page that answers the search box at the top of every page, with the words in `q`."""

    url_name: str
    seen_by: SeenBy


_entries: list[Entry] = []
_search: list[Search] = []


# --- Declared by apps ---


def show(*entries: Entry) -> None:
    """Offer entries to those who may see them."""
    _entries.extend(entries)


def list_of(model: type[models.Model], group: Group, icon: str = "list", order: int = 50) -> Entry:
    """The entry of a model's list in the admin, for those who may read such rows."""
    opts = model._meta
    title = opts.verbose_name_plural or ""
    return Entry(group, title, f"admin:{opts.app_label}_{opts.model_name}_changelist", reads(model), icon, order)


def search_with(url_name: str, seen_by: SeenBy) -> None:
    """Let the search box ask this page. What was declared last holds."""
    _search.append(Search(url_name, seen_by))


def reads(model: type[models.Model]) -> SeenBy:
    """People at work here whose roles may read rows of the model."""
    permission = f"{model._meta.app_label}.view_{model._meta.model_name}"
    return lambda user: bool(roles_of_this_request(user) & AT_WORK_HERE) and user.has_perm(permission)


def held(*roles: Role) -> SeenBy:
    """People who hold one of the roles today."""
    return lambda user: bool(roles_of_this_request(user) & set(roles))


# --- Asked by pages ---


def sections(request: HttpRequest, user: User | AnonymousUser) -> list[Section]:
    """The groups with what this person may see, and where they are."""
    offered = sorted((entry for entry in _entries if entry.seen_by(user)), key=lambda entry: entry.order)
    here = _nearest(request, offered)
    found = []
    for group in Group:
        links = [_link(entry, entry is here) for entry in offered if entry.group == group]
        if links:
            found.append(Section(group.value, str(group.label), links))
    return found


def search_of(user: User | AnonymousUser) -> str:
    """The address of the search page; empty for those who find nobody."""
    return reverse(_search[-1].url_name) if _search and _search[-1].seen_by(user) else ""


def _link(entry: Entry, here: bool) -> Link:  # noqa: FBT001  (a row of the page, not a switch)
    return Link(capfirst(str(entry.title)), reverse(entry.url_name) + entry.query, entry.icon, here)


def _nearest(request: HttpRequest, offered: Iterable[Entry]) -> Entry | None:
    """The entry with the longest address that leads to this page. All of the workplace lies below its start."""
    asked = f"?{request.META.get('QUERY_STRING', '')}"
    start = reverse("admin:index")
    found: list[tuple[int, Any]] = []
    for entry in offered:
        url = reverse(entry.url_name)
        below = request.path == url or (url != start and request.path.startswith(url))
        if below and entry.query in {"", asked}:
            found.append((len(url + entry.query), entry))
    return max(found, key=lambda each: each[0])[1] if found else None
