"""The project's addresses: those of its one app."""

from django.urls import include, path

urlpatterns = [path("", include("cards.urls"))]

handler400 = "cards.views.errors.bad_request"
handler404 = "cards.views.errors.not_found"
handler500 = "cards.views.errors.server_error"
