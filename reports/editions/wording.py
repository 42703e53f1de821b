"""The names and targets with which an edition is told, kept with its figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, Model, QuerySet, Value

from integration.organisations.models import Organisation
from programmes.community.models import PublishedFigure, Target
from programmes.pathways.models import Cohort, Programme
from reports.editions.models import EditionWords, ReportEdition
from reports.editions.thresholds import threshold_of
from reports.indicators.figures import Figure

NAMED: Mapping[str, tuple[type[Model], str]] = {
    "organisation": (Organisation, "name"),
    "programme": (Programme, "name"),
    "cohort": (Cohort, "label"),
    "target": (Target, "indicator"),
    "figure": (PublishedFigure, "label"),
}
"""What keys speak of by code, and which field is its name."""

TARGET_FIELDS = ("code", "indicator", "line", "operator", "value", "due_on", "baseline", "baseline_on")


def names_of(codes: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """The names as they are now, by kind and code. One query."""
    rows = [_named(kind, found) for kind, found in codes.items() if kind in NAMED and found]
    names: dict[str, dict[str, str]] = {}
    if rows:
        for kind, code, name in rows[0].union(*rows[1:], all=True):
            names.setdefault(kind, {})[code] = name
    return names


def _named(kind: str, codes: Iterable[str]) -> QuerySet:
    model, field = NAMED[kind]
    rows = model._default_manager.filter(code__in=codes).order_by()
    return rows.annotate(spoken_of=Value(kind, CharField())).values_list("spoken_of", "code", field)


def codes_in(figures: Iterable[Figure]) -> dict[str, set[str]]:
    """The codes that the keys of these figures speak of, by kind."""
    codes: dict[str, set[str]] = defaultdict(set)
    for figure in figures:
        for kind, code in figure.key.items():
            codes[kind].add(code)
    return codes


def keep_words(edition_id: int, figures: Iterable[Figure]) -> None:
    """Write down what the edition is called and told with now. Five queries at most."""
    edition = ReportEdition.objects.select_related("organisation").get(pk=edition_id)
    codes = codes_in(figures)
    EditionWords.objects.filter(edition=edition_id).delete()
    EditionWords.objects.create(
        edition_id=edition_id,
        name=edition.organisation.name,
        code=edition.organisation.code,
        threshold=threshold_of(edition.audience),
        names=names_of(codes),
        targets=_targets(edition, codes["target"]),
    )


def _targets(edition: ReportEdition, codes: Iterable[str]) -> list[dict[str, Any]]:
    """The organisation's own, that the report judges."""
    if not codes:
        return []
    own = Target.objects.filter(code__in=codes, organisation=edition.organisation_id).order_by("due_on", "code")
    return [{name: _plain(value) for name, value in row.items()} for row in own.values(*TARGET_FIELDS)]


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def target_from(data: Mapping[str, str | None], organisation: Organisation) -> Target:
    """A target as it was kept. It is only read."""
    days_and_numbers = {name: Target._meta.get_field(name).to_python(data[name]) for name in TARGET_FIELDS}
    return Target(organisation=organisation, **days_and_numbers)
