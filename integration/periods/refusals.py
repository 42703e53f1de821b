"""Why something is refused: a code for programs and a sentence for people, and what the database says in these words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(NamedTuple):
    """A reason for refusing; the same on screen, in an import and in the database."""

    code: str
    message: str | Promise


END_BEFORE_START = Refusal("end_before_start", _("The end is before the start."))
DATE_OUT_OF_RANGE = Refusal("date_out_of_range", _("Dates must be between 1900 and 2100."))
REQUIRED = Refusal("required", _("This value is required."))
NOT_IN_LIST = Refusal("not_in_list", _("This value is not in the list of choices."))
DUPLICATE_KEY = Refusal("duplicate_key", _("There is already a row with the same key."))
CHANGED_MEANWHILE = Refusal(
    "changed_meanwhile", _("Somebody else changed this in the meantime. Look at it again, then repeat your change.")
)


class Refused(ValidationError):  # noqa: N818  (no error in the program)
    """A change that cannot be made; nothing was changed."""

    def __init__(self, refusal: Refusal, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(refusal.message, code=refusal.code, params=params)
        self.refusal = refusal


_cross_row: dict[str, Refusal] = {}


def name_constraints(refusals: Mapping[str, Refusal]) -> None:
    """Say in which words the constraints of this name refuse that no model knows of (see `guards`)."""
    _cross_row.update(refusals)


def refusal_by_constraint(name: str) -> Refusal | None:
    """What a constraint of the database says to people; nothing for one that nobody knows."""
    if name in _cross_row:
        return _cross_row[name]
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                code = constraint.violation_error_code or DUPLICATE_KEY.code
                return Refusal(code, constraint.get_violation_error_message())
    return None


def refused_by_database(error: IntegrityError) -> ValidationError:
    """The same refusal in words. Raises the error itself again if no constraint of ours is behind it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or str(error).rpartition(": ")[2]
    refusal = refusal_by_constraint(name)
    if refusal is not None:
        return Refused(refusal)
    if getattr(diagnosis, "sqlstate", "") == "23505" or "UNIQUE" in str(error):
        return Refused(DUPLICATE_KEY)
    raise error


@contextmanager
def one_change(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """All of it or nothing, in one transaction; what the database refuses is said in words (`ValidationError`)."""
    try:
        with transaction.atomic(using=using):
            yield
    except IntegrityError as error:
        raise refused_by_database(error) from error
