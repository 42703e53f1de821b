"""Short forms that do one thing through a service, and say in place what that refuses."""

from collections.abc import Callable
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DeedForm(forms.Form):
    """Does one thing: `perform` calls the service, `done` says that it happened."""

    done: ClassVar[Promise | str] = _("Saved.")
    perform: Callable[[], object]

    def carried_out(self) -> bool:
        """Do it, if what was filled in holds. What the service refuses stands beside the only field, or above several."""
        if not (self.is_bound and self.is_valid()):
            return False
        try:
            self.perform()
        except ValidationError as refusal:
            self.add_error(next(iter(self.fields)) if len(self.fields) == 1 else None, refusal.messages)
            return False
        return True
