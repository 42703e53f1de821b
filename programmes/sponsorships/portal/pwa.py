"""What a telephone needs to put the portal on its home screen. The same for everybody: nothing of a person is in it."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

PAPER, BRAND = "#f3f6f5", "#0b5d54"


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
