"""Choosing the language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from integration.accounts.languages import remember_in_browser, remember_with_account
from integration.accounts.models import User


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Go on in another language, here and at the next sign-in. An unknown language changes nothing."""
    wish = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if wish in dict(settings.LANGUAGES):
        remember_in_browser(response, wish)
        if isinstance(request.user, User):
            remember_with_account(request.user, wish)
    return response
