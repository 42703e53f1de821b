"""By what a list was narrowed when somebody took it as a file: kept as codes and keys, told in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest
from django.utils.text import capfirst

from integration.admin.choices import RowsFilter

LONGEST = 100


def narrowing(changelist: Any) -> dict[str, str]:
    """What is kept: codes and keys, no names, and not the words that somebody looked for."""
    kept = {name: str(values[-1])[:LONGEST] for name, values in changelist.get_filters_params().items() if values}
    for spec in changelist.filter_specs:
        if isinstance(spec, RowsFilter):
            kept |= spec.code_of_choice()
    return kept


def in_words(page: Any, request: HttpRequest, kept: Mapping[str, str]) -> Iterator[str]:
    """The same for people, as far as filters have words of their own; rows stay codes."""
    specs = {
        spec.parameter_name: spec
        for spec in page.get_list_filter(request)
        if isinstance(spec, type) and issubclass(spec, SimpleListFilter)
    }
    for name, value in kept.items():
        title, words = _filter(page, request, specs[name]) if name in specs else _field(page, name)
        yield f"{capfirst(str(title))}: {words.get(value, value)}"


def _filter(page: Any, request: HttpRequest, spec: Any) -> tuple[Any, dict[str, Any]]:
    if issubclass(spec, RowsFilter):
        return spec.title, dict(spec.besides)
    return spec.title, dict(spec(request, {}, page.model, page).lookup_choices)


def _field(page: Any, name: str) -> tuple[Any, dict[str, Any]]:
    try:
        field = page.opts.get_field(name.partition("__")[0])
    except FieldDoesNotExist:
        return name, {}
    return field.verbose_name, {str(value): words for value, words in field.flatchoices}
