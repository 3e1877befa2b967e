"""A page that was fetched, and the entry that led there → a document, or why there is none."""

from ....model import Claims, Document, Failure, ReadError, Reason, Source
from ...http_response import decode_body
from ...served import HTML_TYPES, served_claims, served_type
from ...stream import is_blank
from .fetcher import Fetched
from .listing import Entry

_SUCCESS = range(200, 300)


def read_page(entry: Entry, fetched: Fetched, max_document_bytes: int) -> Document | Failure:
    """Return the document of the page, as it would be read from an archive of the same response.

    It is named by the address that it was served from, so that whichever feed leads to a page, the
    same bytes are the same document. What its headers say comes before what the entry says.
    """
    response = fetched.response
    source = Source(
        uri=fetched.url,
        record_id=entry.record_id,
        media_type=HTML_TYPES[0],
        fetched_at=fetched.at,
    )
    media_type, charset = served_type(response, max_document_bytes)
    claims = _merged(served_claims(response, fetched.url, charset), entry.claims)
    is_served = response.status in _SUCCESS
    if is_served and media_type not in HTML_TYPES:
        kind = media_type or "neither HTML nor anything that its headers name"
        return _refused(
            source,
            ReadError(
                Reason.UNSUPPORTED_FORMAT,
                f"the page is {kind}; a feed is to lead to pages in HTML, so poll another feed of"
                " this publisher if there is one",
            ),
            claims,
        )
    try:
        content = decode_body(response, max_document_bytes)
    except ReadError as error:
        return _refused(source, error, claims)
    document = Document.read_from(source, content, claims)
    if not is_served:
        message = f"served with status {response.status}; see {fetched.url} in a browser"
        kept = document if media_type in HTML_TYPES and not is_blank(content) else None
        refusal = ReadError(Reason.HTTP_STATUS, message)
        return Failure.of(kept, refusal) if kept else _refused(source, refusal, claims)
    if is_blank(content):
        return Failure.of(document, ReadError(Reason.EMPTY, "the page is empty"))
    return document


def refused_entry(entry: Entry, reason: Reason, message: str) -> Failure:
    """Return the failure to fetch the page of `entry`."""
    source = Source(uri=entry.url or "", record_id=entry.record_id, media_type=HTML_TYPES[0])
    return _refused(source, ReadError(reason, message), entry.claims)


def _refused(source: Source, error: ReadError, claims: Claims) -> Failure:
    return Failure.at(source, error).model_copy(update={"claims": claims})


def _merged(served: Claims, listed: Claims) -> Claims:
    """Return what the headers say of a page and, where they are silent, what the entry says."""
    said = {name: value for name, value in served if value not in (None, ())}
    # The encoding is that of the feed, and not of the page.
    return listed.model_copy(update={"charset": None, **said})
