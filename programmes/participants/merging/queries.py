"""Where merged records lead."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from integration.accounts.models import User
from programmes.participants.models import Merge, Participant


def codes_of_survivors(codes: Iterable[str]) -> dict[str, str]:
    """Of these codes, those of merged records, each with the code of the record that stands for it now."""
    merged = Participant._base_manager.filter(code__in=list(codes), merged_into__isnull=False)
    return dict(merged.order_by("pk").values_list("code", "merged_into__code"))


def standing_for(user: User | AnonymousUser, code: str) -> QuerySet[Any]:
    """The keys of the records that stand for the merged one with this code."""
    return _leading_on(user).filter(code__in={code, code.upper()}).values("merged_into")


def survivor_for(user: User | AnonymousUser, key: str) -> Participant | None:
    """The record that stands for a merged one, if this person may see it."""
    if not key.isdecimal():
        return None
    merged = _leading_on(user).filter(pk=key).values("merged_into")
    return Participant.objects.visible_to(user).filter(pk__in=merged).first()


def _leading_on(user: User | AnonymousUser) -> QuerySet[Participant]:
    """The merged records that lead somebody on: whoever may not know of a merge is not told by an old code, either."""
    known = Merge.objects.visible_to(user).filter(undone_at=None).values("survivor")
    return Participant._base_manager.filter(merged_into__in=known).order_by()
