"""Who wants to be told of which report, and of which editions each was told."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.accounts.models import User
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import listed
from reports.editions.enums import Audience
from reports.editions.models import ReportEdition

LANGUAGES = User._meta.get_field("language").choices or []


class Subscription(models.Model):
    """Somebody is told by e-mail when a month of this report is closed, or restated. It ends by being deleted.

    Months before `first_month` were final when they subscribed: of these they are not told.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="report_subscriptions", verbose_name=_("person"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation"))
    audience = models.CharField(_("made for"), max_length=16, choices=Audience.choices)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    first_month = models.DateField(_("from the report of"), help_text=_("Its first day."))

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Subscription"]] = ScopedManager()

    class Meta:
        verbose_name = _("subscription of a report")
        verbose_name_plural = _("subscriptions of reports")
        ordering = ["organisation__code", "audience", "user__email"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "audience"],
                name="subscription_once",
                violation_error_message=_("This report is sent to this person already."),
            ),
            listed("subscription_codes_known", audience=Audience.values, language=[code for code, _name in LANGUAGES]),
            models.CheckConstraint(
                condition=Q(first_month__day=1),
                name="subscription_month_is_first_day",
                violation_error_message=_("A month is named by its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Notice(models.Model):
    """A subscriber is told of an edition, once: the e-mail is about this row."""

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="notices", verbose_name=_("subscription")
    )
    edition = models.ForeignKey(ReportEdition, models.CASCADE, related_name="+", verbose_name=_("edition"))

    objects: ClassVar[ScopedManager["Notice"]] = ScopedManager()

    class Meta:
        verbose_name = _("notice of a report")
        verbose_name_plural = _("notices of reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "edition"],
                name="notice_once",
                violation_error_message=_("The subscriber was told of this edition already."),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
