"""A law moves the end of many documents at once, or it turns out that it did not."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.admin.forms import WrittenField
from integration.admin.many.forms import ManyForm, day, declare
from programmes.participants.models import ResidenceDocument
from programmes.participants.permits.services import extend_by_law, take_back_extension


class OfDocuments(ManyForm):
    """Something about residence documents."""

    model = ResidenceDocument
    permission = "participants.change_residencedocument"
    named = ("participant",)

    @classmethod
    def label_of(cls, row: ResidenceDocument) -> str:
        """Whose, and which."""
        person = row.participant
        name = ", ".join(filter(None, [person.family_name, person.given_name]))
        return f"{name} · {row.get_kind_display()}"

    @classmethod
    def address_of(cls, row: ResidenceDocument) -> str:
        """The person's page."""
        return reverse("admin:participants_participant_change", args=[row.participant_id]) + "#residence"

    def told(self, done: ResidenceDocument) -> str:
        """Until when it is valid now."""
        ends = done.legal_valid_to or done.printed_valid_to
        if ends is None:
            return _("Valid, without an end")
        return _("Valid until %(day)s") % {"day": date_format(ends, "SHORT_DATE_FORMAT")}


class ExtendByLaw(OfDocuments):
    """Such as the ordinance on temporary protection, without a new card for anybody."""

    name = "extend_by_law"
    title = gettext_lazy("Extend by law")
    lead = gettext_lazy(
        "A law or an ordinance lets these documents hold longer than what is printed on them. Narrow the list by legal "
        "section and kind first. It can be taken back in the same way."
    )

    until = day(gettext_lazy("Valid by law until"))
    basis = WrittenField(
        label=gettext_lazy("Law or ordinance"),
        max_length=200,
        help_text=gettext_lazy("For example the ordinance on § 24 AufenthG of 27 October 2025."),
    )

    def perform(self, row: ResidenceDocument) -> ResidenceDocument:
        """Extend one."""
        return extend_by_law(row, self.cleaned_data["until"], self.cleaned_data["basis"], by=self.user)


class TakeBackExtension(OfDocuments):
    """The opposite."""

    name = "take_back_extension"
    title = gettext_lazy("Take an extension by law back")
    lead = gettext_lazy("Documents that were extended by law to this day hold as long again as they did before.")

    until = day(gettext_lazy("They were extended until"))

    def perform(self, row: ResidenceDocument) -> ResidenceDocument:
        """Take it back for one."""
        return take_back_extension(row, self.cleaned_data["until"], by=self.user)


def offer() -> None:
    """Above the list of documents."""
    declare(ExtendByLaw, TakeBackExtension)
