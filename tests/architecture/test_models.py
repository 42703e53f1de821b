"""Every table keeps its history and is reached through the admin, or says why not."""

from django.apps import apps
from django.utils.functional import Promise

from integration.admin.site import workplace

# Derived from other rows, which have both.
DERIVED = {"organisations.Reach", "pathways.Affiliation", "deadlines.Deadline", "pathways.Progress"}
# Written once by a service and never changed: undoing reads steps, report pages read cells, e-mails read notices.
WRITTEN_ONCE = {"pathways.JourneyStep", "editions.ReportCell", "editions.EditionWords", "delivery.Notice"}
# A log is its own history.
LOGS = {"journal.ReadEntry", "journal.ExportEntry", "journal.ExportedThrough"}
# Nobody changes it but the worker that sends it, and the row says how that went.
ON_ITS_WAY = {"outbox.Message"}
# Written once and accepted once, which the row says; the sponsor's page shows it.
INVITATIONS = {"sponsorships.Invitation"}
# Uploads are no list to be edited: they have pages of their own, from the check to the result.
OWN_PAGES = {"exchange.BundleImport", "participants.DocumentCopy"}
# What stands behind hidden numbers: it says more than anybody may read, now or before.
SECRET = {"disclosure.Release"}
# Everybody's own, and nobody else's to read.
OWN = {"workplace.SavedView", "deadlines.CalendarAddress", "deadlines.ReminderWish"}
# A sponsor's own, in the portal; what is shared of it stands on the person's page, and requests have pages of their own.
IN_THE_PORTAL = {"sponsorships.ContactNote", "sponsorships.NextStep", "sponsorships.HelpRequest"}
# What was written in a request, and who was told: written once.
OF_REQUESTS = {"sponsorships.HelpMessage", "sponsorships.HelpNotice"}
# Written once, and each row says what became of it; the page of the deadline shows them.
REMINDED = {"deadlines.Reminder", "deadlines.ReminderLetter", "deadlines.Snooze"}
# What hangs on rows that have a page tells nothing alone.
PARTS = {"journal.ExportedThrough"}


def own_models():
    ours = [app for app in apps.get_app_configs() if app.name.split(".")[0] in {"integration", "programmes", "reports"}]
    models = [model for app in ours for model in app.get_models()]
    return [model for model in models if not model.__name__.startswith("Historical")]


def test_every_model_has_a_history():
    without = {model._meta.label for model in own_models() if not hasattr(model, "history")}

    told = WRITTEN_ONCE | LOGS | ON_ITS_WAY | INVITATIONS | OF_REQUESTS | REMINDED
    assert without == DERIVED | SECRET | OWN | told


def test_every_model_is_in_the_admin():
    without = {model._meta.label for model in own_models() if not workplace.is_registered(model)}

    elsewhere = INVITATIONS | OWN_PAGES | OWN | IN_THE_PORTAL
    assert without == DERIVED | WRITTEN_ONCE | SECRET | PARTS | OF_REQUESTS | REMINDED | elsewhere


def test_every_list_has_an_order():
    without = {model._meta.label for model in own_models() if not model._meta.ordering}

    assert without == {"organisations.Reach"}


def test_every_name_on_screen_is_translated():
    untranslated = {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if model._meta.label not in DERIVED | REMINDED and field.editable and not field.primary_key
        if not isinstance(field.verbose_name, Promise)
    }
    unnamed = {model._meta.label for model in own_models() if not isinstance(model._meta.verbose_name, Promise)}

    assert (untranslated, unnamed) == (set(), set())
