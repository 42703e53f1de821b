"""As in the suite, but for workers that a test kills: who gives up waiting does so within seconds."""

from datetime import timedelta

from integration.settings.test import *  # noqa: F403
from integration.settings.test import CELERY_BEAT_SCHEDULE, DATABASES

JOB_LEASE = timedelta(seconds=2)
JOB_HEARTBEAT = timedelta(milliseconds=300)
JOB_PATIENCE = timedelta(seconds=2)

# The database of the test that starts the worker, not one beside it.
DATABASES["default"].pop("TEST", None)
CELERY_BEAT_SCHEDULE["reconcile jobs"]["schedule"] = timedelta(seconds=1)
CELERY_BEAT_SCHEDULE["reconcile jobs"]["options"] = {"expires": 1}
