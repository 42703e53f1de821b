"""The doorbell: Celery tells workers that there is something to do. What is to do stands in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration.settings.base")

app = Celery("einstieg")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
