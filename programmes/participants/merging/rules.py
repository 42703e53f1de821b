"""Who may merge whom, and what stands in the way."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from integration.accounts.models import User
from integration.accounts.roles import Right
from integration.organisations.access import roles_of_this_request, roles_with, subject_of
from integration.organisations.scoping import ScopedQuerySet
from integration.periods.refusals import Refused
from programmes.participants.merging.relations import rows_of
from programmes.participants.models import Participant


class Conflict(NamedTuple):
    """A row that cannot go over to the other person, and why."""

    row: Model
    reasons: list[str]


def may_merge(user: User, *people: Participant) -> bool:
    """Whether every record, and every row that belongs to one, is theirs to change: nothing moves out of sight."""
    yours = all(user.has_perm("participants.change_participant", person) for person in people)
    return yours and all(_all_yours(user, rows) for person in people for _field, rows in rows_of(person))


def _all_yours(user: User, rows: QuerySet[Any]) -> bool:
    """Records merged into a person are nobody's to see any more, and tables that the matrix leaves out follow, too."""
    subject = subject_of(rows.model._meta.label_lower)
    if subject is None or rows.model is Participant:
        return True
    roles = roles_with(roles_of_this_request(user), Right.UPDATE, subject)
    keys = list(rows.values_list("pk", flat=True))
    # Asked for these rows only: an "and not in" would first gather everything that is theirs.
    return ScopedQuerySet(rows.model).changeable_by(user, roles).filter(pk__in=keys).count() == len(keys)


def conflicts(survivor: Participant, emptied: Participant) -> list[Conflict]:
    """The rows of one person that the other cannot have beside their own."""
    return [
        Conflict(row, reasons)
        for field, rows in rows_of(emptied)
        for row in rows
        if (reasons := given_over(row, field.name, survivor))
    ]


def given_over(row: Any, reference: str, person: Participant) -> list[str]:
    """Let the row belong to somebody else: what the rules have against it that they had not before."""
    before = _refused(row)
    setattr(row, reference, person)
    return [message for message in _refused(row) if message not in before]


def _refused(row: Any) -> list[str]:
    found = []
    for check in (row.clean, row.validate_constraints):
        try:
            check()
        except ValidationError as error:
            found += error.messages
    return found


def refuse_unless(allowed: bool, refusal: Any, **params: Any) -> None:  # noqa: FBT001  (the condition is what is said)
    """Raise the refusal where something is not allowed."""
    if not allowed:
        raise Refused(refusal, params)
