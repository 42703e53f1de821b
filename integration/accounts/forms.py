"""What somebody fills in to sign in or to get a new password: labels above the fields, no text inside them."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class _PlainLabels:
    """Words stand in the label, where they stay readable while somebody types."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if field.widget.attrs.get("autocomplete") == "email":
                field.label = _("E-mail address")


class SignInForm(_PlainLabels, forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(_PlainLabels, forms.ResetPasswordForm):
    """The address to which the link goes."""


class NewPasswordForm(_PlainLabels, forms.ResetPasswordKeyForm):
    """A new password, twice, after following the link."""


class FirstPasswordForm(_PlainLabels, forms.SetPasswordForm):
    """A password, twice, for an account that has none."""


class ChangePasswordForm(_PlainLabels, forms.ChangePasswordForm):
    """The old password, and twice a new one."""
