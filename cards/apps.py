"""The one app."""

from django.apps import AppConfig


class CardsConfig(AppConfig):
    """Name the app to Django."""

    name = "cards"
