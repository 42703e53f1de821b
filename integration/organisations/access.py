"""Which kind of record a model belongs to, and what that lets somebody do with it.

Each app declares its models with `belongs_to` (in `AppConfig.ready`). A model without a declaration is nobody's.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from integration.accounts.roles import Right, Role, Subject, may
from integration.organisations.scoping import ScopedQuerySet, holdings

if TYPE_CHECKING:
    from integration.accounts.models import User

View = Callable[..., HttpResponse]
_subjects: dict[str, Subject] = {}
_kept_here: set[str] = set()


def belongs_to(subject: Subject, *models: type[Model]) -> None:
    """Let the matrix of access decide about these models as about `subject`."""
    for model in models:
        _subjects[model._meta.label_lower] = subject


def never_taken_along(*models: type[Model]) -> None:
    """Let nobody have rows of these models as a file, whoever may read them: put together they say what nobody may know."""
    _kept_here.update(model._meta.label_lower for model in models)


def subject_of(label: str) -> Subject | None:
    """What a model ("app.model") belongs to."""
    return _subjects.get(label)


def subjects_of_app(app_label: str) -> set[Subject]:
    """What the models of an app belong to."""
    return {subject for label, subject in _subjects.items() if label.split(".")[0] == app_label}


def roles_of(user: "User | AnonymousUser") -> frozenset[Role]:
    """The roles that somebody holds today, for whatever organisation."""
    return frozenset(role for role, _ in holdings(user))


def roles_of_this_request(user: "User | AnonymousUser") -> frozenset[Role]:
    """The same, asked once: the user object lives as long as the request."""
    if not hasattr(user, "roles_asked"):
        user.roles_asked = roles_of(user)  # type: ignore[union-attr]
    return user.roles_asked  # type: ignore[union-attr]


def reaches(user: "User | AnonymousUser", roles: Collection[Role], row: Model, right: Right = Right.READ) -> bool:
    """Whether one of these roles of the user reaches this very row, to read it or to change it."""
    rows: ScopedQuerySet[Model] = ScopedQuerySet(type(row))
    reached = rows.visible_to(user, roles) if right == Right.READ else rows.changeable_by(user, roles)
    return reached.filter(pk=row.pk).exists()


def roles_with(roles: Collection[Role], right: Right, subject: Subject) -> frozenset[Role]:
    """Those of the roles that have the right."""
    return frozenset(role for role in roles if may(role, right, subject))


def roles_that_export(user: "User | AnonymousUser", model: type[Model]) -> frozenset[Role]:
    """The roles by which somebody takes rows of a model as a file.

    Those that may export such rows, and those that take lists of persons and read such rows: whoever may take the people
    may take what there is about them.
    """
    subject = subject_of(model._meta.label_lower)
    if subject is None or model._meta.label_lower in _kept_here:
        return frozenset()
    held = roles_of_this_request(user)
    taking = roles_with(held, Right.EXPORT, Subject.PERSON_LIST)
    return roles_with(held, Right.EXPORT, subject) | roles_with(taking, Right.READ, subject)


def choosable(model: type[Model], user: "User | AnonymousUser", by: type[Model]) -> ScopedQuerySet[Model]:
    """The rows to which somebody may let a row of `by` refer: those reached by a role that may write such rows.

    What another role merely lets them see is not theirs to write into.
    """
    subject = subject_of(by._meta.label_lower)
    if subject is None:
        return ScopedQuerySet(model).none()
    held = roles_of_this_request(user)
    writing = roles_with(held, Right.CREATE, subject) | roles_with(held, Right.UPDATE, subject)
    rows: ScopedQuerySet[Model] = ScopedQuerySet(model)
    return rows.visible_to(user, writing)


def only_for(*roles: Role) -> Callable[[View], View]:
    """A page for people who hold one of these roles today; others who are signed in get 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not roles_of(request.user) & set(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return guard
