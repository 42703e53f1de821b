"""What a training manager fills in to invite sponsors."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin.forms import LabelledChoiceField
from integration.organisations.access import choosable
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation
from integration.organisations.queries import own_place
from programmes.sponsorships.inviting import Guest
from programmes.sponsorships.models import Sponsor

AT_MOST = 100
PARTS_OF_A_LINE = 3
LONGEST_PART = 200


class InvitationForm(forms.Form):
    """One person, or several, a line each."""

    organisation = LabelledChoiceField(
        queryset=Organisation.objects.none(),
        label=gettext_lazy("Organisation"),
        empty_label=None,
        help_text=gettext_lazy("For which they accompany people."),
    )
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=200, required=False)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, required=False)
    more = forms.CharField(
        label=gettext_lazy("Names and addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One person a line: given name, family name, e-mail address. Lines copied from a workbook work, too."
        ),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guests: list[Guest] = []
        places = (
            choosable(Organisation, user, by=Sponsor).exclude(kind=OrganisationKind.PARTNER).order_by("name", "code")
        )
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]
        own = own_place(user, Role.TRAINING_MANAGER)
        self.initial.setdefault("organisation", own and own.pk)

    def clean(self) -> dict[str, Any]:
        """Somebody has to be invited, and everybody with name and address."""
        cleaned = super().clean() or self.cleaned_data
        one = [cleaned.get(name, "") for name in ("given_name", "family_name", "email")]
        if any(one) and not all(one):
            for name in ("given_name", "family_name", "email"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("This value is required."))
        lines = [Guest(*one)] if all(one) else []
        lines += self._guests_of(cleaned.get("more", ""))
        if not lines and not self.errors:
            raise ValidationError(_("Enter whom to invite."))
        self.guests = list({guest.email.casefold(): guest for guest in lines}.values())
        return cleaned

    def _guests_of(self, text: str) -> list[Guest]:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        if len(lines) > AT_MOST:
            self.add_error("more", _("At most %(number)s at once.") % {"number": AT_MOST})
            return []
        found = []
        for number, line in lines:
            guest = _guest_of(line)
            if guest is None:
                said = _("Line %(number)s is not a given name, a family name and an e-mail address.")
                self.add_error("more", said % {"number": number})
            else:
                found.append(guest)
        return found


def _guest_of(line: str) -> Guest | None:
    """Parts between tabs, semicolons or commas, whichever there are."""
    sign = next((sign for sign in "\t;," if sign in line), ",")
    parts = [part.strip() for part in line.split(sign)]
    if len(parts) != PARTS_OF_A_LINE or not all(parts) or max(map(len, parts)) > LONGEST_PART:
        return None
    try:
        validate_email(parts[-1])
    except ValidationError:
        return None
    return Guest(*parts)
