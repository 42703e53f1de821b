"""The sponsor's own page in the portal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.access import only_for
from programmes.sponsorships.models import Absence, PromiseText, Sponsor
from programmes.sponsorships.own import services
from programmes.sponsorships.own.forms import FORMS, OwnForm
from programmes.sponsorships.own.queries import promise_of
from programmes.sponsorships.portal.asked import AS_SPONSOR


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(Role.SPONSOR)
def page(request: HttpRequest) -> HttpResponse:
    """What one says of oneself: each part is a form of its own, sent by itself."""
    sponsor = sponsor_of(request.user)
    if sponsor is None:
        messages.info(request, _("Your training manager has not recorded you as a sponsor yet."))
        return redirect("portal:index")
    sent = FORMS.get(request.POST.get("what", ""))
    form = sent(request.POST, sponsor=sponsor) if sent else None
    if form is not None and form.carried_out():
        messages.success(request, form.done)
        return redirect("portal:own")
    return render(request, "portal/own/page.html", _context(request, sponsor, form))


def _context(request: HttpRequest, sponsor: Sponsor, sent: OwnForm | None) -> dict[str, Any]:
    user: User = request.user  # type: ignore[assignment]
    begun = {"room": {name: getattr(sponsor, name) for name in ("capacity", "languages", "occupation")}}
    forms = {what: form(initial=begun.get(what), sponsor=sponsor) for what, form in FORMS.items()}
    if sent is not None:
        forms[sent.what] = sent
    text = promise_of(user, sponsor)
    today = timezone.localdate()
    return {
        "forms": forms,
        "sent": sent.what if sent else "",
        "absences": [each for each in sponsor.absences.order_by("started_on") if (each.ended_on or today) >= today],
        "trainings": list(sponsor.trainings.order_by("-held_on", "title")),
        "promise_text": text,
        "promised": sponsor.promises.filter(text=text).first() if text else None,
        "relief": sponsor.reliefs.filter(settled_on=None).first(),
    }


@require_POST
@only_for(Role.SPONSOR)
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise what the text says that one just read."""
    user: User = request.user  # type: ignore[assignment]
    sponsor = _sponsor(request)
    text = get_object_or_404(PromiseText.objects.visible_to(user, AS_SPONSOR), pk=pk)
    services.promise(sponsor, text)
    messages.success(request, _("Thank you. Your promise is recorded."))
    return redirect("portal:own")


@require_POST
@only_for(Role.SPONSOR)
def be_there(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an absence back."""
    absence = get_object_or_404(Absence.objects.filter(sponsor=_sponsor(request)), pk=pk)
    services.be_there(absence)
    messages.success(request, _("The absence is taken back."))
    return redirect("portal:own")


def sponsor_of(user: User | AnonymousUser) -> Sponsor | None:
    """The record of whoever is signed in."""
    return Sponsor.objects.select_related("organisation").filter(user=user.pk).first()


def _sponsor(request: HttpRequest) -> Sponsor:
    sponsor = sponsor_of(request.user)
    if sponsor is None:
        raise Http404
    return sponsor
