"""Sessions: as Django keeps them, read by one short statement."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from hjartkort.sessions import SessionStore


def test_a_session_holds_what_was_put_in_and_is_djangos_own(db, django_assert_num_queries):
    session = SessionStore()
    session["card"] = "tack"
    session.save()

    with django_assert_num_queries(1):
        assert SessionStore(session.session_key)["card"] == "tack"
    assert DjangosStore(session.session_key)["card"] == "tack"


def test_one_that_has_ended_or_never_was_is_empty_and_gets_another_key(db):
    session = SessionStore()
    session["card"] = "tack"
    session.save()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    for key in (session.session_key, "nobodys"):
        found = SessionStore(key)
        assert dict(found.items()) == {}
        assert found.session_key is None


def test_one_that_somebody_has_tampered_with_is_empty(db):
    session = SessionStore()
    session["card"] = "tack"
    session.save()
    Session.objects.update(session_data="forged")

    assert dict(SessionStore(session.session_key).items()) == {}
