"""Contact persons of partners, and that they are at partners, held by PostgreSQL."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from integration.periods.guards import Guard, create_guard

CONTACT_PERSON = Guard(
    name="contact_person_guard",
    table="organisations_contactperson",
    on="INSERT OR UPDATE OF organisation_id",
    locks="FROM organisations_organisation WHERE id = NEW.organisation_id FOR SHARE",
    finds="""
        SELECT 'contact_person_at_partner'
        FROM organisations_contactperson c JOIN organisations_organisation o ON o.id = c.organisation_id
        WHERE c.id = NEW.id AND o.kind <> 'partner'
    """,
)
PARTNER = Guard(
    name="partner_guard",
    table="organisations_organisation",
    on="UPDATE OF kind",
    when="NEW.kind <> OLD.kind",
    finds="""
        SELECT 'contact_person_at_partner'
        FROM organisations_organisation o
        WHERE o.id = NEW.id AND o.kind <> 'partner'
          AND EXISTS (SELECT FROM organisations_contactperson c WHERE c.organisation_id = o.id)
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalContactPerson",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("function", models.CharField(blank=True, max_length=200, verbose_name="function")),
                (
                    "topics",
                    models.CharField(
                        blank=True,
                        help_text="Topics or phases, such as “language course, invoices”.",
                        max_length=300,
                        verbose_name="to be asked about",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=64, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "active",
                    models.BooleanField(
                        default=True,
                        help_text="Without this tick nobody is shown this contact person any more.",
                        verbose_name="active",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Your organisation whose training managers see this contact person.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="for",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="partner organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical contact person",
                "verbose_name_plural": "historical contact persons",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ContactPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("function", models.CharField(blank=True, max_length=200, verbose_name="function")),
                (
                    "topics",
                    models.CharField(
                        blank=True,
                        help_text="Topics or phases, such as “language course, invoices”.",
                        max_length=300,
                        verbose_name="to be asked about",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=64, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "active",
                    models.BooleanField(
                        default=True,
                        help_text="Without this tick nobody is shown this contact person any more.",
                        verbose_name="active",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        help_text="Your organisation whose training managers see this contact person.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_contact_persons",
                        to="organisations.organisation",
                        verbose_name="for",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_persons",
                        to="organisations.organisation",
                        verbose_name="partner organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact person",
                "verbose_name_plural": "contact persons",
                "ordering": ["organisation__name", "name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="contact_person_filled",
                        violation_error_code="required",
                        violation_error_message="This value is required.",
                    )
                ],
            },
        ),
        create_guard(CONTACT_PERSON),
        create_guard(PARTNER),
    ]
