"""The lists of the workplace: filters as menus, columns that sort, rows that become cards on a telephone."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers, results
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format, localize, number_format
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from integration.admin.filters import ROWS_COUNTED
from integration.organisations.access import roles_that_export

register = template.Library()

LONG = 32
"""Longer texts are cut where the column is narrow; the whole stands in a tooltip."""

FIGURES = (models.IntegerField, models.DecimalField, models.FloatField)
MARK = re.compile(r'<img src="[^"]*" alt="(True|False|None)">')


class Menu(NamedTuple):
    """A filter: its choices as links, what of them is chosen, the address without it; whether it asks for what is no choice."""

    title: str
    choices: list[dict[str, Any]]
    chosen: str
    without: str
    unknown: bool


class Column(NamedTuple):
    """A heading: where it sorts by this column, how the list is sorted by it now (aria-sort), what stands below it."""

    text: str
    url: str
    sorted: str
    number: bool
    day: str


@register.filter
def in_words(html: str) -> SafeString:
    """The library's little pictures for yes and no, as words in the reader's language."""
    words = {"True": _("yes"), "False": _("no"), "None": "–"}
    return mark_safe(MARK.sub(lambda found: words[found[1]], html))  # noqa: S308  (only words of ours are put in)


@register.simple_tag
def menus(cl: Any) -> list[Menu]:
    """The filters of a list. The first choice of each is to have none."""
    found = []
    for spec in cl.filter_specs:
        choices = list(spec.choices(cl))
        chosen = [str(choice["display"]) for choice in choices[1:] if choice["selected"]]
        unknown = not chosen and any(value is not None for value in spec.used_parameters.values())
        found.append(Menu(capfirst(str(spec.title)), choices, ", ".join(chosen), choices[0]["query_string"], unknown))
    return found


@register.simple_tag
def narrowed(cl: Any) -> bool:
    """Whether the list shows less than it could."""
    return bool(cl.query or cl.has_active_filters)


@register.inclusion_tag("admin/list_total.html")
def how_many(cl: Any, address: str = "") -> dict[str, Any]:
    """The number of rows as far as the page knows it; what it does not know is asked for by itself."""
    question = address or cl.get_query_string() or "?"
    return {"total": cl.result_count, "whole": cl.paginator.whole, "question": question}


@register.filter
def in_all(total: int) -> str:
    """The number of rows in words. Beyond a limit nobody counts."""
    return in_figures(total) if total < ROWS_COUNTED else more_than(ROWS_COUNTED)


@register.filter
def more_than(number: int) -> str:
    """Not all were counted."""
    return _("more than %(number)s") % {"number": in_figures(number)}


def in_figures(number: int) -> str:
    """As readers of the language group them."""
    return number_format(number, force_grouping=True)


@register.simple_tag
def columns(cl: Any) -> list[Column]:
    """The headings of a list."""
    return [
        Column(
            text=header["text"] if isinstance(header["text"], SafeString) else capfirst(header["text"]),
            url=header["url_primary"] if header["sortable"] else "",
            sorted=_direction(header),
            number=_is_figure(cl, name),
            day=name if _field_of(cl, name, models.DateField) else "",
        )
        for header, name in zip(result_headers(cl), cl.list_display, strict=True)
    ]


def _direction(header: dict[str, Any]) -> str:
    if not header["sortable"] or header["sort_priority"] != 1:
        return ""
    return "ascending" if header["ascending"] else "descending"


@register.simple_tag
def rows(cl: Any) -> Iterator[list[SafeString]]:
    """The cells of each row, as the library writes them, with the column's name for telephones."""
    headings = columns(cl)
    for row, result in zip(cl.result_list, results(cl), strict=True):
        yield [_cell(html, heading, row) for html, heading in zip(result, headings, strict=True)]


def _cell(html: str, heading: Column, row: models.Model) -> SafeString:
    html = in_words(html)
    day = getattr(row, heading.day) if heading.day else None
    if day:
        html = html.replace(localize(day), date_format(day, "SHORT_DATE_FORMAT"))
    text = strip_tags(html)
    attributes = f' data-label="{escape(strip_tags(heading.text))}"'
    if len(text) > LONG:
        attributes += f' title="{text}"'
    html = f"{html[:3]}{attributes}{html[3:]}"
    marks = ("number " if heading.number else "") + ("blank " if text == "–" else "")
    html = html.replace('class="', f'class="{marks}', 1)
    return mark_safe(html)  # noqa: S308  (the library escaped it, and so did we)


def _is_figure(cl: Any, name: Any) -> bool:
    field = _field_of(cl, name, FIGURES)
    return not field.choices if field else getattr(getattr(cl.model_admin, str(name), None), "number", False)


def _field_of(cl: Any, name: Any, kind: Any) -> Any:
    """The model's field behind a column, if it is of that kind and no moment in time."""
    try:
        field = cl.opts.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, kind) and not isinstance(field, models.DateTimeField) else None


@register.simple_tag
def page_address(cl: Any, number: int) -> str:
    """The address of another page of the same list."""
    return cl.get_query_string({PAGE_VAR: number})


@register.simple_tag(takes_context=True)
def file_address(context: Any, cl: Any) -> str:
    """Where the list is taken along as it is narrowed and sorted; empty for those who may not, and for an empty list."""
    if not cl.result_count or not cl.may_be_counted or not roles_that_export(context["request"].user, cl.model):
        return ""
    page = reverse(f"admin:{cl.opts.app_label}_{cl.opts.model_name}_export")
    return page + cl.get_query_string(remove=[PAGE_VAR])


class Kept(NamedTuple):
    """The views of a list, the question that it answers now, whether that is one of them, and the page of the views."""

    views: list[Any]
    question: str
    is_kept: bool
    address: str


@register.simple_tag(takes_context=True)
def kept_views(context: Any, cl: Any) -> Kept:
    """What somebody keeps of this list."""
    from integration.admin.saved import question_of, views_of

    views, question = list(views_of(context["request"], cl.model)), question_of(cl)
    page = reverse(f"admin:{cl.opts.app_label}_{cl.opts.model_name}_views")
    return Kept(
        views, question, question in {view.question for view in views}, f"{page}?{question}" if question else page
    )
