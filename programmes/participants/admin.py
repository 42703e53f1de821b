"""People, their language levels and residence documents, in plain form."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.choices import ListFilter
from integration.admin.forms import WrittenField
from integration.admin.navigation import Entry, Group, list_of, reads
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.law.enums import Number
from integration.sealed.fields import SealedTextField
from programmes.participants.enums import LEGAL_SECTIONS
from programmes.participants.likeness.admin import LikenessAdmin
from programmes.participants.merging.admin import answer_for_merged, urls_of_people
from programmes.participants.models import LanguageLevel, Likeness, Participant, Recognition, ResidenceDocument
from programmes.participants.permits.views import copy_file, copy_page, delete_copy_page, seen_page
from programmes.participants.recognitions.admin import RecognitionAdmin
from programmes.participants.records import FindsPeople, name_of
from programmes.participants.views import history_page, person_page


class EnrolledFilter(ListFilter):
    """Who is in a programme, or was, and who has only been taken in."""

    title = _("enrolled")
    parameter_name = "enrolled"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """Two choices."""
        return [("yes", _("Enrolled")), ("no", _("Not enrolled yet"))]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """As it is kept with the person."""
        return rows.filter(enrolled=value == "yes")


class ParticipantAdmin(FindsPeople):
    """People. Whoever is entered here is enrolled next. A person has a page; their master data has a form of its own."""

    code_prefix = "PE"
    to_person = ""
    codes = ("code",)
    fieldsets = (
        (_("Person"), {"fields": ("code", "given_name", "family_name", "original_script_name")}),
        (_("Civil status"), {"fields": ("birth_date", "birth_date_precision", "gender", "nationality")}),
        (_("Contact"), {"fields": ("email", "phone", "preferred_language")}),
    )
    list_display = ("name", "original_script_name", "code", "nationality")
    list_filter = (EnrolledFilter, "gender")
    search_fields = ("found_words", "code")
    list_select_related = ()

    def get_urls(self) -> list[URLPattern]:
        """The form beside the page, and where records are merged."""
        form = path(
            "<path:object_id>/master-data/",
            self.admin_site.admin_view(self.master_data_view),
            name="participants_participant_master_data",
        )
        return [form, *urls_of_people(self), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The person's page."""
        return self._page(request, object_id, person_page)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """All that was changed about the person."""
        return self._page(request, object_id, history_page)

    def _page(self, request: HttpRequest, object_id: str, page: Callable[..., HttpResponse]) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        person = self.get_object(request, unquote(object_id))
        if person is None:
            return self._merged_or_nobody(request, object_id)
        if not self.has_view_permission(request, person):
            raise PermissionDenied
        return page(request, person)

    def _merged_or_nobody(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Merged records lead on."""
        merged = answer_for_merged(request.user, object_id)
        if merged is None:
            raise Http404
        return merged

    def master_data_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Name, civil status and contact data."""
        return super().change_view(request, object_id)

    def get_fieldsets(self, request: HttpRequest, obj: Participant | None = None) -> Any:
        """What is known of somebody who went elsewhere is their name: how to reach them today is not told."""
        here = obj is None or self.has_change_permission(request, obj)
        return self.fieldsets if here else self.fieldsets[:1]

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Merged records lead on."""
        merged = answer_for_merged(request.user, object_id) if request.method == "GET" else None
        return merged or super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def label_of(self, row: Participant) -> str:
        """Name and code."""
        return f"{name_of(row)} · {row.code}"

    @admin.display(description=_("name"), ordering="search_name")
    def name(self, row: Participant) -> str:
        """As in a list."""
        return name_of(row)


class LanguageLevelAdmin(FindsPeople):
    """Levels with their evidence."""

    locked_first = "participant"
    fields = ("participant", "assessed_on", "level", "evidence", "skill")
    list_display = ("person", "level", "evidence", "skill", "assessed_on")
    list_filter = ("level", "evidence")
    search_fields = ("participant__search_name",)
    list_select_related = ("participant",)
    autocomplete_fields = ("participant",)
    named = ("participant",)

    def label_of(self, row: LanguageLevel) -> str:
        """Who, and which level."""
        return f"{name_of(row.participant)} · {row.get_level_display()}"


class LegalSectionFilter(ListFilter):
    """Under which section of the law a document was issued."""

    title = _("legal section")
    parameter_name = "section"

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """Those that programmes meet; asking which ones there are would take long where there are many documents."""
        return [(each, each) for each in LEGAL_SECTIONS]

    def narrowed(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Whatever paragraph and law stand behind it."""
        return rows.filter(Q(legal_section=value) | Q(legal_section__startswith=f"{value} "))


class ResidenceDocumentAdmin(FindsPeople):
    """Residence documents and what stands in for them."""

    locked_first = "participant"
    code_prefix = "RD"
    codes = ("code", "participant__code")
    fields = (
        "code",
        "participant",
        "kind",
        "legal_section",
        "number",
        "issued_on",
        "printed_valid_to",
        "legal_valid_to",
        "legal_basis",
        "effect",
        "applied_on",
        "work_permission",
        "bound_employer",
        "bound_occupation",
        "bound_region",
        "restriction",
    )
    list_display = ("code", "person", "kind", "legal_section", "printed_valid_to", "legal_valid_to", "work_permission")
    list_filter = ("kind", LegalSectionFilter, "work_permission")
    search_fields = ("participant__search_name", "code")
    list_select_related = ("participant",)
    autocomplete_fields = ("participant", "bound_employer")
    named = ("participant",)
    law = (
        *(Number.TOLERATION_EARLIEST, Number.EMPLOYMENT_TOLERATION, Number.OPPORTUNITY, Number.PERMIT_AFTER_TRAINING),
        Number.PERMIT_WATCH_1,
    )
    formfield_overrides: ClassVar = {
        **ScopedModelAdmin.formfield_overrides,
        SealedTextField: {"form_class": WrittenField},
    }

    def get_urls(self) -> list[URLPattern]:
        """What is done with one document beside its form."""
        pages = [("seen", seen_page), ("copy", copy_page), ("copy_file", copy_file), ("copy_delete", delete_copy_page)]
        routes = [
            path(
                f"<int:pk>/{name.replace('_', '/')}/",
                self.admin_site.admin_view(page),
                name=f"participants_residencedocument_{name}",
            )
            for name, page in pages
        ]
        return [*routes, *super().get_urls()]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A number and a region are one line."""
        if db_field.name in {"number", "bound_region"}:
            kwargs["widget"] = AdminTextInputWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def label_of(self, row: ResidenceDocument) -> str:
        """Who, and which document."""
        return f"{name_of(row.participant)} · {row.get_kind_display()}"


workplace.register(Participant, ParticipantAdmin)
workplace.register(Likeness, LikenessAdmin)
workplace.register(LanguageLevel, LanguageLevelAdmin)
workplace.register(Recognition, RecognitionAdmin)
workplace.register(ResidenceDocument, ResidenceDocumentAdmin)
navigation.show(
    list_of(Participant, Group.MORE, icon="person", order=10),
    Entry(
        Group.PEOPLE,
        _("Not enrolled yet"),
        "admin:participants_participant_changelist",
        reads(Participant),
        icon="person",
        order=20,
        query="?enrolled=no",
    ),
    list_of(LanguageLevel, Group.MORE, icon="language", order=50),
    list_of(Recognition, Group.MORE, icon="exam", order=52),
    list_of(ResidenceDocument, Group.MORE, icon="document", order=51),
)
