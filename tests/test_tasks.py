"""What is deferred and what the clock starts; tests/test_worker.py lets workers run it."""

import inspect
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.periodic import PeriodicDeferrer

from cards.models import Membership, Person, TallyEntry
from tests.factories import give

pytestmark = pytest.mark.django_db
BY_THE_CLOCK = {name for name, _id in app.periodic_registry.periodic_tasks}


def run(name):
    app.tasks[name].func(timestamp=0)


def test_job_deferred_in_a_transaction_that_is_rolled_back_does_not_exist():
    def defer_and_fail():
        with transaction.atomic():
            app.configure_task("fold").defer(timestamp=0)
            assert ProcrastinateJob.objects.exists()
            raise LookupError

    with pytest.raises(LookupError):
        defer_and_fail()

    assert not ProcrastinateJob.objects.exists()


def test_the_clock_starts_each_task_as_a_row_once():
    tasks = [(task, 1_800_000_000) for task in app.periodic_registry.periodic_tasks.values()]
    deferrer = PeriodicDeferrer(registry=app.periodic_registry)

    for _worker in range(2):
        async_to_sync(deferrer.defer_jobs)(tasks)

    assert sorted(ProcrastinateJob.objects.values_list("task_name", flat=True)) == sorted(BY_THE_CLOCK)


@pytest.mark.parametrize("name", sorted(BY_THE_CLOCK))
def test_task_of_the_clock_waits_once_and_runs_once_at_a_time(name):
    task = app.tasks[name]
    task.defer(timestamp=0)

    with pytest.raises(AlreadyEnqueued), transaction.atomic():
        task.defer(timestamp=15)

    assert ProcrastinateJob.objects.get().lock == name


def test_every_task_is_a_plain_function_for_only_those_are_held():
    ours = {task for task in app.tasks.values() if not task.name.startswith("builtin:")}

    assert {task.name for task in ours} >= BY_THE_CLOCK
    assert not any(inspect.iscoroutinefunction(task.func) for task in ours)


@pytest.mark.parametrize("name", sorted(BY_THE_CLOCK))
def test_task_of_the_clock_does_without_anything_to_do(name):
    run(name)


def test_fold_takes_what_was_given(astrid, bo):
    give(astrid, to=[bo])

    run("fold")

    assert not TallyEntry.objects.exists()


def test_a_move_that_was_noted_ahead_comes_true(astrid, torget, fyren):
    today = timezone.localdate()
    Membership.objects.filter(person=astrid).update(to_on=today - timedelta(days=1))
    Membership.objects.create(person=astrid, unit=fyren, from_on=today)

    run("arrive")

    assert Person.objects.get(pk=astrid.pk).unit == fyren


def test_sessions_that_have_ended_are_dropped():
    now = timezone.now()
    for key, left in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(minutes=left))

    run("drop_sessions")

    assert [session.pk for session in Session.objects.all()] == ["open"]
