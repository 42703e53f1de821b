"""Words for the codes that stand in keys and values."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.community.enums import TargetState
from programmes.participants.enums import Level, PermitClass
from programmes.pathways.enums import EndReason, PhaseKind, Qualifier
from reports.editions.wording import codes_in, names_of
from reports.indicators import registry
from reports.indicators.figures import Figure

Text = str | Promise

PHASES: Mapping[str, Text] = {**dict(PhaseKind.choices), "between_phases": _("Between phases")}
REASONS: Mapping[str, Text] = {**dict(EndReason.choices), "transfer_out": _("Moved to another organisation")}
LINES: Mapping[str, Text] = {
    "employer": _("with the same employer"),
    "group": _("in the group"),
    "of_all": _("of all participants"),
    "in_probation": _("in probation"),
    "one_step": _("one level or more"),
    "cells": _("figures in them that differ"),
}
QUALIFIERS: Mapping[str, Text] = {**dict(Qualifier.choices), "exactly": ""}
STATES: Mapping[str, Text] = dict(TargetState.choices)

CLASSES: Mapping[str, Mapping[str, Text]] = {
    "guarantee_fulfilment": {
        "fulfilled": _("Permanent job after the training"),
        "waived": _("Waived by the trainee"),
        "refused_suitability": _("Refused for lack of suitability"),
        "fixed_term_only": _("Only a fixed-term job"),
        "broken": _("No job and no reason"),
        "pending": _("Not decided yet"),
    },
    "language_level": {**dict(Level.choices), "unknown": _("No certificate")},
    "permit_horizon": dict(PermitClass.choices),
}

HEADS: Mapping[str, Text] = {
    "step": pgettext_lazy("report", "Step"),
    "organisation": _("Organisation"),
    "programme": _("Programme"),
    "phase": _("Phase"),
    "cohort": _("Cohort"),
    "reason": _("Reason"),
    "class": pgettext_lazy("report", "Class"),
    "target": _("Target"),
    "figure": _("Published figure"),
    "month": _("Month"),
}


class Label(NamedTuple):
    """What a row is called; the code stands beside a name that is not unique."""

    text: Text
    code: str = ""


class Names:
    """The names of everything that the keys of some figures speak of: as they were `kept`, else as they are. One query."""

    def __init__(self, figures: Iterable[Figure], *kept: Mapping[str, Mapping[str, str]]) -> None:
        self._names: dict[tuple[str, str], Text] = {}
        for names in kept:
            self._take(names)
        missing = {
            kind: {code for code in codes if (kind, code) not in self._names}
            for kind, codes in codes_in(figures).items()
        }
        self._take(names_of(missing))

    def _take(self, names: Mapping[str, Mapping[str, str]]) -> None:
        for kind, found in names.items():
            for code, name in found.items():
                self._names[kind, code] = _indicator_name(name) if kind == "target" else name

    def labels(self, figure: Figure) -> dict[str, Label]:
        """The labels of a figure's row by head, in the order in which they are read."""
        key = figure.key
        labels = {}
        for kind in ("organisation", "programme", "cohort", "target", "figure"):
            if kind in key:
                labels[kind] = Label(self._names.get((kind, key[kind]), key[kind]), key[kind])
        if "from" in key:
            labels["step"] = Label(f"{PHASES.get(key['from'], key['from'])} → {PHASES.get(key['to'], key['to'])}")
        for kind, words in (("phase", PHASES), ("reason", REASONS), ("class", CLASSES.get(figure.indicator, {}))):
            if kind in key:
                labels[kind] = Label(words.get(key[kind], key[kind]))
        if "month" in key:
            labels["month"] = Label(key["month"])
        return labels


def _indicator_name(identifier: str) -> Text:
    try:
        return registry.get(identifier).name
    except KeyError:
        return identifier
