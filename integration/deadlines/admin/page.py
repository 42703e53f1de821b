"""The page of one thing that falls due: why, who looks after it, who was reminded, and putting it off."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from integration.accounts.models import User
from integration.deadlines.admin.forms import PutOffForm
from integration.deadlines.models import Deadline
from integration.deadlines.people import faces_of
from integration.deadlines.reminders.record import answer
from integration.deadlines.snoozing import bring_back, may_put_off, put_off, snooze_of
from integration.deadlines.wording import when
from integration.periods.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One deadline that the reader sees; whoever may change what it is about can put it off."""
    user: User = request.user  # type: ignore[assignment]
    deadline = get_object_or_404(Deadline.objects.visible_to(user).select_related("organisation"), pk=pk)
    changeable = may_put_off(user, deadline)
    form = PutOffForm(request.POST if "put_off" in request.POST else None)
    if request.method == "POST":
        if not changeable:
            raise PermissionDenied
        if _changed(request, user, deadline, form):
            return redirect("admin:deadline", pk=deadline.pk)
    today = timezone.localdate()
    context = {
        "deadline": deadline,
        "face": faces_of([deadline.enrolment]).get(deadline.enrolment),
        "when": when(deadline.due_on, today),
        "answer": answer(user, deadline, today),
        "snooze": snooze_of(deadline, today),
        "others": _others(deadline),
        "form": form if changeable else None,
    }
    return render(request, "deadlines/page.html", context)


def _others(deadline: Deadline) -> list[Deadline]:
    """The days on which the same was due before, or is due now."""
    same = Deadline.objects.filter(kind=deadline.kind, subject=deadline.subject, enrolment=deadline.enrolment)
    return list(same.exclude(pk=deadline.pk).order_by("-revision", "-due_on")[:10])


def _changed(request: HttpRequest, user: User, deadline: Deadline, form: PutOffForm) -> bool:
    if "bring_back" in request.POST:
        bring_back(deadline)
        messages.success(request, _("It is shown again."))
        return True
    if not form.is_valid():
        return "put_off" not in request.POST
    try:
        snooze = put_off(deadline, form.cleaned_data["until"], form.cleaned_data["reason"], user)
    except Refused as refusal:
        form.add_error("until", refusal)
        return False
    day = date_format(snooze.until, "SHORT_DATE_FORMAT")
    messages.success(request, _("Put off. It comes back by itself on %(day)s.") % {"day": day})
    return True
