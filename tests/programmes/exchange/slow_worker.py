"""A worker that imports slowly: it says when it is about to write, waits, and says when it has written."""

import os
import time
from pathlib import Path

from celery.signals import worker_process_init

from integration.celery import app

__all__ = ("app",)


@worker_process_init.connect
def write_slowly(**_options):
    from programmes.exchange import jobs

    write = jobs.import_bundle

    def slowly(request):
        outcome = write(request)
        with Path(os.environ["BEGUN_LOG"]).open("a") as log:
            log.write("written, not committed\n")
        time.sleep(float(os.environ["SECONDS_A_JOB"]))
        return outcome

    jobs.import_bundle = slowly
