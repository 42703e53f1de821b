"""As many people as one likes, by a few statements: what lists and searches are timed with.

No import and no model's `save` runs, and no constraint is asked; what is derived is derived as everywhere else. Whatever
the number, there are a group of 110 companies and sites, one small site of at most `SMALL` people, and another group.
"""

import csv
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Count

from bench import rare
from bench.portal import furnish
from bench.statements import prepare, run
from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines import services as deadlines
from integration.organisations.models import Membership, Organisation
from integration.organisations.services import rebuild_tree
from programmes.participants.names import found_form, search_form, sound_form
from programmes.pathways.models import Enrolment
from programmes.pathways.services.affiliations import rebuild_affiliations
from programmes.pathways.services.progress import rebuild_progress
from programmes.sponsorships.models import Sponsor, Sponsorship

COMPANIES, SITES = 10, 10
SMALL = 200
GROUP_MANAGER, SITE_MANAGER = "group@example.org", "site@example.org"
SPONSOR = "sponsor@example.org"
SMALL_SITE = "KLEIN"
PEOPLE_A_SPONSOR = 3
_NAMES = Path("programmes/exchange/demonstration/names.csv")
_STATEMENTS = Path(__file__).with_name("crowd.sql")


def fill(people: int, today: date) -> None:
    """Fill an empty database on PostgreSQL; `people` in the group, a fifth more in another one."""
    _ground()
    with transaction.atomic(), connection.cursor() as cursor:
        prepare(cursor)
        _names(cursor)
        counts = {"people": people, "all": people + people // 5, "small": SMALL, "each": PEOPLE_A_SPONSOR}
        run(cursor, _STATEMENTS, {"today": today, **counts})
    ids = list(Enrolment.objects.order_by("pk").values_list("pk", flat=True))
    rebuild_affiliations(ids)
    rebuild_progress(ids)
    _account_of_a_sponsor(today)
    rare.add(today)
    _analyse()
    deadlines.refresh(today=today)
    _analyse()


def _ground() -> None:
    """Two groups, and a manager of the first and of its small site."""
    for root in ("GRUPPE", "FREMD"):
        group = Organisation.objects.create(code=root, name=root.title(), kind="group")
        for company in range(COMPANIES if root == "GRUPPE" else 1):
            parent = Organisation.objects.create(
                code=f"{root}-{company}", name=f"Werk {company}", kind="company", parent=group
            )
            for site in range(SITES):
                code = f"{root}-{company}-{site}" if (root, company, site) != ("GRUPPE", 0, 0) else SMALL_SITE
                Organisation.objects.create(code=code, name=f"Standort {code}", kind="site", parent=parent)
    rebuild_tree()
    for email, code in ((GROUP_MANAGER, "GRUPPE"), (SITE_MANAGER, SMALL_SITE)):
        user = User.objects.create_user(email=email, password=None)
        Membership.objects.create(
            user=user, organisation=Organisation.objects.get(code=code), role=Role.TRAINING_MANAGER
        )


def _account_of_a_sponsor(today: date) -> None:
    """For one of those who accompany most people."""
    accompanying = Sponsorship.objects.active_on(today).order_by().values("sponsor")
    busiest = accompanying.annotate(number=Count("pk")).order_by("-number", "sponsor")[0]
    sponsor = Sponsor.objects.select_related("organisation").get(pk=busiest["sponsor"])
    sponsor.user = User.objects.create_user(email=SPONSOR, password=None)
    sponsor.save()
    Membership.objects.create(user=sponsor.user, organisation=sponsor.organisation, role=Role.SPONSOR)
    furnish(sponsor, today)


def _names(cursor: object) -> None:
    """The demonstration's names with their forms, to be put together by the statements."""
    cursor.execute(
        "CREATE TEMPORARY TABLE names (part text, at int, name text, script text, sort text, found text, sound text) ON COMMIT DROP"
    )  # type: ignore[attr-defined]
    parts: dict[str, list[tuple[str, str]]] = {"given": [], "family": []}
    with _NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            pairs = [tuple((pair + "=").split("=")[:2]) for pair in row["names"].split("|")]
            parts["family" if row["part"] == "family" else "given"] += pairs  # type: ignore[arg-type]
    rows = [
        (part, at, name, script, search_form(name), found_form(name, script).strip(), sound_form(name, script).strip())
        for part, names in parts.items()
        for at, (name, script) in enumerate(names)
    ]
    cursor.executemany("INSERT INTO names VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)  # type: ignore[attr-defined]


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
