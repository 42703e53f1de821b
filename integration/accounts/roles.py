"""Roles as data: who may do what with which kind of record (the matrix of access).

A role is held for an organisation and reaches everything below it. The matrix is shown to data protection
officers as a page and is the input of the access tests. What it does not grant is denied.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person is for an organisation; a person can be several."""

    ADMINISTRATOR = "administrator", _("Administrator")
    TRAINING_MANAGER = "training_manager", _("Training manager")
    SPONSOR = "sponsor", _("Sponsor")
    MANAGEMENT = "management", _("Management")
    DATA_PROTECTION = "data_protection", _("Data protection officer")


class Right(models.TextChoices):
    """What can be done with a record."""

    READ = "R", pgettext_lazy("right", "read")
    CREATE = "C", pgettext_lazy("right", "create")
    UPDATE = "U", pgettext_lazy("right", "change")
    DELETE = "D", pgettext_lazy("right", "delete")
    EXPORT = "X", pgettext_lazy("right", "export")


class Mark(models.TextChoices):
    """What narrows a right."""

    SUBTREE = "s", _("of the own organisation and everything below it")
    MENTEES = "m", _("of the people accompanied today")
    OWN = "o", _("own records only")
    FIGURES = "a", _("only as summed figures")
    BREAK_GLASS = "b", _("in an emergency: with a reason, for 60 minutes, and the data protection officer is told")
    CASE = "c", _("for a logged case")


NOT_FOR_EVERYDAY = frozenset({Mark.FIGURES, Mark.BREAK_GLASS, Mark.CASE})
"""Marks under which nobody opens a record in the course of their work."""


class Subject(models.TextChoices):
    """The kinds of record that the matrix speaks about, in the order in which it is read."""

    JOURNEY = "journey", _("Name, enrolment, phases, occupation")
    CONTACT_DATA = "contact_data", _("Contact data")
    CIVIL_STATUS = "civil_status", _("Birth date, nationality, gender")
    RESIDENCE = "residence", _("Residence documents")
    LANGUAGE = "language", _("Language levels, exams, courses")
    SPONSORSHIP = "sponsorship", _("Sponsorships")
    CONTACT = "contact", _("Contacts (date, channel, reached, minutes)")
    NOTE = "note", _("Sponsors' notes")
    GUARANTEE = "guarantee", _("Guarantees, employments")
    DOCUMENT = "document", _("Documents")
    REPORT_HR = "report_hr", _("Monthly report for HR")
    REPORT_MANAGEMENT = "report_management", _("Monthly report for management")
    PERSON_LIST = "person_list", _("List of persons as a file")
    IMPORT = "import", _("Import")
    PROGRAMME = "programme", _("Programmes, phases, cohorts, targets")
    ORGANISATION = "organisation", _("Organisations")
    ACCOUNT = "account", _("Users and roles")
    CHANGE_LOG = "change_log", _("Change log")
    READ_LOG = "read_log", _("Read log")
    DELETION = "deletion", _("Deletion run")
    DATA_SUBJECT = "data_subject", _("Subject access, blocking")
    SUPPRESSION = "suppression", _("Suppression threshold")
    SYSTEM = "system", _("Task and system state, settings")


@dataclass(frozen=True)
class Permission:
    """What a role may do with a kind of record; `word` says what letters cannot."""

    rights: frozenset[Right] = frozenset()
    mark: Mark | None = None
    word: Promise | str = ""

    @property
    def everyday(self) -> frozenset[Right]:
        """The rights that hold without an emergency or a logged case."""
        return frozenset() if self.mark in NOT_FOR_EVERYDAY else self.rights


NOTHING = Permission()


def _cell(code: str, word: Promise | str = "") -> Permission:
    """Read one cell of the matrix, such as "sRCU"."""
    marks = [Mark(letter) for letter in code if letter in Mark.values]
    rights = frozenset(Right(letter) for letter in code if letter in Right.values)
    return Permission(rights, marks[0] if marks else None, word)


def _row(*, a: str = "", t: str = "", s: str = "", m: str = "", d: str = "") -> dict[Role, Permission]:
    """A line of the matrix: administrator, training manager, sponsor, management, data protection officer."""
    return {role: _cell(code) for role, code in zip(Role, (a, t, s, m, d), strict=True)}


MATRIX: Mapping[Subject, Mapping[Role, Permission]] = {
    Subject.JOURNEY: _row(a="bR", t="sRCU", s="mR", m="a", d="cR"),
    Subject.CONTACT_DATA: _row(a="bR", t="sRU", s="mR", d="cR"),
    Subject.CIVIL_STATUS: _row(a="bR", t="sRU", m="a", d="cR"),
    Subject.RESIDENCE: _row(t="sRCU", m="a", d="cR") | {Role.SPONSOR: _cell("", _("a traffic light"))},
    Subject.LANGUAGE: _row(a="bR", t="sRCU", s="mR", m="a", d="cR"),
    Subject.SPONSORSHIP: _row(a="bR", t="sRCU", s="oR", m="a", d="R"),
    Subject.CONTACT: _row(t="sR", s="oRCU", m="a", d="cR"),
    Subject.NOTE: _row(s="oRCU", d="cR") | {Role.TRAINING_MANAGER: _cell("sR", _("if shared"))},
    Subject.GUARANTEE: _row(a="bR", t="sRCU", s="mR", m="a", d="cR"),
    Subject.DOCUMENT: _row(t="sRCD", d="cR") | {Role.SPONSOR: _cell("mR", _("if released"))},
    Subject.REPORT_HR: _row(t="sRX", d="R"),
    Subject.REPORT_MANAGEMENT: _row(t="sRX", m="sRX", d="RX"),
    Subject.PERSON_LIST: _row(d="cX") | {Role.TRAINING_MANAGER: _cell("sX", _("a reason is asked and logged"))},
    Subject.IMPORT: _row(t="sC"),
    Subject.PROGRAMME: _row(a="R", t="sRCU", s="mR", m="sR", d="R"),
    Subject.ORGANISATION: _row(a="RCUD", t="sR", m="sR", d="R") | {Role.SPONSOR: _cell("R", _("own unit"))},
    Subject.ACCOUNT: _row(a="RCU", s="o", d="R") | {Role.TRAINING_MANAGER: _cell("", _("invites sponsors"))},
    Subject.CHANGE_LOG: _row(t="sR", d="RX"),
    Subject.READ_LOG: _row(d="RX"),
    Subject.DELETION: _row()
    | {
        Role.ADMINISTRATOR: _cell("", _("plans")),
        Role.TRAINING_MANAGER: _cell("", _("proposes")),
        Role.DATA_PROTECTION: _cell("", _("approves")),
    },
    Subject.DATA_SUBJECT: _row()
    | {Role.TRAINING_MANAGER: _cell("", _("asks")), Role.DATA_PROTECTION: _cell("", _("does"))},
    Subject.SUPPRESSION: _row(m="R", d="U"),
    Subject.SYSTEM: _row(a="RU", d="R"),
}


def may(role: Role, right: Right, subject: Subject) -> bool:
    """Whether the role has the right in the course of its work. Which records it reaches is another question."""
    return right in MATRIX[subject].get(role, NOTHING).everyday
