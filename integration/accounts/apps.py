"""People who sign in, and what their roles allow."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who sign in, and what their roles allow."""

    name = "integration.accounts"
    label = "accounts"
    verbose_name = _("Users")
