"""What stands behind the published reports of a tree's month."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager


class Release(models.Model):
    """One audience's reports of a whole tree and month, which keep the same secrets.

    `standing` is what later months must leave possible (`standing.Standing`). It says more than any reader may know,
    so nobody has a page of it. `serial` counts what was published: a build that began before that is thrown away.
    """

    root = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    month = models.DateField(_("month"))
    audience = models.CharField(_("audience"), max_length=16)
    serial = models.PositiveIntegerField(_("number of publications"), default=0)
    standing = models.JSONField(_("what must stay possible"), default=dict, blank=True)

    objects: ClassVar[ScopedManager["Release"]] = ScopedManager()

    class Meta:
        verbose_name = _("release of reports")
        verbose_name_plural = _("releases of reports")
        ordering = ["-month", "root", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["root", "month", "audience"],
                name="release_once",
                violation_error_message=_("This month has been released already."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="release_month_is_first_day",
                violation_error_message=_("A month is named by its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.root_id} · {self.month:%Y-%m} · {self.audience}"
