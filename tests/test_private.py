"""Every page is private unless it is listed here."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {"login", "become", "logout", "set_language", "set_theme", "healthz", "readyz"}
SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "slug": "x", "str": "x"}


def patterns(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Walk the URLconf; give each address, with something in the place of its arguments."""
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        for name, converter in entry.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            address = address.replace(f"<{kind}:{name}>", SAMPLES[kind]).replace(f"<{name}>", SAMPLES[kind])
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


ALL = list(patterns(get_resolver()))


def test_every_address_has_a_name_of_its_own():
    names = [pattern.name for _address, pattern in ALL]

    assert None not in names
    assert len(names) == len(set(names))


def test_no_page_is_public_but_these():
    public = {pattern.name for _address, pattern in ALL if not getattr(pattern.callback, "login_required", True)}

    assert public == PUBLIC


@pytest.mark.parametrize("address", [address for address, pattern in ALL if pattern.name not in PUBLIC])
def test_a_stranger_gets_nothing_but_the_way_to_the_log_in(client, db, address):
    for ask in (client.get, client.post):
        response = ask(address)
        assert (response.status_code, response.content) == (302, b"")
        assert response["Location"].startswith("/in")

    response = client.get(address, headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (401, b"")
    assert response["HX-Redirect"].startswith("/in")
