"""Participants with their certificates and residence documents."""

import datetime as dt

from .draft import Draft, months_later, plus

NAMES = (
    ("Lamin", "Ceesay", ""),
    ("Софія", "Шевченко", ""),
    ("Sara", "al-Jabbari", "سارة الجباري"),
    ("Müjde", "Yıldız", ""),
    ("Kofi", "", ""),
    ("", "Gebremedhin", "ገብረመድህን"),
    ("=SUM(A1)", "O’Neill", ""),
    ("Abdi; jr.", 'Fa"rah', ""),
    ("Nguyễn", "Văn, An", ""),
)
LEVELS = ("below_a1", "a1", "a2", "a2", "b1", "b1", "b2", "b2", "c1", "c2")
KINDS = (
    "asylum_permission", "toleration", "training_toleration", "employment_toleration", "residence_permit",
    "residence_permit", "residence_permit", "temporary_protection", "provisional_effect", "provisional_effect",
)  # fmt: skip
RARE_KINDS = ("settlement_permit", "eu_free_movement", "german")


def draw_person(draft: Draft) -> str:
    code = draft.next_code("participants", "P")
    given, family, script = draft.one_of(*NAMES)
    born = dt.date(draft.random.randint(1975, 1999), draft.random.randint(1, 12), draft.random.randint(1, 28))
    draft.add(
        "participants",
        code=code,
        given_name=given,
        family_name=family,
        original_script_name=script,
        birth_date=draft.one_of("", born, born, dt.date(1996, 2, 29)),
        birth_date_precision=draft.one_of("", "day", "month", "year"),
        gender=draft.one_of("", "female", "male", "diverse", "none"),
        nationality=draft.one_of("", "SYR", "AFG", "UKR", "GMB", "XXA", "XXX", "DEU", "POL"),
        preferred_language=draft.one_of("", "de", "en"),
    )
    _certificates(draft, code)
    _documents(draft, code)
    return code


def _certificates(draft: Draft, person: str) -> None:
    """Levels around the as-of date and the day six months before, several on one day."""
    half_year_ago = months_later(draft.as_of, -6)
    for _ in range(draft.one_of(0, 1, 2, 3, 4)):
        day = draft.near(draft.as_of, half_year_ago, half_year_ago, plus(half_year_ago, -90), plus(draft.as_of, -60))
        evidence = draft.one_of(
            "certificate", "certificate", "certificate", "placement_test", "teacher_estimate", "self_estimate"
        )
        for skill in draft.random.sample(("", "reading", "speaking"), draft.one_of(1, 1, 2, 3)):
            draft.add(
                "language_levels",
                participant=person,
                assessed_on=day,
                level=draft.one_of(*LEVELS),
                evidence=evidence,
                skill=skill,
            )


def _documents(draft: Draft, person: str) -> None:
    d = draft.as_of
    for _ in range(draft.one_of(0, 1, 1, 2, 2, 3)):
        issued = draft.near(d, plus(d, -30), plus(d, -200), plus(d, -800))
        ends = [draft.near(plus(d, days)) for days in (-40, -1, 0, 30, 31, 90, 91, 180, 181, 365, 366, 700)]
        printed = draft.one_of(None, max(issued, draft.one_of(*ends)))
        legal = draft.one_of(None, None, max(issued, draft.one_of(*ends)))
        draft.add(
            "residence_documents",
            code=draft.next_code("residence_documents", "D"),
            participant=person,
            kind=draft.one_of(*RARE_KINDS) if draft.chance(0.1) else draft.one_of(*KINDS),
            legal_section=draft.one_of("", "§ 25 Abs. 2"),
            issued_on=issued,
            printed_valid_to=printed,
            legal_valid_to=legal,
            work_permission=draft.one_of("none", "this_job", "training_only", "any"),
        )
