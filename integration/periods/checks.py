"""Checks that apps above declare for the models of apps below: a person's birth knows nothing of enrolments, but they of it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

Check = Callable[[Any], None]
_checks: dict[str, list[Check]] = {}


def declare_check(model: type[Model], check: Check) -> None:
    """Let `check` raise `Refused` whenever a row of `model` is cleaned. Called from `AppConfig.ready`."""
    declared = _checks.setdefault(model._meta.label_lower, [])
    if check not in declared:
        declared.append(check)


def run_checks(row: Model) -> None:
    """All that apps above declared for rows of this kind."""
    for check in _checks.get(row._meta.label_lower, ()):
        check(row)
