"""The history of records: who changed what, and when."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Field, ForeignKey, Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.journal.past import Today, of_today
from integration.organisations.access import reaches, roles_of, roles_with
from integration.organisations.scoping import visible

VERSIONS_PER_PAGE = 50


class Change(NamedTuple):
    """One field, before and after."""

    field: str
    old: str
    new: str


class Version(NamedTuple):
    """One time at which the record was saved."""

    at: Any
    by: str
    kind: str
    changes: list[Change]


Labels = Mapping[type[Model], Mapping[Any, str]]


def history_page(page: Any, request: HttpRequest, row: Any) -> HttpResponse:
    """The versions, newest first."""
    records = row.history.select_related("history_user").order_by("-history_date", "-history_id")
    shown = Paginator(records, VERSIONS_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **page.admin_site.each_context(request),
        "title": _("History"),
        "kicker": _("History"),
        "subtitle": page.heading_of(request, row),
        "opts": page.opts,
        "object": row,
        "module_name": str(page.opts.verbose_name_plural),
        "page": shown,
        "versions": _versions(page, request, list(shown), records, of_today(row)),
    }
    request.current_app = page.admin_site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "workplace/history.html", context)


def _versions(page: Any, request: HttpRequest, shown: list[Any], records: Any, today: Today) -> list[Version]:
    if not shown:
        return []
    last = shown[-1]
    before = records.filter(history_date__lt=last.history_date).first()
    return versions_of(page.admin_site, request.user, [*shown, before], today)


def versions_of(
    site: Any, user: User | AnonymousUser, chain: list[Any], today: Today, only: Collection[str] | None = None
) -> list[Version]:
    """What each record of a history, newest first, changed of the next; the last is only compared with."""
    labels = labels_for(site, user, references(chain))
    return [version_of(new, old, labels, today, only) for new, old in pairwise(chain)]


def version_of(new: Any, old: Any | None, labels: Labels, today: Today, only: Collection[str] | None = None) -> Version:
    """What was saved, in words. Of the fields in `today` no other value is shown, whatever they were before."""
    return Version(
        at=new.history_date,
        by=name_of(new.history_user),
        kind=new.get_history_type_display(),
        changes=_changes(new, old, labels, today, only),
    )


def may_read_history(user: User | AnonymousUser, row: Model) -> bool:
    """Whether the matrix gives somebody the change log of this row."""
    roles = roles_with(roles_of(user), Right.READ, Subject.CHANGE_LOG)
    return bool(roles) and reaches(user, roles, row)


def name_of(user: Any) -> str:
    """Whoever did it."""
    return (user.display_name or user.email) if user is not None else ""


def _fields(record: Any) -> list[Field]:
    return [field for field in record.tracked_fields if field.editable and not field.primary_key]


def references(chain: Iterable[Any]) -> list[tuple[Field, Any]]:
    """What the records refer to, to be put in words all at once."""
    return [(field, getattr(record, field.attname)) for record in filter(None, chain) for field in _fields(record)]


def labels_for(site: Any, user: User | AnonymousUser, values: Iterable[tuple[Field, Any]]) -> Labels:
    """References in words; those to rows that the person may not see have none."""
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for field, value in values:
        if isinstance(field, ForeignKey):
            wanted[field.remote_field.model].add(value)
    return {
        model: {
            row.pk: site.label(row)
            for row in visible(model, user).filter(pk__in=keys - {None}).select_related(*site.named(model))
        }
        for model, keys in wanted.items()
    }


def _changes(new: Any, old: Any | None, labels: Labels, today: Today, only: Collection[str] | None) -> list[Change]:
    changes = []
    for field in _fields(new):
        after = getattr(new, field.attname)
        before = getattr(old, field.attname) if old is not None else None
        if after == before or (after, before) == ("", None) or (only is not None and field.name not in only):
            continue
        words = [
            _("not shown") if value and today.get(field.name, value) != value else in_words(field, value, labels)
            for value in (before, after)
        ]
        changes.append(Change(str(field.verbose_name), *words))
    return changes


def in_words(field: Field, value: Any, labels: Labels) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(field, ForeignKey):
        return labels[field.remote_field.model].get(value, _("not for you to see"))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(dict(field.flatchoices).get(value, value))
