from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from cards.actions.jobs import BEGINNING, KEPT, tend_jobs

pytestmark = pytest.mark.django_db


def defer(**options):
    """Defer a job and return its row."""
    return ProcrastinateJob.objects.filter(pk=app.configure_task("send_digests", **options).defer())


def state_of(job):
    return job.values_list("status", "attempts").get()


def begin(job):
    job.update(status="doing")


def fail(job):
    begin(job)
    job.update(status="failed", attempts=F("attempts") + 1)


def test_job_that_failed_runs_again_once():
    job = defer()
    fail(job)

    assert tend_jobs(at=timezone.now()) == 1
    assert state_of(job) == ("todo", 1)

    fail(job)
    assert tend_jobs(at=timezone.now()) == 0
    assert state_of(job) == ("failed", 2)


def test_job_that_nobody_holds_any_more_runs_again_once():
    job = defer()
    begin(job)
    later = timezone.now() + BEGINNING + timedelta(seconds=1)

    assert tend_jobs(at=later) == 1
    assert state_of(job) == ("todo", 1)

    begin(job)
    assert tend_jobs(at=later + timedelta(minutes=1)) == 0
    assert state_of(job) == ("failed", 2)


def test_job_that_raised_and_then_lost_its_worker_is_left_failed():
    job = defer()
    fail(job)
    tend_jobs(at=timezone.now())
    begin(job)

    assert tend_jobs(at=timezone.now() + timedelta(hours=1)) == 0
    assert state_of(job) == ("failed", 2)


def test_job_that_has_only_just_begun_is_let_be():
    job = defer()
    begin(job)

    assert tend_jobs(at=timezone.now()) == 0
    assert state_of(job) == ("doing", 0)


def test_dead_job_gives_way_to_the_next_of_its_kind():
    dead = defer(queueing_lock="fold", lock="fold")
    begin(dead)
    waiting = defer(queueing_lock="fold", lock="fold")

    assert tend_jobs(at=timezone.now() + timedelta(hours=1)) == 0

    assert not dead.exists()
    assert state_of(waiting) == ("todo", 0)


def test_jobs_that_wait_or_run_are_kept_and_failed_ones_for_a_week():
    waiting, failed = defer(), defer()
    fail(failed)
    fail(failed)
    later = timezone.now() + KEPT

    tend_jobs(at=later - timedelta(minutes=1))
    assert failed.exists()

    tend_jobs(at=later + timedelta(minutes=1))
    assert not failed.exists()
    assert not ProcrastinateEvent.objects.exclude(job=waiting.get()).exists()
    assert state_of(waiting) == ("todo", 0)


def test_what_died_is_told_in_the_log(caplog):
    fail(defer())

    tend_jobs(at=timezone.now())

    assert "(send_digests) died; it runs again." in caplog.text
