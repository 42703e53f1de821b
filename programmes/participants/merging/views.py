"""Choosing whom to merge, comparing the two, and separating them again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from integration.admin import meanwhile
from integration.periods.refusals import CHANGED_MEANWHILE, Refused
from programmes.participants.likeness.reasons import in_words, reasons_for
from programmes.participants.merging import comparison
from programmes.participants.merging.queries import survivor_for
from programmes.participants.merging.refusals import NOT_YOURS, SAME_PERSON
from programmes.participants.merging.rules import conflicts, may_merge
from programmes.participants.merging.services import merge_people, undo_merge
from programmes.participants.models import CHOSEN, Likeness, Merge, Participant

__all__ = ["change_page", "choose_other", "compare", "survivor_for", "undo"]

FOUND_AT_MOST = 20


def change_page(person: Participant) -> HttpResponse:
    """Back to somebody."""
    return redirect("admin:participants_participant_change", person.pk)


def choose_other(page: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """With whom: found by name or code, as in the list."""
    person = _person(request, object_id)
    question = request.GET.get("q", "").strip()
    found = []
    if question:
        rows, _multiplied = page.get_search_results(request, page.get_queryset(request), question)
        found = [(row, page.label_of(row)) for row in rows.exclude(pk=person.pk)[:FOUND_AT_MOST]]
    context = {"person": person, "label": page.label_of(person), "question": question, "found": found}
    return render(request, "participants/merging/choose.html", context)


def compare(page: Any, request: HttpRequest, object_id: str, other_id: str) -> HttpResponse:
    """Side by side; sent off, the two become one."""
    kept, given = _person(request, object_id), _person(request, other_id)
    if kept.pk == given.pk:
        raise Http404
    refusal: ValidationError | None = None
    if request.method == "POST":
        try:
            _check_seen(request, kept, given)
            merge = merge_people(kept, given, take=_taken(request), by=request.user)
        except ValidationError as error:
            refusal = error
        else:
            text = _("The two records are one now. If that was wrong, it can be undone under “Merged records”.")
            messages.success(request, text)
            return change_page(merge.survivor)
    return render(request, "participants/merging/compare.html", _context(page, request, kept, given, refusal))


def _context(
    page: Any, request: HttpRequest, kept: Participant, given: Participant, refusal: ValidationError | None
) -> dict[str, Any]:
    stuck = conflicts(kept, given)
    beside = comparison.tables(request, kept, given, stuck)
    allowed = may_merge(request.user, kept, given)
    shown = refusal.messages if refusal else []
    if not allowed and not shown:
        shown = [NOT_YOURS.message]
    return {
        "kept": kept,
        "given": given,
        "kept_label": page.label_of(kept),
        "given_label": page.label_of(given),
        "lines": comparison.lines(kept, given, _taken(request) if refusal else None),
        "tables": beside,
        "effects": comparison.effects(kept, given, beside),
        "refusals": shown,
        "stuck": bool(stuck),
        "possible": allowed and not stuck,
        "reasons": in_words(reasons_for(kept, given)),
        "likeness": _proposal(request, kept, given),
        "seen": [meanwhile.seal(request.user, person) for person in (kept, given)],
    }


def _proposal(request: HttpRequest, kept: Participant, given: Participant) -> Likeness | None:
    first, second = sorted([kept.pk, given.pk])
    rows = Likeness.objects.visible_to(request.user).select_related("apart_by")
    return rows.filter(first=first, second=second).first()


def _person(request: HttpRequest, key: str) -> Participant:
    """Whoever may be seen and, by somebody's role, be changed; out of sight is not there."""
    if not request.user.has_perm("participants.view_participant"):
        raise PermissionDenied
    rows = meanwhile.with_version(Participant.objects.visible_to(request.user))
    person = rows.filter(pk=key).first() if key.isdecimal() else None
    if person is None:
        raise Http404
    if not request.user.has_perm("participants.change_participant"):
        raise PermissionDenied
    return person


def _taken(request: HttpRequest) -> list[str]:
    return [name for name in CHOSEN if request.POST.get(name) == "given"]


def _check_seen(request: HttpRequest, kept: Participant, given: Participant) -> None:
    """What was compared is what is merged."""
    for person, sealed in zip((kept, given), request.POST.getlist("seen") or ["", ""], strict=False):
        seen = meanwhile.unseal(request.user, Participant, person.pk, sealed)
        if seen != (getattr(person, meanwhile.NEWEST) or 0):
            raise Refused(CHANGED_MEANWHILE)
    if kept.pk == given.pk:
        raise Refused(SAME_PERSON)


def undo(page: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Two records again."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    merge = page.get_object(request, object_id)
    if merge is None:
        raise Http404
    if not request.user.has_perm("participants.change_participant", merge.survivor):
        raise PermissionDenied
    try:
        undo_merge(merge, by=request.user)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("admin:participants_merge_change", merge.pk)
    messages.success(request, _("The two records are separate again."))
    return change_page(Merge.objects.get(pk=merge.pk).emptied)
