"""Guarantees and jobs in plain form."""

from integration.admin import navigation
from integration.admin.filters import RunningFilter, ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from programmes.guarantees.models import (
    Employment,
    PromiseText,
    RetentionCheck,
    RetentionGuarantee,
    YouthRepresentation,
)
from programmes.pathways.admin.journey import InEnrolment


class RetentionGuaranteeAdmin(InEnrolment):
    """What was promised, and what was decided."""

    begun_by = "give_guarantee"
    by_steps = ("decision", "decided_on", "reason", "decided_by", "seconded_by")
    fields = (
        "enrolment",
        "given_on",
        "ended_on",
        "scope",
        "wording",
        "bound_on",
        "decision",
        "decided_on",
        "reason",
        "decided_by",
        "seconded_by",
    )
    list_display = ("person", "given_on", "ended_on", "scope", "decision", "decided_on")
    list_filter = ("decision", "scope")


class PromiseTextAdmin(ScopedModelAdmin):
    """The words of guarantees, in versions."""

    fields = ("organisation", "version", "valid_from", "text", "conditions")
    list_display = ("organisation", "version", "valid_from", "conditions")
    list_filter = (("organisation", ScopedRelatedFilter),)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    autocomplete_fields = ("organisation",)
    named = ("organisation",)

    def label_of(self, row: PromiseText) -> str:
        """Whose, and which version."""
        return f"{row.organisation.name} · {row.version}"


class YouthRepresentationAdmin(InEnrolment):
    """Who is a member of the youth representation, and what they were told."""

    fields = ("enrolment", "started_on", "ended_on", "told_on")
    list_display = ("person", "started_on", "ended_on", "told_on")
    list_filter = (RunningFilter,)


class EmploymentAdmin(InEnrolment):
    """A job of somebody who is or was enrolled."""

    begun_by = "record_employment"
    fields = ("enrolment", "organisation", "started_on", "ended_on", "contract")
    list_display = ("person", "organisation", "contract", "started_on", "ended_on")
    list_filter = (RunningFilter, "contract", ("organisation", ScopedRelatedFilter))
    list_select_related = ("enrolment__participant", "organisation")
    autocomplete_fields = ("enrolment", "organisation")


class RetentionCheckAdmin(InEnrolment):
    """That a job went on."""

    begun_by = "confirm_job"
    fields = ("enrolment", "employment", "months", "checked_on")
    list_display = ("person", "employment", "months", "checked_on")
    list_filter = ("months",)
    list_select_related = ("enrolment__participant", "employment")
    autocomplete_fields = ("enrolment", "employment")


workplace.register(RetentionCheck, RetentionCheckAdmin)
workplace.register(RetentionGuarantee, RetentionGuaranteeAdmin)
workplace.register(Employment, EmploymentAdmin)
workplace.register(PromiseText, PromiseTextAdmin)
workplace.register(YouthRepresentation, YouthRepresentationAdmin)
navigation.show(
    list_of(RetentionGuarantee, Group.PEOPLE, icon="guarantee", order=70),
    list_of(Employment, Group.MORE, icon="job", order=60),
    list_of(RetentionCheck, Group.MORE, icon="check", order=60),
    list_of(YouthRepresentation, Group.MORE, icon="people", order=61),
    list_of(PromiseText, Group.SET_UP, icon="document", order=72),
)
