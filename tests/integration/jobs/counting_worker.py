"""A worker that knows the jobs of the tests.

`WITHOUT_LEASE` takes the lease away from it: the control of the tests that rely on leases.
"""

import os

from celery.signals import worker_process_init

from integration.celery import app

__all__ = ("app",)


@worker_process_init.connect
def know_the_kinds(**_options):
    from integration.jobs.kinds import register
    from tests.integration.jobs.kinds import KINDS

    for kind in KINDS:
        register(kind)
    if os.environ.get("WITHOUT_LEASE"):
        forget_leases()


def forget_leases():
    from integration.jobs import services
    from integration.jobs.leases import Lease

    def take_without_asking(model, pk, holder):
        row = model.objects.get(pk=pk)
        return Lease(model, pk, row.lease) if row.lease else claim(model, pk, holder)

    claim = services.claim
    services.claim = take_without_asking
