"""What somebody spoils in an address, a form or a header is left out or refused; it is never a fault."""

from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import give, make_ready_line

NUMBERS = ["0", "-1", "1.5", "1e9", "²", "١", "0x1", "9" * 19, "9" * 40, "9" * 4400, "nan", "\0"]
TEXTS = [
    "", "\0", "a\0b", "\ud800", "\uffff", "\u202eabc", "a" * 10001, "👨‍👩‍👧" * 200, "'\"", "%s %(a)s %", "<script>",
    "\r\nX: y", "//evil.example", "feed", "_", "&|!:*()<->\\", "ŉ ½ ﬁ İ ß",
]  # fmt: skip
PERIODS = ["9999-99", "2026-00", "2026-v00", "2025-v53", "9999-v52", "2026-k5", "0000", "2080", "ALLA", "+2026"]
MONTHS = ["0001-01", "0001-03", "2009-12", "9999-12", "2026-13", "x"]
FORM = "application/x-www-form-urlencoded"


def faults(ask, *requests):
    """Ask each; return those that were answered with a fault."""
    return [str(request)[:100] for request in requests if ask(*request).status_code >= 500]


@pytest.fixture
def card(astrid, bo, tack):
    return give(astrid, to=[bo])


@pytest.fixture
def as_maj(client, maj, card):
    client.raise_request_exception = False
    client.force_login(maj)
    return client


def encoded(**fields):
    return {name: value.encode("utf-8", "surrogatepass") for name, value in fields.items()}


@pytest.mark.parametrize(
    ("name", "fields", "values"),
    [
        ("feed", ["enhet", "med", "fore", "sedan"], NUMBERS),
        ("feed", ["visa", "typ", "q"], TEXTS),
        ("feed_new", ["med", "sedan"], NUMBERS),
        ("box", ["fore"], NUMBERS),
        ("box", ["visa", "q"], TEXTS),
        ("box", ["manad"], MONTHS),
        ("unit", ["typ"], TEXTS),
        ("unit", ["lag"], NUMBERS),
        ("programme", ["ar"], MONTHS + TEXTS),
    ],
)
def test_no_address_of_a_list_is_a_fault(as_maj, name, fields, values):
    for field in fields:
        assert not faults(as_maj.get, *((reverse(name), encoded(**{field: value})) for value in values))
        assert not faults(as_maj.get, *((reverse(name), encoded(**{"q": "a", field: value})) for value in MONTHS))


@pytest.mark.slow
def test_no_period_and_no_number_of_a_unit_is_a_fault(as_maj, torget):
    for period in [*PERIODS, *MONTHS, *TEXTS]:
        for end in ("", ".csv", "/del/veckorna", "/del/flodet"):
            assert as_maj.get(f"/enhet/{torget.pk}{end}", encoded(period=period)).status_code == 200
        if period:
            name = quote(period.encode("utf-8", "surrogatepass"), safe="")
            assert as_maj.get(f"/enheten/{name}").status_code in (404, 405), period
    for number in ("0", "-1", str(2**31 - 1), str(2**31), str(2**63), "9" * 40, "9" * 4400, "%00", "²", "x"):
        for end in ("", ".csv", "/del/andel", "/mal", "/mal/avsluta", "/de-som-gav"):
            address = f"/enhet/{number}{end}"
            assert {as_maj.get(address).status_code, as_maj.post(address).status_code} <= {404, 405}, address


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "target"), [("encounters", NUMBERS), ("share", NUMBERS), ("x", TEXTS)])
def test_no_goal_that_is_set_is_a_fault(as_maj, torget, kind, target):
    address = reverse("goal", args=[torget.pk])
    for from_month in ("", "2026-13-01", "0001-01-01", "x"):
        fields = [{"kind": kind, "encounters": value, "share": value, "from_month": from_month} for value in target]
        assert not faults(as_maj.post, *((address, urlencode(encoded(**each)), FORM) for each in fields))


def test_no_choice_of_boards_is_a_fault(as_maj, torget):
    for name, arguments in (("boards", []), ("on_board", []), ("unit_board", [torget.pk])):
        fields = [{"value": value, "givers_board": value, "has_receivers_board": value} for value in TEXTS]
        address = reverse(name, args=arguments)
        assert not faults(as_maj.post, *((address, urlencode(encoded(**each)), FORM) for each in fields))


@pytest.mark.parametrize("name", ["pick_people", "write_card"])
@pytest.mark.parametrize(("field", "values"), [("till", NUMBERS), ("enhet", NUMBERS), ("typ", TEXTS), ("q", TEXTS)])
def test_no_address_on_the_way_to_giving_a_card_is_a_fault(as_maj, bo, name, field, values):
    address = reverse(name, args=[uuid4()])
    asked = ({"typ": "tack", "till": str(bo.pk), field: value} for value in values)

    assert not faults(as_maj.get, *((address, encoded(**fields)) for fields in asked))


@pytest.mark.parametrize(
    ("field", "values"), [("message", TEXTS), ("ready_line", NUMBERS + TEXTS), ("audience", NUMBERS)]
)
def test_no_card_that_is_written_is_a_fault(as_maj, tack, bo, field, values):
    make_ready_line(tack, sv="Tack för i dag.")
    address = f"{reverse('write_card', args=[uuid4()])}?typ=tack&till={bo.pk}"
    fields = [{"message": "hej", "ready_line": "", "audience": "9", field: value} for value in values]

    assert not faults(as_maj.post, *((address, urlencode(encoded(**each)), FORM) for each in fields))


def test_no_number_of_a_card_is_a_fault(as_maj, card):
    tails = [
        "",
        "/skickat",
        "/angra",
        "/ta-tillbaka",
        "/oppna",
        "/spara",
        "/mitt-namn",
        "/bild.png",
        "/hjarta",
        "/svar",
    ]
    for number in ("0", str(2**31), str(2**53 - 1), str(2**53), str(2**63 - 1), str(2**63), "9" * 40, "9" * 4400):
        addresses = [f"/kort/{number}{tail}" for tail in tails] + [
            f"/svar/{number}/anmal",
            f"/svar/{number}/ta-tillbaka",
        ]
        assert {as_maj.get(address).status_code for address in addresses} <= {404, 405}
        assert {as_maj.post(address).status_code for address in addresses} <= {404, 405}


@pytest.mark.parametrize(
    "name", ["referer", "hx-current-url", "hx-target", "accept-language", "range", "if-modified-since"]
)
def test_no_header_is_a_fault(as_maj, card, name):
    for value in ("http://[", "http://[::1", "//evil.example/flode", "\xff\xfe", "x" * 5000, "xx;q=9,*", "bytes=9-1"):
        for address in (reverse("card", args=[card.pk]), reverse("feed"), "/nowhere"):
            assert as_maj.get(address, headers={name: value, "hx-request": "true"}).status_code < 500


def test_no_kind_of_body_is_a_fault(as_maj, card):
    bodies = [
        ("application/json", "{"), ("multipart/form-data", "x"), ("multipart/form-data; boundary=x", "--x\r\n\r\n"),
        ("application/x-www-form-urlencoded; charset=utf-16", "a=1"), ("", "a=1"),
        ("application/x-www-form-urlencoded", "%ff=%00&;="),
        ("application/x-www-form-urlencoded", "&".join(f"a{n}=1" for n in range(1200))),
    ]  # fmt: skip
    for name in ("react", "reply", "save_card", "report_card"):
        for kind, body in bodies:
            answer = as_maj.post(reverse(name, args=[card.pk]), body, content_type=kind)
            assert answer.status_code < 500, (name, kind)


def test_a_file_that_no_form_asks_for_is_never_written_to_the_disk(as_maj, monkeypatch):
    def write(*_arguments, **_options):
        raise AssertionError("A temporary file is made.")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", write)
    large = SimpleUploadedFile("large.bin", b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1))

    assert as_maj.post(reverse("set_theme"), {"theme": "dark", "file": large}).status_code == 303
