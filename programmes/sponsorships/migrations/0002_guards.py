"""What spans the rows of sponsorships and contacts, held by PostgreSQL."""

from django.db import migrations

from integration.periods.guards import Guard, create_guard

WAIT_FOR_ENROLMENT = "FROM pathways_enrolment WHERE id = NEW.enrolment_id FOR SHARE"

SPONSORSHIP = Guard(
    name="sponsorship_guard",
    table="sponsorships_sponsorship",
    on="INSERT OR UPDATE OF enrolment_id, started_on, ended_on",
    locks=WAIT_FOR_ENROLMENT,
    finds="""
        SELECT CASE
            WHEN x.started_on < e.entered_on OR x.started_on > e.ended_on OR x.ended_on > e.ended_on
                THEN 'sponsorship_within_enrolment'
            WHEN x.ended_on IS NULL AND e.ended_on IS NOT NULL THEN 'sponsorship_closed_with_enrolment'
        END
        FROM sponsorships_sponsorship x JOIN pathways_enrolment e ON e.id = x.enrolment_id
        WHERE x.id = NEW.id
    """,
)
CONTACT = Guard(
    name="contact_guard",
    table="sponsorships_contact",
    on="INSERT OR UPDATE OF enrolment_id, held_on",
    locks=WAIT_FOR_ENROLMENT,
    finds="""
        SELECT 'contact_within_enrolment'
        FROM sponsorships_contact x JOIN pathways_enrolment e ON e.id = x.enrolment_id
        WHERE x.id = NEW.id AND (x.held_on < e.entered_on OR x.held_on > e.ended_on)
    """,
)
CONTENTS = Guard(
    name="enrolment_support_guard",
    table="pathways_enrolment",
    on="UPDATE OF entered_on, ended_on",
    when="(NEW.entered_on, NEW.ended_on) IS DISTINCT FROM (OLD.entered_on, OLD.ended_on)",
    finds="""
        SELECT CASE
            WHEN EXISTS (SELECT FROM sponsorships_sponsorship x WHERE x.enrolment_id = e.id
                AND (x.started_on < e.entered_on OR x.started_on > e.ended_on OR x.ended_on > e.ended_on))
                THEN 'sponsorship_within_enrolment'
            WHEN e.ended_on IS NOT NULL
                AND EXISTS (SELECT FROM sponsorships_sponsorship x WHERE x.enrolment_id = e.id AND x.ended_on IS NULL)
                THEN 'sponsorship_closed_with_enrolment'
            WHEN EXISTS (SELECT FROM sponsorships_contact x WHERE x.enrolment_id = e.id
                AND (x.held_on < e.entered_on OR x.held_on > e.ended_on)) THEN 'contact_within_enrolment'
        END
        FROM pathways_enrolment e
        WHERE e.id = NEW.id
    """,
)
GUARDS = (SPONSORSHIP, CONTACT, CONTENTS)


class Migration(migrations.Migration):
    dependencies = [("sponsorships", "0001_initial"), ("pathways", "0002_guards")]
    operations = [create_guard(guard) for guard in GUARDS]
