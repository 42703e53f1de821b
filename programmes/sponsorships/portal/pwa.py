"""What a telephone needs to put the portal on its home screen and to say that there is no connection.

The same for everybody: nothing of a person is in it.
"""

import hashlib
import json
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

PAPER, BRAND = "#f3f6f5", "#0b5d54"
FILES = re.compile(r'(?:href|src)="(/[^"]+\.(?:css|js|svg))"')


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def manifest(_request: HttpRequest) -> JsonResponse:
    """Name, colours and drawings; it opens where the mentees are."""
    start = reverse("portal:index")
    icons = [
        {"src": static(f"sponsorships/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
        for size, use in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    icons[2]["src"] = static("sponsorships/icon-maskable.png")
    return JsonResponse(
        {
            "id": start,
            "name": _("Einstieg – my mentees"),
            "short_name": "Einstieg",
            "lang": get_language(),
            "start_url": start,
            "scope": start,
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": BRAND,
            "icons": icons,
        },
        content_type="application/manifest+json",
        headers={"Cache-Control": "private, max-age=3600"},
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown where there is no connection."""
    return HttpResponse(_offline_page(_language(request)), headers={"Cache-Control": "no-cache"})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """What keeps that page on the device, with its files; another one as soon as any of them is another."""
    language = _language(request)
    page = _offline_page(language)
    name = f"einstieg-{hashlib.sha256(page.encode()).hexdigest()[:16]}"
    kept = {"name": name, "page": f"{reverse('portal:offline')}?language={language}", "files": FILES.findall(page)}
    body = render_to_string("portal/worker.js", {"kept": json.dumps(kept)})
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _offline_page(language: str) -> str:
    with translation.override(language):
        return render_to_string("portal/offline.html")


def _language(request: HttpRequest) -> str:
    """The one asked for: the worker asks as nobody, without what the browser knows of its user."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
