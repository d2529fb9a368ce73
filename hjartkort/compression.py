"""Compression that costs less than the page it is of."""

import secrets

import brotli  # type: ignore[import-untyped] # It comes with whitenoise.
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

QUALITY = 0  # A page comes out as small as from gzip, in a tenth of the time.
WINDOW = 17  # The whole of a page, as a power of two: a larger one takes more time and packs no better.
SHORTEST = 200  # Bytes.
MOST_PADDING = 100  # Bytes.


class Compression(GZipMiddleware):
    """Pack pages with brotli where the browser can unpack it, which it says over HTTPS; the rest as Django does."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack what is worth it."""
        is_packed = response.has_header("Content-Encoding")
        if not isinstance(response, HttpResponse) or is_packed or not can_unpack(request):
            return super().process_response(request, response)
        if len(response.content) < SHORTEST:
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        packed = pack(response.content)
        if len(packed) < len(response.content):
            response.content = packed
            response["Content-Encoding"], response["Content-Length"] = "br", str(len(packed))
        return response


def can_unpack(request: HttpRequest) -> bool:
    """Tell whether the browser takes brotli."""
    return "br" in request.META.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "").split(",")


def pack(content: bytes) -> bytes:
    """Return the content as brotli, with padding of a random length: its size tells nothing of what is secret in it."""
    compressor = brotli.Compressor(quality=QUALITY, lgwin=WINDOW)
    packed = compressor.process(content) + compressor.flush()
    return bytes(packed + padding(secrets.randbelow(MOST_PADDING)) + compressor.finish())


def padding(length: int) -> bytes:
    """Return a block that says nothing, as RFC 7932 has it (section 9.2): it follows a flush, at the edge of a byte."""
    return (0b010110 | (length - 1) << 6).to_bytes(2, "little") + bytes(length) if length else b""
