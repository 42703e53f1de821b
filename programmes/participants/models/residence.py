"""Residence documents, what they allow, and the copies that employers keep of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedManager
from integration.periods.constraints import ends_after_start, filled, in_calendar, listed
from integration.sealed.fields import SealedBytesField, SealedTextField
from programmes.participants.enums import BOUND, CopyType, ProvisionalEffect, ResidenceKind, WorkPermission
from programmes.participants.models.people import Participant, check_not_merged


class ResidenceDocument(models.Model):
    """A residence document, or what makes one unnecessary. Several may overlap.

    What is written on it in words, and its number, are sealed; kinds and days are not, since figures and deadlines of all
    people are worked out from them in the database. Where a law or an ordinance extends what is printed, `legal_basis`
    names it.
    """

    code = models.CharField(_("code"), max_length=64, unique=True)
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="residence_documents", verbose_name=_("participant")
    )
    kind = models.CharField(_("kind"), max_length=32, choices=ResidenceKind.choices)
    legal_section = models.CharField(_("legal section"), max_length=100, blank=True, db_index=True)
    number = SealedTextField(
        _("number of the document"), max_length=100, blank=True, default="", purpose="number of a residence document"
    )
    issued_on = models.DateField(_("issued on"))
    printed_valid_to = models.DateField(_("printed validity"), null=True, blank=True)
    legal_valid_to = models.DateField(
        _("legal validity"), null=True, blank=True, help_text=_("Where law or an ordinance extends what is printed.")
    )
    legal_basis = models.CharField(
        _("extended by"), max_length=200, blank=True, default="", help_text=_("The law or ordinance that extends it.")
    )
    effect = models.CharField(
        _("provisional effect"),
        max_length=16,
        choices=ProvisionalEffect.choices,
        blank=True,
        default="",
        help_text=_("As ticked on the certificate (§ 81 AufenthG)."),
    )
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    work_permission = models.CharField(_("work permission"), max_length=16, choices=WorkPermission.choices)
    bound_employer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only with this employer"),
    )
    bound_occupation = models.CharField(_("only in this occupation"), max_length=200, blank=True, default="")
    bound_region = SealedTextField(
        _("only in this region"), max_length=200, blank=True, default="", purpose="region of a residence document"
    )
    restriction = SealedTextField(
        _("ancillary provision"), blank=True, purpose="ancillary provision of a residence document"
    )
    seen_on = models.DateField(_("original seen on"), null=True, blank=True, editable=False)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("original seen by"),
    )

    history = HistoricalRecords()
    objects: ClassVar[ScopedManager["ResidenceDocument"]] = ScopedManager()

    class Meta:
        verbose_name = _("residence document")
        verbose_name_plural = _("residence documents")
        ordering = ["participant", "issued_on", "code"]
        indexes = [
            models.Index(fields=["legal_valid_to"], name="document_by_legal_end"),
            models.Index(fields=["participant", "issued_on"], name="residence_by_issue"),
            models.Index(fields=["kind", "legal_section"], name="residence_by_section"),
            models.Index(fields=["work_permission"], name="document_by_work"),
        ]
        constraints = [
            ends_after_start(
                "issued_on",
                "printed_valid_to",
                name="residence_printed_after_issue",
                message=_("The printed validity ends before the document was issued."),
            ),
            ends_after_start(
                "issued_on",
                "legal_valid_to",
                name="residence_legal_after_issue",
                message=_("The legal validity ends before the document was issued."),
            ),
            listed(
                "residence_kind_known",
                _("Choose kind and work permission from the lists."),
                kind=ResidenceKind.values,
                work_permission=WorkPermission.values,
            ),
            listed("residence_effect_known", effect=["", *ProvisionalEffect.values]),
            in_calendar("issued_on", "printed_valid_to", "legal_valid_to", name="residence_in_calendar"),
            in_calendar("applied_on", "seen_on", name="residence_inspection_in_calendar"),
            filled("code", name="residence_filled"),
            models.CheckConstraint(
                condition=Q(kind=ResidenceKind.PROVISIONAL_EFFECT) | Q(effect="", applied_on=None),
                name="residence_effect_of_certificate",
                violation_error_message=_("Only a certificate of provisional effect says what was applied for."),
            ),
            models.CheckConstraint(
                condition=Q(work_permission__in=BOUND) | Q(bound_employer=None, bound_occupation=""),
                name="residence_bounds_of_permission",
                violation_error_message=_(
                    "Only a permission for this job or for training is bound to an employer or occupation."
                ),
            ),
            models.CheckConstraint(
                condition=Q(legal_basis="") | Q(legal_valid_to__isnull=False),
                name="residence_basis_of_extension",
                violation_error_message=_("Enter until when the law extends it."),
            ),
            models.CheckConstraint(
                condition=Q(seen_on=None, seen_by=None) | Q(seen_on__isnull=False, seen_by__isnull=False),
                name="residence_seen_by_somebody",
                violation_error_message=_("Whoever saw the original says when."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Only of people for whom no other record stands."""
        check_not_merged(self)


class DocumentCopy(models.Model):
    """The scanned copy of a residence document, sealed. Employers keep it as long as somebody works for them (§ 4a AufenthG).

    It is in the database and not among the files, so that a backup holds it and deleting it deletes all of it. The history
    tells who kept and who deleted a copy, without what was on it.
    """

    document = models.OneToOneField(
        ResidenceDocument, models.CASCADE, related_name="copy", verbose_name=_("residence document")
    )
    content = SealedBytesField(purpose="copy of a residence document", editable=False)
    media_type = models.CharField(_("kind of file"), max_length=32, choices=CopyType.choices, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    kept_at = models.DateTimeField(_("kept since"), default=timezone.now, editable=False)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("kept by")
    )

    history = HistoricalRecords(excluded_fields=["content"])
    objects: ClassVar[ScopedManager["DocumentCopy"]] = ScopedManager()

    class Meta:
        verbose_name = _("copy of a residence document")
        verbose_name_plural = _("copies of residence documents")
        ordering = ["document"]
        constraints = [listed("copy_type_known", media_type=CopyType.values)]

    def __str__(self) -> str:
        return f"#{self.pk}"
