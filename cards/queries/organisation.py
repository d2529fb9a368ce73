"""The organisation as pages and actions need it."""

from cards.models import Organisation


def time_zone_of_organisation() -> str:
    """Return the time zone whose days count, such as Europe/Helsinki."""
    return Organisation.objects.values_list("time_zone", flat=True).get()
