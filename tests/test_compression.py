"""Pages are packed for browsers that can unpack them, and their size tells nothing secret."""

import gzip

import brotli  # type: ignore[import-untyped]
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from hjartkort import compression

PAGE = "<p>Du tog hela mjölkleveransen själv.</p>" * 50


def answer(accepted, response=None):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted} if accepted else None)
    return compression.Compression(lambda _request: response or HttpResponse(PAGE))(request)


def test_a_browser_that_takes_brotli_gets_it():
    response = answer("gzip, deflate, br, zstd")

    assert response["Content-Encoding"] == "br"
    assert "Accept-Encoding" in response["Vary"]
    assert int(response["Content-Length"]) == len(response.content) < len(PAGE)
    assert brotli.decompress(response.content).decode() == PAGE


@pytest.mark.parametrize("accepted", ["gzip, deflate", "gzip, brotli"])
def test_others_get_gzip(accepted):
    response = answer(accepted)

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == PAGE


def test_whoever_takes_neither_gets_the_page_as_it_is():
    assert answer("").content.decode() == PAGE


@pytest.mark.parametrize("length", [0, 1, 2, 50, 99])
def test_padding_of_any_length_changes_the_size_and_not_the_page(monkeypatch, length):
    monkeypatch.setattr("hjartkort.compression.secrets.randbelow", lambda _most: 0)
    bare = compression.pack(PAGE.encode())
    monkeypatch.setattr("hjartkort.compression.secrets.randbelow", lambda _most: length)

    padded = compression.pack(PAGE.encode())

    assert len(padded) == len(bare) + length + (2 if length else 0)
    assert brotli.decompress(padded).decode() == PAGE


def test_the_size_of_one_page_differs_from_time_to_time():
    assert len({len(answer("br").content) for _time in range(50)}) > 5


def test_short_and_streamed_and_packed_answers_are_left_to_others():
    assert "Content-Encoding" not in answer("br", HttpResponse("Hej!"))
    assert "Content-Encoding" not in answer("br", StreamingHttpResponse([PAGE.encode()]))
    assert answer("br", HttpResponse(PAGE, headers={"Content-Encoding": "gzip"}))["Content-Encoding"] == "gzip"


def test_what_packing_makes_no_smaller_is_sent_as_it_is():
    noise = bytes(range(256))

    assert answer("br", HttpResponse(noise, content_type="image/png")).content == noise
