"""Every address, by feature: the table of contents."""

from django.urls import path

from cards.views import errors

urlpatterns = [
    path("healthz", errors.healthz, name="healthz"),
    path("readyz", errors.readyz, name="readyz"),
]
