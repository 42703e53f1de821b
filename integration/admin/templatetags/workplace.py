"""The frame of every page: navigation by role, search, language, account; and the drawings on buttons."""

from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from integration.accounts.roles import Role
from integration.admin import navigation
from integration.deadlines.queries import MOST_COUNTED

register = template.Library()


@register.inclusion_tag("partials/top.html", takes_context=True)
def page_top(context: Context) -> dict[str, Any]:
    """The header and, for those with many places to go, the navigation at the side."""
    request = context["request"]
    user = getattr(request, "user", None) or AnonymousUser()
    sections = navigation.sections(request, user)
    links = [link for section in sections for link in section.links]
    name = user.display_name or user.email if user.is_authenticated else ""
    return _language(context) | {
        "user": user,
        "initial": name[:1].upper(),
        "keeps_dates": navigation.held(Role.TRAINING_MANAGER, Role.SPONSOR)(user),
        "places": links if len(links) <= navigation.FEW else [],
        "sections": sections if len(links) > navigation.FEW else [],
        "search_url": (search_url := navigation.search_of(user)),
        "words": request.GET.get("q", "") if request.path == search_url else "",
    }


@register.inclusion_tag("partials/languages.html", takes_context=True)
def language_choice(context: Context) -> dict[str, Any]:
    """The languages, with the present one marked."""
    return _language(context)


@register.filter
def so_many(number: int) -> str:
    """How many there are, as far as anybody counted."""
    figures = number_format(min(number, MOST_COUNTED), force_grouping=True)
    return f"{figures}+" if number > MOST_COUNTED else figures


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of `icons.svg`, for the eye only: the words beside it say what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("einstieg/icons.svg"),
        name,
    )


def _language(context: Context) -> dict[str, Any]:
    request = context["request"]
    return {
        "languages": [("de", "Deutsch"), ("en", "English")],
        "language_code": (get_language() or settings.LANGUAGE_CODE)[:2],
        "next": request.get_full_path() if request.method == "GET" else request.path,
        "csrf_token": context.get("csrf_token"),
        "request": request,
    }
