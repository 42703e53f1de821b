"""The matrix of access, cell by cell, as it was agreed."""

import pytest

from integration.accounts.roles import MATRIX, Mark, Right, Role, Subject, may

AGREED = """
journey            bR    sRCU  mR    a    cR
contact_data       bR    sRU   mR    -    cR
civil_status       bR    sRU   -     a    cR
residence          -     sRCU  w     a    cR
language           bR    sRCU  mR    a    cR
sponsorship        bR    sRCU  oR    a    R
contact            -     sR    oRCU  a    cR
note               -     sRw   oRCU  -    cR
guarantee          bR    sRCU  mR    a    cR
document           -     sRCD  mRw   -    cR
report_hr          -     sRX   -     -    R
report_management  -     sRX   -     sRX  RX
person_list        -     sXw   -     -    cX
import             -     sC    -     -    -
programme          R     sRCU  mR    sR   R
organisation       RCUD  sR    Rw    sR   R
account            RCU   w     o     -    R
change_log         -     sR    -     -    RX
read_log           -     -     -     -    RX
deletion           w     w     -     -    w
data_subject       -     w     -     -    w
suppression        -     -     -     R    U
system             RU    -     -     -    R
"""


def written(permission):
    letters = f"{permission.mark or ''}{''.join(right for right in Right if right in permission.rights)}"
    return letters + ("w" if permission.word else "") or "-"


def test_the_matrix_is_what_was_agreed():
    lines = [line.split() for line in AGREED.strip().splitlines()]

    assert [[str(subject), *(written(MATRIX[subject][role]) for role in Role)] for subject in Subject] == lines


@pytest.mark.parametrize("mark", [Mark.FIGURES, Mark.BREAK_GLASS, Mark.CASE])
def test_a_right_for_emergencies_is_none_in_the_course_of_work(mark):
    narrowed = [(role, subject) for subject in Subject for role in Role if MATRIX[subject][role].mark == mark]

    assert {may(role, right, subject) for role, subject in narrowed for right in Right} == {False}


def test_nobody_but_the_administrator_deletes_and_only_organisations():
    deleting = {(role, subject) for subject in Subject for role in Role if may(role, Right.DELETE, subject)}

    assert deleting == {(Role.ADMINISTRATOR, Subject.ORGANISATION), (Role.TRAINING_MANAGER, Subject.DOCUMENT)}
