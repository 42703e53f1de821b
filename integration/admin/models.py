"""What people at work here keep for themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from integration.organisations.scoping import ScopedManager


class SavedView(models.Model):
    """A list as somebody likes to see it: by what it is narrowed and sorted, under a name of their own.

    `question` is the query of the list's address, without words that were looked for. Whoever opens the view asks it anew:
    it shows what they may see by then.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"))
    rows_of = models.CharField(_("list"), max_length=100)
    name = models.CharField(_("name"), max_length=60)
    question = models.CharField(_("filters and sorting"), max_length=2000)

    objects: ClassVar[ScopedManager["SavedView"]] = ScopedManager()

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "rows_of", "name"],
                name="view_named_once",
                violation_error_message=_("You already have a view of this name. Choose another one."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
