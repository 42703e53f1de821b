"""In which language somebody reads: remembered with the account, and in the browser for the next sign-in."""

from django.conf import settings
from django.http import HttpResponse

from integration.accounts.models import User


def remember_in_browser(response: HttpResponse, language: str) -> None:
    """The browser asks for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remember_with_account(user: User, language: str) -> None:
    """The account keeps the language. Choosing the same one again changes nothing."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
