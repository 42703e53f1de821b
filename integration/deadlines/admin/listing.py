"""All that falls due, in a table: narrowed by kind, nearness, who is responsible, place, and what apps above know."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration.accounts.models import User
from integration.deadlines.enums import Band
from integration.deadlines.kinds import kinds
from integration.deadlines.models import Deadline
from integration.deadlines.people import Face, faces_of, narrowings
from integration.deadlines.queries import band_of, in_band, shown_to, standing_to
from integration.deadlines.reminders.recipients import Duties, people_named
from integration.deadlines.reminders.record import name_of
from integration.deadlines.wording import when
from integration.organisations.models import Organisation
from integration.organisations.queries import covered_by

ROWS = 50
HIGHEST_PAGE = 1_000
ORGANISATIONS_OFFERED = 500
TAGS = {Band.OVERDUE: "danger", Band.WEEK: "warning", Band.MONTH: "", Band.LATER: ""}


class Row(NamedTuple):
    """One line of the table."""

    deadline: Deadline
    face: Face | None
    when: str
    tag: str
    responsible: str


class Narrowed(forms.Form):
    """By what the table can be narrowed. What is no choice finds nothing and says so."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    band = forms.ChoiceField(label=gettext_lazy("When"), required=False)
    responsible = forms.ChoiceField(label=gettext_lazy("Responsible"), required=False)
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    all = forms.BooleanField(label=gettext_lazy("Also what is far ahead or put off"), required=False)

    def __init__(self, data: Mapping[str, str], user: User, places: list[Organisation], duties: Duties) -> None:
        super().__init__(data, auto_id="narrow-%s")
        self.fields["kind"].choices = _any(_("Everything"), [(each.code, each.title) for each in kinds()])
        self.fields["band"].choices = _any(_("Whenever"), [(each.value, each.label) for each in Band])
        here = [(place.code, place.name) for place in places]
        self.fields["organisation"].choices = _any(_("All organisations"), here)
        self.fields["responsible"].choices = _any(_("Anybody"), list(_responsible(user, places, duties)))
        for each in narrowings():
            choices = _any(_("All"), each.choices(user))
            self.fields[each.name] = forms.ChoiceField(label=each.title, choices=choices, required=False)
        self.order_fields(["kind", "band", "responsible", *(each.name for each in narrowings()), "organisation", "all"])


def _any(words: str, choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", words), *choices]


def _responsible(user: User, places: list[Organisation], duties: Duties) -> Iterator[tuple[str, str]]:
    """The reader first, then everybody who is reminded at one of the places."""
    found = {duty.user for place in places for duty in duties.first(place.pk)}
    names = {key: name_of(each) for key, each in people_named(found - {user.pk}).items()}
    yield str(user.pk), _("Myself")
    yield from sorted(((str(key), name) for key, name in names.items()), key=lambda pair: pair[1])


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """A page of it. A constant number of queries."""
    user: User = request.user  # type: ignore[assignment]
    today = timezone.localdate()
    places = list(Organisation.objects.visible_to(user).order_by("code")[:ORGANISATIONS_OFFERED])
    duties = Duties(today)
    form = Narrowed(request.GET, user, places, duties)
    rows = _narrowed(form, user, places, duties, today) if form.is_valid() else Deadline.objects.none()
    page = _number(request.GET.get("p", ""))
    begin = (page - 1) * ROWS
    found = list(rows.select_related("organisation").order_by("due_on", "pk")[begin : begin + ROWS + 1])
    context = {
        "form": form,
        "narrowed": bool(form.changed_data),
        "rows": list(_rows(found[:ROWS], duties, today)),
        "before": _address(request, page - 1) if page > 1 else "",
        "after": _address(request, page + 1) if len(found) > ROWS else "",
    }
    return render(request, "deadlines/list.html", context)


def _number(text: str) -> int:
    return min(max(int(text), 1), HIGHEST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004  (digits enough)


def _address(request: HttpRequest, page: int) -> str:
    query: QueryDict = request.GET.copy()
    query["p"] = str(page)
    return f"?{query.urlencode()}"


def _narrowed(
    form: Narrowed, user: User, places: list[Organisation], duties: Duties, today: date
) -> QuerySet[Deadline]:
    asked = form.cleaned_data
    rows = standing_to(user) if asked["all"] else shown_to(user, today)
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["band"]:
        rows = rows.filter(in_band(Band(asked["band"]), today))
    if asked["organisation"]:
        place = next(each for each in places if each.code == asked["organisation"])
        rows = rows.filter(organisation__in=covered_by(place))
    if asked["responsible"]:
        theirs = int(asked["responsible"])
        here = [place.pk for place in places if theirs in {duty.user for duty in duties.first(place.pk)}]
        rows = rows.filter(organisation__in=here)
    for each in narrowings():
        if asked[each.name]:
            rows = rows.filter(each.rows(asked[each.name]))
    return rows


def _rows(found: list[Deadline], duties: Duties, today: date) -> Iterator[Row]:
    faces = faces_of({each.enrolment for each in found})
    first = {each.organisation_id: [duty.user for duty in duties.first(each.organisation_id)] for each in found}
    people = people_named({user for users in first.values() for user in users})
    for each in found:
        named = ", ".join(name_of(people[user]) for user in first[each.organisation_id])
        tag = TAGS[band_of(each.due_on, today)]
        yield Row(each, faces.get(each.enrolment), when(each.due_on, today), tag, named)
