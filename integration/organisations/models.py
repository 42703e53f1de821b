"""Organisations as a tree, what each covers, and who holds a role for which of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.accounts.roles import Role
from integration.organisations import rules
from integration.organisations.enums import LegalForm, OrganisationKind
from integration.organisations.scoping import ScopedManager
from integration.periods.checks import run_checks
from integration.periods.constraints import ends_after_start, filled, in_calendar, listed
from integration.periods.working_days import State


class Organisation(models.Model):
    """A group, a company, one of its sites, or a partner.

    `root` and `employer` are derived from the tree by `services.rebuild_tree`, like `Reach`.
    """

    code = models.CharField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=16, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    legal_form = models.CharField(_("legal form"), max_length=16, choices=LegalForm.choices, blank=True)
    state = models.CharField(
        _("federal state"),
        max_length=2,
        choices=State.choices,
        blank=True,
        default="",
        help_text=_("For its public holidays; a site without one has its company's."),
    )
    aliases = models.CharField(
        _("other names"), max_length=1000, blank=True, help_text=_("Other spellings, separated by |.")
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    employer = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")

    history = HistoricalRecords(excluded_fields=["root", "employer"])
    objects: ClassVar[ScopedManager["Organisation"]] = ScopedManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="organisation_not_below_itself",
                violation_error_message=_("An organisation cannot belong to itself."),
                violation_error_code="cycle",
            ),
            listed(
                "organisation_kind_known", _("Choose one of the kinds of organisation."), kind=OrganisationKind.values
            ),
            listed("organisation_legal_form_known", legal_form=["", *LegalForm.values]),
            listed("organisation_state_known", state=["", *State.values]),
            filled("code", "name", name="organisation_filled"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    def clean(self) -> None:
        """What spans rows is checked here, too."""
        rules.check_organisation(self)
        run_checks(self)


class Reach(models.Model):
    """What an organisation covers: itself and everything below it, or (`alone`) only itself.

    Reports and roles for `head` are about the rows' `organisation`s. Derived from the tree.
    """

    head = models.ForeignKey(Organisation, models.CASCADE, related_name="reaches")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reached_by")
    alone = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reach")
        verbose_name_plural = _("reaches")
        constraints = [models.UniqueConstraint(fields=["organisation", "alone", "head"], name="reach_once")]
        indexes = [models.Index(fields=["head", "alone", "organisation"], name="reach_of_head")]

    def __str__(self) -> str:
        return f"{self.head_id} > {self.organisation_id}"


class Membership(models.Model):
    """A role that somebody holds for an organisation and everything below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    started_on = models.DateField(_("from"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["Membership"]] = ScopedManager()

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        ordering = ["organisation", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="membership_once",
                violation_error_message=_("This person already holds this role for this organisation."),
            ),
            ends_after_start(
                "started_on", "ended_on", name="membership_ends_after_start", message=_("The end is before the start.")
            ),
            in_calendar("started_on", "ended_on", name="membership_in_calendar"),
            listed("membership_role_known", role=Role.values),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} #{self.pk}"


class ContactPerson(models.Model):
    """Whom to ask at a partner. Each company keeps its own: others working with the same partner see nothing of it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contact_persons", verbose_name=_("partner organisation")
    )
    kept_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="kept_contact_persons",
        verbose_name=_("for"),
        help_text=_("Your organisation whose training managers see this contact person."),
    )
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=200, blank=True)
    topics = models.CharField(
        _("to be asked about"),
        max_length=300,
        blank=True,
        help_text=_("Topics or phases, such as “language course, invoices”."),
    )
    phone = models.CharField(_("telephone"), max_length=64, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    active = models.BooleanField(
        _("active"), default=True, help_text=_("Without this tick nobody is shown this contact person any more.")
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["ContactPerson"]] = ScopedManager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["organisation__name", "name", "pk"]
        constraints = [filled("name", name="contact_person_filled")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """Contact persons are kept for partners; colleagues are found elsewhere."""
        rules.check_contact_person(self)
