"""Refusals as tests ask for them: by code, and by nothing else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from integration.periods.refusals import Refusal


def codes(error: ValidationError) -> list[str | None]:
    """The codes of everything that is wrong."""
    fields = getattr(error, "error_dict", None)
    return [each.code for each in (chain.from_iterable(fields.values()) if fields else error.error_list)]


@contextmanager
def refused(refusal: Refusal) -> Iterator[None]:
    """What happens inside is refused for this reason alone."""
    with pytest.raises(ValidationError) as caught:
        yield
    assert codes(caught.value) == [refusal.code]


def reason_for_refusing(change: Callable[[], Any]) -> str | None:
    """The code with which a change is refused; none if it is made."""
    try:
        change()
    except ValidationError as error:
        return codes(error)[0]
    return None


def broken_constraint(write: Callable[[], Any]) -> str | None:
    """The constraint of PostgreSQL that a write breaks when it is committed; none if it is fine. Nothing stays written."""
    try:
        with transaction.atomic():
            write()
            connection.check_constraints()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return None
