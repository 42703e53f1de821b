"""Keeping views of lists: each person their own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.admin.models import SavedView

MOST_VIEWS = 30

TOO_MANY = _("You have %(most)s views of this list. Delete one that you no longer need first.")


@transaction.atomic
def save_view(owner: User, rows_of: str, name: str, question: str) -> SavedView:
    """Keep a view of a list. Asked twice with the same name and content, there is one."""
    User.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    same = SavedView.objects.filter(owner=owner, rows_of=rows_of)
    kept = same.filter(name=name, question=question).first()
    if kept is not None:
        return kept
    if same.count() >= MOST_VIEWS:
        raise ValidationError(TOO_MANY, code="too_many", params={"most": MOST_VIEWS})
    view = SavedView(owner=owner, rows_of=rows_of, name=name, question=question)
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def rename_view(view: SavedView, name: str) -> None:
    """Call it otherwise."""
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    view.name = name
    view.full_clean()
    view.save(update_fields=["name"])


def forget_view(view: SavedView) -> None:
    """Delete it; what it showed stays."""
    SavedView.objects.filter(pk=view.pk).delete()
