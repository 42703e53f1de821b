"""The forms of the workplace: what is wrong, in one place, with a way to each field."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey
from django.forms import BaseForm, CheckboxInput, CheckboxSelectMultiple, Textarea
from django.utils.html import format_html
from django.utils.text import capfirst

from integration.admin.history import name_of
from integration.admin.templatetags.lists import in_words

register = template.Library()


class Mistake(NamedTuple):
    """A field, what is wrong with it, and the id of its input. Without a field, something is wrong as a whole."""

    label: str
    message: str
    target: str


@register.simple_tag
def mistakes(adminform: Any, formsets: Any = ()) -> list[Mistake]:
    """Everything that was refused, in the order of the page."""
    found = list(_of_form(adminform.form))
    for each in formsets:
        found += [Mistake("", message, "") for message in each.formset.non_form_errors()]
        for form in each.formset.forms:
            found += _of_form(form)
    return found


def _of_form(form: BaseForm) -> Iterator[Mistake]:
    for message in form.non_field_errors():
        yield Mistake("", message, "")
    for name, messages in form.errors.items():
        if name in form.fields:
            bound = form[name]
            yield from (Mistake(capfirst(str(bound.label)), str(message), bound.id_for_label) for message in messages)


@register.simple_tag
def told(field: Any, user: Any) -> Any:
    """What a field says that cannot be changed here. What it refers to is a link only for those who may open it."""
    name = field.field["field"]
    row = field.form.instance
    try:
        described = row._meta.get_field(name)
    except (FieldDoesNotExist, TypeError):
        described = None
    other = getattr(row, name, None) if isinstance(described, ForeignKey) else None
    if other is None:
        return in_words(field.contents())
    opts = other._meta
    if not user.has_perm(f"{opts.app_label}.view_{opts.model_name}", other):
        return str(other)
    site = field.model_admin.admin_site
    return format_html('<a href="{}">{}</a>', site.address(other), site.label(other))


@register.filter
def person_name(user: Any) -> str:
    """Of somebody with an account: as they are called, or else by what they sign in."""
    return name_of(user)


@register.filter
def is_wide(field: Any) -> bool:
    """Whether a field of a form takes the whole width: long texts and groups of boxes do."""
    return not field.is_readonly and isinstance(field.field.field.widget, Textarea | CheckboxSelectMultiple)


@register.filter
def is_tick(field: Any) -> bool:
    """Whether a field of a form is a box to tick."""
    return not field.is_readonly and isinstance(field.field.field.widget, CheckboxInput)


@register.filter
def is_optional(field: Any) -> bool:
    """Whether a field of a form may stay empty. A box to tick always may."""
    return not (field.is_readonly or is_tick(field) or field.field.field.required or field.field.field.disabled)
