"""An HTTP response, from an archive or just fetched → what its headers say of the page."""

from ..model import Claims, ReadError
from ..model.truth import parse_truth
from .claims import as_text
from .http_response import Response, decode_body, media_type_and_charset
from .signatures import root_element

HTML_TYPES = ("text/html", "application/xhtml+xml")
"""Media types of web pages."""

_SNIFFED_BYTES = 1 << 12


def served_type(response: Response, max_document_bytes: int) -> tuple[str | None, str | None]:
    """Return the media type and the charset of `response`, by its headers.

    Where these do not say what it is, HTML is told by its looks.
    """
    media_type, charset = media_type_and_charset(response.headers.get("content-type"))
    if not media_type or media_type == "application/octet-stream":
        media_type = _sniffed(response, max_document_bytes)
    return media_type, charset


def served_claims(response: Response, url: str | None, charset: str | None) -> Claims:
    """Return what the headers of `response` claim of the page at `url`."""
    headers = response.headers
    return Claims(
        url=url,
        language=as_text(headers.get("content-language")),
        charset=charset,
        robots=tuple(filter(None, headers.get("x-robots-tag", "").split("\n"))),
        tdm_reservation=parse_truth(headers.get("tdm-reservation")),
        tdm_policy=as_text(headers.get("tdm-policy")),
    )


def _sniffed(response: Response, max_document_bytes: int) -> str | None:
    try:
        content = decode_body(response, max_document_bytes)
    except ReadError:
        return None
    text = content[:_SNIFFED_BYTES].decode("latin-1").removeprefix("\xef\xbb\xbf")
    return HTML_TYPES[0] if root_element(text) == "html" else None
