"""The app's addresses, and that of a view to compare its pages with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hjartkort import urls


def constant(_request: HttpRequest) -> HttpResponse:
    """Answer the same to everybody who is signed in."""
    return HttpResponse("Hej!")


urlpatterns = [*urls.urlpatterns, path("konstant", constant, name="constant")]
