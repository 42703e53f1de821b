"""A worker whose builds take time, so that there is something to kill; each says when it begins.

`WITHOUT_LEASE` takes the lease away from it: the control of the tests that rely on leases.
"""

import os
import time
from pathlib import Path
from uuid import uuid4

from celery.signals import worker_process_init

from integration.celery import app

__all__ = ("app",)


@worker_process_init.connect
def take_time(**_options):
    from django.utils import timezone

    from integration.jobs.leases import Lease
    from reports.editions import building, services

    measure = building.measure_reports

    def slowly(organisations, month, progress):
        with Path(os.environ["BEGUN_LOG"]).open("a") as log:
            log.writelines(f"{each.code}\n" for each in organisations)
        time.sleep(float(os.environ["SECONDS_A_JOB"]))
        return measure(organisations, month, progress)

    def take_without_asking(model, edition_id, holder):
        lease = Lease(model, edition_id, uuid4())
        taken = {"lease": lease.token, "holder": holder, "leased_until": timezone.now()}
        model.objects.filter(pk=edition_id).update(state="building", **taken)
        return lease

    building.measure_reports = slowly
    if os.environ.get("WITHOUT_LEASE"):
        services.claim = take_without_asking
