"""Lists and forms of whatever is recorded about people: found by their names, opened with a note of who did."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.admin.scoped import ScopedModelAdmin
from integration.journal.models import Page
from integration.journal.services import note_read
from programmes.participants.finding import sounding
from programmes.participants.merging.queries import standing_for
from programmes.participants.models import Participant

COMMON = 1_000
"""A word by which more are found is in so many rows that the first page of them is soon full."""


def name_of(person: Participant) -> str:
    """As in a list: the family name first."""
    return ", ".join(filter(None, [person.family_name, person.given_name]))


def address_of(person: Participant) -> str:
    """The person's page."""
    return reverse("admin:participants_participant_change", args=[person.pk])


def sees_people(request: HttpRequest) -> bool:
    """Whether names are for this person to see."""
    return request.user.has_perm("participants.view_participant")


class FindsPeople(ScopedModelAdmin):
    """A list in which people are found by parts of their names, however they are spelt, and rows by their code.

    `to_person` leads from a row to its person, `codes` to codes by which a row is found, `coded` is the column that
    stands for the person where somebody may see the row but not the name.
    """

    change_form_template = "participants/record_form.html"
    many = True
    to_person = "participant__"
    codes: tuple[str, ...] = ("participant__code",)
    coded = "participant"

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Names only for those who may see people."""
        columns = list(super().get_list_display(request))
        return columns if sees_people(request) else [self.coded if each == "person" else each for each in columns]

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> list[str]:
        """The first column."""
        return [list_display[0]]

    def heading_of(self, request: HttpRequest, row: Any) -> str:
        """Names only for those who may see people."""
        return super().heading_of(request, row) if sees_people(request) else str(row)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word in the name, as it is written or as it sounds, or the beginning of a code."""
        term = search_term.strip()
        if not term:
            return queryset, False
        ways = [
            Q(**{f"{code}__startswith": each}) for code in self.codes for each in dict.fromkeys((term.upper(), term))
        ]
        ways.append(Q(**{f"{self.to_person}pk__in": standing_for(request.user, term)}))
        if sees_people(request):
            ways.append(sounding(term, of=self.to_person))
        rows = self.model._base_manager.order_by()
        # Each way by itself, so that each goes by its own index; where very many are found, in the order of the list.
        first, *others = (rows.filter(way).values_list("pk", flat=True) for way in ways)
        found = list(first.union(*others, all=True)[: COMMON + 1])
        return queryset.filter(Q(pk__in=found) if len(found) <= COMMON else reduce(or_, ways)), False

    # --- Every form is about a person: opening it is written down, and the way back leads to their page ---

    def person_of(self, row: Any) -> Participant:
        """The person whose row this is."""
        for step in filter(None, self.to_person.split("__")):
            row = getattr(row, step)
        return row

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """What is shown again after a refusal was opened, and written down, before."""
        row = context.get("original")
        if row is not None:
            person = self.person_of(row)
            if request.method == "GET":
                note_read(request.user, person.pk, Page.FORM)
            if sees_people(request):
                context |= {"person_url": address_of(person), "person_name": name_of(person)}
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Opening the history is written down for those who may."""
        page = super().history_view(request, object_id, extra_context)
        note_read(request.user, self.person_of(self.get_object(request, unquote(object_id))).pk, Page.HISTORY)
        return page

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """On to the person's page, where what is new stands among the rest."""
        person = self.person_of(obj)
        if Participant.objects.visible_to(request.user).filter(pk=person.pk).exists():
            return redirect(address_of(person))
        return super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Back to it."""
        return self.response_post_save_add(request, obj)

    @admin.display(description=_("participant"), ordering="participant__search_name")
    def person(self, row: Any) -> str:
        """The person's name."""
        return name_of(row.participant)
