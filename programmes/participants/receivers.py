"""What follows from a person's record follows every change to it."""

from functools import partial
from typing import Any

from django.db import transaction

from programmes.participants.likeness.services import refresh
from programmes.participants.models import Participant


def person_saved(instance: Participant, **_kwargs: Any) -> None:
    """Look for others who may be the same person, once the record is in."""
    transaction.on_commit(partial(refresh, [instance.pk]), robust=True)
