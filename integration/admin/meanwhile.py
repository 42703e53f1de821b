"""Two people at one record: the second is told what the first changed, keeps what they typed, and decides.

Every form carries the version of its row that it was opened with, the key of the row's newest line in the history,
sealed for the person and the row. When it comes back the row is locked, and the versions are compared.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.signing import BadSignature, Signer
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.admin.history import Labels, Version, in_words, labels_for, may_read_history, name_of, versions_of
from integration.journal.past import of_today
from integration.organisations.access import roles_of, roles_with
from integration.organisations.scoping import visible

if TYPE_CHECKING:
    from integration.admin.forms import ScopedForm

SEEN = "version_seen"
"""The field of a form that holds what it was opened with."""

NEWEST = "newest_version"
"""The annotation of a row that holds what it is now."""

VERSIONS_TOLD = 10


class Meanwhile(NamedTuple):
    """What happened to a row since its form was opened, newest first, and which fields both changed."""

    versions: list[Version]
    both: list[str]


class Gone(NamedTuple):
    """A row that is no longer there: who deleted it and when, if it was deleted."""

    by: str
    at: datetime | None


class SeenField(forms.CharField):
    """Hidden; shown again, it always says what the page shows."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Whoever was told of a change has seen it."""
        return initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        """It is nothing that somebody types."""
        return False


# --- Rows with their version ---


def with_version(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows and their versions, read at one moment. What is written once has none."""
    if not hasattr(rows.model, "history"):
        return rows
    history = rows.model.history.filter(**{rows.model._meta.pk.name: OuterRef("pk")})
    return rows.annotate(**{NEWEST: Subquery(history.order_by("-history_id").values("history_id")[:1])})


def lock(rows: QuerySet[Any]) -> None:
    """Wait for others who change the rows, so that reading them afterwards tells what they did."""
    len(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def seal(user: User, row: Model) -> str:
    """The version of a row as a form carries it."""
    return _signer(user, type(row), row.pk).sign(str(getattr(row, NEWEST) or 0))


def unseal(user: User, model: type[Model], key: Any, sealed: Any) -> int | None:
    """The version that the form was opened with; nothing if this person was never shown this row."""
    try:
        return int(_signer(user, model, key).unsign(str(sealed)))
    except BadSignature:
        return None


def _signer(user: User, model: type[Model], key: Any) -> Signer:
    return Signer(salt=f"{model._meta.label_lower} {key} {user.pk}")


# --- A form that comes back ---


def compare(form: "ScopedForm") -> None:
    """Refuse the form if saving it would take back what somebody else changed since it was opened.

    What only they changed is taken over, what both changed is marked and keeps what was typed.
    """
    row = form.instance
    seen = unseal(form.user, type(row), row.pk, form[SEEN].data)
    if seen == (getattr(row, NEWEST) or 0):
        return
    base = type(row).history.filter(**{row._meta.pk.name: row.pk, "history_id": seen}).first()
    theirs, both = _collisions(form, base)
    if not theirs and not both:
        return
    for name in theirs:
        form.fields[name].bound_data = lambda _data, initial: initial  # type: ignore[method-assign]
    form.meanwhile = Meanwhile(_told(form, base), [str(form[name].label) for name in both])
    form.add_error(None, forms.ValidationError(_refusal(both, base), code="changed_meanwhile"))
    labels = labels_for(form.site, form.user, _models_of(form, both))
    for name in both:
        form.add_error(name, _("Recorded meanwhile: %(value)s") % {"value": _now_in_words(form, name, labels)})


def _collisions(form: "ScopedForm", base: Any | None) -> tuple[list[str], list[str]]:
    """The fields that only others changed, and those that both did."""
    theirs, both = [], []
    for name, field in form.fields.items():
        if name not in form.initial or field.disabled or not field.has_changed(form.initial[name], form[name].data):
            continue
        before = _value_of(base, name, form.initial[name])
        if base is not None and before == form.initial[name]:
            continue
        untouched = base is not None and not field.has_changed(before, form[name].data)
        (theirs if untouched else both).append(name)
    return theirs, both


def _value_of(base: Any | None, name: str, otherwise: Any) -> Any:
    if base is None:
        return otherwise
    tracked = {field.name: field.attname for field in base.tracked_fields}
    return getattr(base, tracked[name]) if name in tracked else otherwise


def _refusal(both: list[str], base: Any | None) -> str:
    if base is None:
        return _(
            "Nothing was saved: it is not known what this page showed when you opened it. Compare what you typed with "
            "what is recorded now, then save again."
        )
    if not both:
        return _(
            "Nothing was saved yet: somebody changed other fields after you opened this page. They are taken over "
            "below, and what you typed is kept. Save again, and both are recorded."
        )
    return _(
        "Nothing was saved yet: somebody changed the same fields after you opened this page. What you typed is kept; "
        "the fields are marked. Save again to put it in the place of what is recorded now."
    )


def _told(form: "ScopedForm", base: Any | None) -> list[Version]:
    """Who changed what since then, as far as the form shows it and the reader may know it."""
    if base is None:
        return []
    row = form.instance
    since = type(row).history.filter(**{row._meta.pk.name: row.pk, "history_id__gt": base.history_id})
    records = list(since.select_related("history_user").order_by("-history_id")[:VERSIONS_TOLD])
    today = of_today(row, records[0] if records else base)
    versions = versions_of(form.site, form.user, [*records, base], today, only=form.fields.keys())
    names = _names(form.user, records, everybody=may_read_history(form.user, row))
    return [
        version._replace(by=names[record.history_user_id])
        for version, record in zip(versions, records, strict=True)
        if version.changes
    ]


def _names(user: User, records: list[Any], *, everybody: bool) -> dict[int | None, str]:
    """Colleagues by name: all for those who may read the change log, for others those whose accounts they see."""
    authors = {record.history_user_id: record.history_user for record in records}
    seen = set(authors)
    if not everybody:
        seen = set(visible(User, user).filter(pk__in=authors.keys() - {None}).values_list("pk", flat=True))
    words = {key: name_of(author) if key in seen else _("Somebody else") for key, author in authors.items()}
    return words | {user.pk: _("You, in another window"), None: _("An import or an automatic step")}


def _models_of(form: "ScopedForm", names: list[str]) -> list[tuple[Any, Any]]:
    return [(form.instance._meta.get_field(name), form.initial[name]) for name in names]


def _now_in_words(form: "ScopedForm", name: str, labels: Labels) -> str:
    return in_words(form.instance._meta.get_field(name), form.initial[name], labels)


# --- A row that is no longer there ---


def gone(user: User, model: type[Model], key: Any, sealed: Any) -> Gone | None:
    """What became of a row that this person was shown; nothing for those who never were."""
    if unseal(user, model, key, sealed) is None:
        return None
    history = model.history.filter(**{model._meta.pk.name: key})  # type: ignore[attr-defined]
    last = history.select_related("history_user").order_by("-history_id").first()
    if last is None or last.history_type != "-":
        return Gone("", None)
    told = bool(roles_with(roles_of(user), Right.READ, Subject.CHANGE_LOG))
    return Gone(_names(user, [last], everybody=told)[last.history_user_id], last.history_date)


def typed(site: Any, user: User, model: type[Model], posted: Any) -> list[tuple[str, str]]:
    """What was typed into the fields of a row that is no longer there."""
    found = []
    for field in model._meta.concrete_fields:
        if not field.editable or not posted.get(field.name):
            continue
        try:
            value = field.to_python(posted[field.name])
        except forms.ValidationError:
            value = posted[field.name]
        found.append((str(field.verbose_name), in_words(field, value, labels_for(site, user, [(field, value)]))))
    return found
