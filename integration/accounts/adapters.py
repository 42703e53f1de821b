"""How signing in differs from the library's usual way."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from integration.accounts.languages import remember_in_browser


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given, never taken: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed for everybody."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """The product's name before the matter."""
        return f"Einstieg: {subject.strip()}"

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Whoever signed in goes on in their own language."""
        response = super().post_login(request, user, **kwargs)
        remember_in_browser(response, user.language)
        return response
