import pytest
from django.utils import translation

from cards.templatetags.names import and_more


@pytest.mark.parametrize(
    ("names", "has_more", "said"),
    [
        (["Nadia"], False, "Nadia"),
        (["Aleksi", "Nadia"], False, "Aleksi and Nadia"),
        (["Aleksi", "Nadia", "Tuula"], False, "Aleksi, Nadia and Tuula"),
        (["Aleksi", "Nadia"], True, "Aleksi, Nadia and some more"),
    ],
)
def test_names_are_said_in_a_row(names, has_more, said):
    with translation.override("en"):
        assert and_more(names, has_more) == said
