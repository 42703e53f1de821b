"""What can be done in the background. Apps above declare their kinds when they start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.accounts.roles import Right, Subject
from integration.organisations.access import roles_of, roles_with
from integration.organisations.models import Organisation

if TYPE_CHECKING:
    from integration.jobs.models import Job
    from integration.jobs.work import Work

May = Callable[[User, Organisation | None], bool]


def _nothing(_user: User, _job: "Job") -> Mapping[str, Any]:
    return {}


def _always(_user: User, _job: "Job") -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """A kind of job.

    `may` is asked when somebody asks for the job, again when it runs, and again when its result or file is opened.
    `run` does it; it may be begun twice, so what must happen once happens inside `Work.once`. A `ValidationError` is a
    refusal, told to people in its own words; whatever else breaks is tried again.
    The result is shown by `template` with what `present` finds; or, with `address`, progress and result on a page of its
    own. `counted` is what its progress counts ("people"); without it, the progress is shown in per cent.
    What came of a `private` one only whoever asked for it opens: it may hold what others do not see; and only while
    `still_reached` says that they see all of it themselves.
    `file_name` is what its file is called when somebody takes it along, without its ending.
    """

    code: str
    title: Promise | str
    run: Callable[["Work"], None]
    may: May
    counted: Promise | str = ""
    template: str = ""
    present: Callable[[User, "Job"], Mapping[str, Any]] = _nothing
    address: Callable[["Job"], str] | None = None
    file_name: str = "einstieg"
    private: bool = False
    still_reached: Callable[[User, "Job"], bool] = _always


def has_right(right: Right, subject: Subject) -> May:
    """Whoever has the right in the organisation asked for; without one, in any."""

    def may(user: User, organisation: Organisation | None) -> bool:
        roles = roles_with(roles_of(user), right, subject)
        if organisation is None:
            return bool(roles)
        return Organisation.objects.visible_to(user, roles).filter(pk=organisation.pk).exists()

    return may


def _gone(_work: "Work") -> None:
    raise LookupError


def _nobody(_user: User, _organisation: Organisation | None) -> bool:
    return False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let such jobs be asked for."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind with this code. What is no longer declared is nobody's to do or to see."""
    return _kinds.get(code) or Kind(code, _("Something that is no longer done"), _gone, _nobody)
