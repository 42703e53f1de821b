"""The Django project, and the ground that every programme stands on."""

from integration.celery import app as celery_app

__all__ = ("celery_app",)
