"""Languages, and what names are compared by; the SQL functions are made in the first migration."""

from django.db.models import Func, TextChoices, TextField
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """A language the product speaks; Swedish is the one every text has."""

    SV = "sv", _("Swedish")
    FI = "fi", _("Finnish")
    NB = "nb", _("Norwegian")
    EN = "en", _("English")


class FoldName(Func):
    """Fold a text to what a tired searcher would type: no case, no accents, one of each doubled letter."""

    function = "fold_name"
    output_field = TextField()
    arity = 1
