"""Columns that many tables have, so that they are called the same everywhere."""

from django.utils.translation import pgettext_lazy

from cards.lib.registry.shapes import Column, Fate

KEY = Column(pgettext_lazy("data", "Key"), is_inner=True)
FORM = Column(pgettext_lazy("data", "Key of the form"), is_inner=True)
AT = Column(pgettext_lazy("data", "When"))
FROM_ON = Column(pgettext_lazy("data", "From"))
TO_ON = Column(pgettext_lazy("data", "To"))
UNIT = Column(pgettext_lazy("data", "Unit"))
TEAM = Column(pgettext_lazy("data", "Team"))
PERSON = Column(pgettext_lazy("data", "Person"))
CARD = Column(pgettext_lazy("data", "Card"))
TYPE = Column(pgettext_lazy("data", "Card type"))
SENDER = Column(pgettext_lazy("data", "Sender"))
REPLY = Column(pgettext_lazy("data", "Reply"), is_inner=True)
KIND = Column(pgettext_lazy("data", "Kind"))
LANGUAGE = Column(pgettext_lazy("data", "Language"))
TEXT = Column(pgettext_lazy("data", "Text"))
NAME = Column(pgettext_lazy("data", "Name"))
REASON = Column(pgettext_lazy("data", "Reason"), fate=Fate.BLANKED)
LENGTH = Column(pgettext_lazy("data", "Length of the period"))
PERIOD = Column(pgettext_lazy("data", "Period"))
ENCOUNTERS = Column(pgettext_lazy("data", "Encounters"))
ORDER = Column(pgettext_lazy("data", "Order"), is_inner=True)
RETIRED = Column(pgettext_lazy("data", "Out of use since"))
STATE = Column(pgettext_lazy("data", "State"), is_inner=True)
