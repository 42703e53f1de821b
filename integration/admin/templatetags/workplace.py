"""The frame of every page: navigation by role, language, account."""

from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import get_language

from integration.admin.landing import places_of

register = template.Library()


@register.inclusion_tag("partials/top.html", takes_context=True)
def page_top(context: Context) -> dict[str, Any]:
    """The header with what the reader's roles offer."""
    request = context["request"]
    user = getattr(request, "user", None) or AnonymousUser()
    places = [
        {"title": place.title, "url": (url := reverse(place.url_name)), "here": _is_here(request.path, url)}
        for place in places_of(user)
    ]
    name = user.display_name or user.email if user.is_authenticated else ""
    return _language(context) | {"user": user, "places": places, "initial": name[:1].upper()}


@register.inclusion_tag("partials/languages.html", takes_context=True)
def language_choice(context: Context) -> dict[str, Any]:
    """The languages, with the present one marked."""
    return _language(context)


def _language(context: Context) -> dict[str, Any]:
    request = context["request"]
    return {
        "languages": [("de", "Deutsch"), ("en", "English")],
        "language_code": (get_language() or settings.LANGUAGE_CODE)[:2],
        "next": request.get_full_path() if request.method == "GET" else request.path,
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }


def _is_here(path: str, url: str) -> bool:
    """The matrix lies below the workplace; only the nearest place is marked."""
    matrix = reverse("admin:access_matrix")
    return path.startswith(url) and (url == matrix) == path.startswith(matrix)
