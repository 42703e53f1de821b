"""Guarantees and jobs in plain form."""

from integration.admin import navigation
from integration.admin.filters import RunningFilter, ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.site import workplace
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.pathways.admin.journey import InEnrolment


class RetentionGuaranteeAdmin(InEnrolment):
    """What was promised, and what was decided."""

    begun_by = "give_guarantee"
    by_steps = ("decision", "decided_on", "reason")
    fields = ("enrolment", "given_on", "ended_on", "scope", "decision", "decided_on", "reason")
    list_display = ("person", "given_on", "ended_on", "scope", "decision", "decided_on")
    list_filter = ("decision", "scope")


class EmploymentAdmin(InEnrolment):
    """A job of somebody who is or was enrolled."""

    begun_by = "record_employment"
    fields = ("enrolment", "organisation", "started_on", "ended_on", "contract")
    list_display = ("person", "organisation", "contract", "started_on", "ended_on")
    list_filter = (RunningFilter, "contract", ("organisation", ScopedRelatedFilter))
    list_select_related = ("enrolment__participant", "organisation")
    autocomplete_fields = ("enrolment", "organisation")


workplace.register(RetentionGuarantee, RetentionGuaranteeAdmin)
workplace.register(Employment, EmploymentAdmin)
navigation.show(
    list_of(RetentionGuarantee, Group.PEOPLE, icon="guarantee", order=70),
    list_of(Employment, Group.MORE, icon="job", order=60),
)
