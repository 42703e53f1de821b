"""What can be done for many at once, each as a short form. Apps above declare theirs when they start."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.accounts.roles import Right
from integration.admin.forms import KindOfForm
from integration.admin.widgets import DayInput
from integration.organisations.access import roles_of, roles_with, subject_of
from integration.organisations.scoping import ScopedQuerySet

MOST = 2_000
"""So many at once; more is rather an import."""

DIGITS_OF_A_KEY = 18
WHOM = "people"


class ManyForm(forms.Form, metaclass=KindOfForm):
    """What is to be done, the same for all who are chosen.

    `perform` calls the service of the single change: asked twice it changes nothing. `people` are the keys of the rows that
    were chosen; those that the user may not so change are silently not there.
    """

    name: ClassVar[str]
    title: ClassVar[Promise | str]
    lead: ClassVar[Promise | str]
    """What it does, in a sentence."""
    model: ClassVar[type[Model]]
    permission: ClassVar[str]
    named: ClassVar[tuple[str, ...]] = ()
    """The related rows that `label_of` needs."""

    def __init__(self, data: Any = None, *, user: User, people: Sequence[int]) -> None:
        self.user, self.people = user, people
        super().__init__(data)
        self.prepare()
        if data is None:
            self.initial = self.suggest()

    def prepare(self) -> None:
        """Give the fields their choices."""

    def suggest(self) -> dict[str, Any]:
        """What is likely."""
        return {}

    @abstractmethod
    def perform(self, row: Any) -> Any:
        """Do it for one."""

    @abstractmethod
    def told(self, done: Any) -> str:
        """What `perform` did, in a few words without names: they are kept with the job."""

    @classmethod
    def label_of(cls, row: Any) -> str:
        """Who it is, for those who see them."""
        return str(row)

    @classmethod
    @abstractmethod
    def address_of(cls, row: Any) -> str:
        """Their page."""

    @classmethod
    def asked_by(cls, query: Mapping[str, str], _user: User) -> Iterable[int]:
        """Whom an address means: here the people named in it."""
        return keys_in(query.get(WHOM, ""))

    @classmethod
    def list_url(cls) -> str:
        """The list in which people are chosen."""
        return reverse(f"admin:{cls.model._meta.app_label}_{cls.model._meta.model_name}_changelist")

    def rows(self) -> ScopedQuerySet[Any]:
        """Those of the chosen whom the user may so change, in the order in which everybody locks them."""
        return self.changeable().filter(pk__in=self.people).select_related(*self.named).order_by("pk")

    def changeable(self) -> ScopedQuerySet[Any]:
        """All whom the user may so change."""
        subject = subject_of(self.model._meta.label_lower)
        roles = roles_with(roles_of(self.user), Right.UPDATE, subject) if subject else frozenset()
        rows: ScopedQuerySet[Any] = ScopedQuerySet(self.model)
        return rows.changeable_by(self.user, roles)

    def offer(self, field: str, rows: Any) -> None:
        """Let a field choose among these rows only."""
        self.fields[field].queryset = rows  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What was filled in, as a job keeps it: days, codes and keys."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    def in_words(self) -> list[tuple[Any, Any]]:
        """The same for people: labels and values."""
        return [(field.label, self._value_in_words(name)) for name, field in self.fields.items()]

    def _value_in_words(self, name: str) -> Any:
        field, value = self.fields[name], self.cleaned_data.get(name)
        if isinstance(value, date):
            return date_format(value, "SHORT_DATE_FORMAT")
        if isinstance(field, forms.ModelChoiceField):
            return field.empty_label if value is None else field.label_from_instance(value)
        return dict(getattr(field, "choices", ())).get(value, value)


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def day(label: Promise | str, help_text: Promise | str = "") -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, help_text=help_text, widget=DayInput)


# --- Declared by apps ---

_forms: dict[str, type[ManyForm]] = {}


def declare(*declared: type[ManyForm]) -> None:
    """Offer these above the lists of their models, in this order."""
    _forms.update({form.name: form for form in declared})


def called(name: str) -> type[ManyForm] | None:
    """The form of a name."""
    return _forms.get(name)


def offered(model: type[Model], user: Any) -> list[type[ManyForm]]:
    """What this person may do with many rows of a model."""
    return [form for form in _forms.values() if form.model is model and user.has_perm(form.permission)]


# --- Who was chosen ---


def keys_in(text: str) -> list[int]:
    """The keys in a text such as "4,8,15"; whatever else stands there is left out. Raises `ValidationError` for too many."""
    words = (word for word in text.split(",") if word.isascii() and word.isdecimal() and len(word) <= DIGITS_OF_A_KEY)
    keys = list(dict.fromkeys(map(int, words)))
    if len(keys) > MOST:
        raise ValidationError({NON_FIELD_ERRORS: _("Choose at most %(most)s at once.") % {"most": MOST}})
    return keys
