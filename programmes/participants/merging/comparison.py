"""Two records side by side: what differs, what hangs on each, and what a merge would do."""

from typing import Any, NamedTuple

from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from integration.admin.history import in_words
from integration.admin.site import workplace
from integration.organisations.scoping import visible
from programmes.participants.merging.beside import declared
from programmes.participants.merging.relations import references
from programmes.participants.merging.rules import Conflict
from programmes.participants.models import CHOSEN, Participant

NOT_SHOWN = ("person",)
"""Columns of lists that would say the same in every row here."""


class Line(NamedTuple):
    """One field of both, and which of the two values is proposed."""

    name: str
    label: str
    kept: str
    given: str
    differs: bool
    takes_given: bool


class Side(NamedTuple):
    """The rows of one person in one table; each with the reasons that keep it from going over."""

    rows: list[tuple[list[str], list[str]]]


class Beside(NamedTuple):
    """One table for both."""

    title: str
    headings: list[str]
    kept: Side
    given: Side


def lines(kept: Participant, given: Participant, chosen: Any = None) -> list[Line]:
    """Every field. `chosen` are the names whose values were chosen from the record that is given up."""
    found = []
    for name, fields in CHOSEN.items():
        ours, theirs = _words(kept, fields), _words(given, fields)
        proposed = name in chosen if chosen is not None else ours == "–"
        label = capfirst(str(Participant._meta.get_field(name).verbose_name))
        found.append(Line(name, label, ours, theirs, ours != theirs, ours != theirs and proposed))
    return found


def _words(person: Participant, fields: tuple[str, ...]) -> str:
    words = [in_words(person._meta.get_field(name), getattr(person, name), {}) for name in fields]
    said = [word for word in words if word != "–"]
    return f"{said[0]} ({', '.join(said[1:])})" if len(said) > 1 else "".join(said) or "–"


def tables(request: HttpRequest, kept: Participant, given: Participant, stuck: list[Conflict]) -> list[Beside]:
    """What hangs on each, as far as it may be seen; tables without rows are left out."""
    paths = {field.model: field.name for field in references() if field.model is not Participant} | declared()
    shown = [model for model in paths if workplace.is_registered(model)]
    reasons = {(type(conflict.row), conflict.row.pk): conflict.reasons for conflict in stuck}
    found = []
    for model in shown:
        page = workplace.get_model_admin(model)
        if not page.has_view_permission(request):
            continue
        columns = [name for name in page.compared_by or page.get_list_display(request) if name not in NOT_SHOWN]
        sides = [_side(request, page, paths[model], person, columns, reasons) for person in (kept, given)]
        if sides[0].rows or sides[1].rows:
            headings = [capfirst(str(label_for_field(name, model, page))) for name in columns]
            found.append(Beside(capfirst(str(model._meta.verbose_name_plural)), headings, *sides))
    return found


def _side(
    request: HttpRequest, page: Any, path: str, person: Participant, columns: list[str], reasons: dict[Any, list[str]]
) -> Side:
    rows = visible(page.model, request.user).filter(**{path: person}).order_by(*page.model._meta.ordering)
    related = page.list_select_related
    rows = rows.select_related(*related) if isinstance(related, tuple) else rows
    return Side([([_cell(page, row, name) for name in columns], reasons.get((page.model, row.pk), [])) for row in rows])


def _cell(page: Any, row: Any, name: str) -> str:
    field, _attribute, value = lookup_field(name, row, page)
    if isinstance(value, Model):
        return workplace.label(value)
    if field is None:
        return "–" if value in (None, "") else str(value)
    return str(display_for_field(value, field, "–"))


def effects(kept: Participant, given: Participant, beside: list[Beside]) -> list[str]:
    """What merging would do, sentence by sentence."""
    moved = [
        _("%(count)d × %(table)s") % {"count": len(each.given.rows), "table": each.title}
        for each in beside
        if each.given.rows
    ]
    everything = ", ".join(moved) or _("nothing")
    return [
        _("%(code)s remains and receives from %(old)s: %(everything)s.")
        % {"code": kept.code, "old": given.code, "everything": everything},
        _("%(old)s is no longer in lists, choices and reports; its code and its links lead to %(code)s.")
        % {"code": kept.code, "old": given.code},
        _("Both histories are kept, and the merge can be undone as long as nothing later contradicts it."),
    ]
