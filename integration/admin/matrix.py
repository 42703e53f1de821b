"""Who may see and do what, as a page for those who watch over it."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from integration.accounts.roles import MATRIX, NOTHING, Mark, Permission, Right, Role, Subject
from integration.organisations.access import only_for


class Cell(NamedTuple):
    """What a role may do with one kind of record, in words."""

    role: str
    rights: list[str]
    narrowed: str
    word: str
    everyday: bool

    @property
    def empty(self) -> bool:
        """Nothing at all."""
        return not (self.rights or self.narrowed or self.word)


class Line(NamedTuple):
    """One kind of record and its cells, in the order of the roles."""

    subject: str
    cells: list[Cell]


def _cell(role: Role, permission: Permission) -> Cell:
    return Cell(
        role=str(role.label),
        rights=[str(right.label) for right in Right if right in permission.rights],
        narrowed=str(permission.mark.label) if permission.mark else "",
        word=str(permission.word),
        everyday=bool(permission.everyday),
    )


def lines() -> list[Line]:
    """The whole matrix in the language of the reader."""
    return [
        Line(str(subject.label), [_cell(role, MATRIX[subject].get(role, NOTHING)) for role in Role])
        for subject in Subject
    ]


@only_for(Role.DATA_PROTECTION, Role.ADMINISTRATOR)
def matrix_page(request: HttpRequest) -> HttpResponse:
    """The matrix as a table; the same data that every page asks."""
    context = {"roles": [role.label for role in Role], "lines": lines(), "marks": [mark.label for mark in Mark]}
    return render(request, "workplace/matrix.html", context)
