"""What happens in enrolments, as it is recorded. How it stands is changed by steps on the person's page, and only read here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.filters import RunningFilter, ScopedRelatedFilter
from integration.admin.navigation import Group, list_of
from integration.admin.site import workplace
from programmes.participants.records import FindsPeople, name_of
from programmes.pathways.admin.for_whom import for_whom
from programmes.pathways.models import Assessment, AuthorityNotice, Exam, Pause, PhaseEntry, Transfer
from programmes.pathways.notices.page import notice_page


class ReadsSteps(FindsPeople):
    """Records that the steps of a journey change: what is `by_steps` is shown here, and changed on the person's page."""

    by_steps: tuple[str, ...] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A step says what will happen, and can be undone."""
        return list(self.by_steps)


class InEnrolment(ReadsSteps):
    """Something that hangs in an enrolment. `begun_by` is the step that begins such a record."""

    begun_by = ""
    locked_first = "enrolment"
    to_person = "enrolment__participant__"
    codes = ("enrolment__code",)
    coded = "enrolment"
    search_fields = ("enrolment__participant__search_name", "enrolment__code")
    list_select_related: Any = ("enrolment__participant",)
    autocomplete_fields: Any = ("enrolment",)
    named = ("enrolment__participant",)

    def label_of(self, row: Any) -> str:
        """Whose it is."""
        return f"{name_of(row.enrolment.participant)} · {row.enrolment.code}"

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """What a step begins is begun by it: it says what will happen, and can be undone."""
        if self.begun_by:
            return for_whom(self, request, self.begun_by)
        return super().add_view(request, form_url, extra_context)

    @admin.display(description=_("participant"), ordering="enrolment__participant__search_name")
    def person(self, row: Any) -> str:
        """The person's name."""
        return name_of(row.enrolment.participant)


class PhaseEntryAdmin(InEnrolment):
    """A phase of a person."""

    begun_by = "start_phase"
    by_steps = ("probation_until", "ended_on", "outcome")
    codes = ("code", "enrolment__code")
    fields = (
        "code",
        "enrolment",
        "phase",
        "occupation",
        "started_on",
        "planned_end_on",
        "probation_until",
        "ended_on",
        "outcome",
    )
    list_display = ("code", "person", "phase", "started_on", "planned_end_on", "ended_on", "outcome")
    list_filter = (RunningFilter, "outcome")
    list_select_related = ("enrolment__participant", "phase")
    autocomplete_fields = ("enrolment", "phase")


class PauseAdmin(InEnrolment):
    """A time in which an enrolment rests."""

    begun_by = "pause"
    by_steps = ("ended_on",)
    fields = ("enrolment", "started_on", "ended_on", "reason")
    list_display = ("person", "started_on", "ended_on", "reason")
    list_filter = (RunningFilter, "reason")


class TransferAdmin(InEnrolment):
    """A move to another organisation."""

    begun_by = "transfer"
    fields = ("enrolment", "on", "organisation")
    list_display = ("person", "on", "organisation")
    list_filter = (("organisation", ScopedRelatedFilter),)
    list_select_related = ("enrolment__participant", "organisation")
    autocomplete_fields = ("enrolment", "organisation")


class ExamAdmin(InEnrolment):
    """An exam, or its date."""

    begun_by = "record_exam"
    by_steps = ("result",)
    fields = ("enrolment", "kind", "attempt", "held_on", "result")
    list_display = ("person", "kind", "attempt", "held_on", "result")
    list_filter = ("kind", "result")


class AuthorityNoticeAdmin(InEnrolment):
    """That the authority was told of an early end."""

    fields = ("enrolment", "entry", "sent_on")
    list_display = ("person", "entry", "sent_on")
    list_select_related = ("enrolment__participant", "entry")
    autocomplete_fields = ("enrolment", "entry")


class AssessmentAdmin(InEnrolment):
    """What colleagues said after the first days of an internship."""

    begun_by = "assess"
    fields = ("enrolment", "entry", "assessed_on", "fit")
    list_display = ("person", "entry", "assessed_on", "fit")
    list_filter = ("fit",)
    list_select_related = ("enrolment__participant", "entry")
    autocomplete_fields = ("enrolment", "entry")


workplace.register(Assessment, AssessmentAdmin)
workplace.register(AuthorityNotice, AuthorityNoticeAdmin)
workplace.show_page("pathways/phaseentry/<int:pk>/notice/", notice_page, "pathways_notice")
workplace.register(PhaseEntry, PhaseEntryAdmin)
workplace.register(Pause, PauseAdmin)
workplace.register(Transfer, TransferAdmin)
workplace.register(Exam, ExamAdmin)
navigation.show(
    list_of(PhaseEntry, Group.MORE, icon="path", order=20),
    list_of(Pause, Group.MORE, icon="pause", order=21),
    list_of(Transfer, Group.MORE, icon="transfer", order=22),
    list_of(Exam, Group.MORE, icon="exam", order=23),
    list_of(Assessment, Group.MORE, icon="check", order=23),
    list_of(AuthorityNotice, Group.MORE, icon="document", order=24),
)
