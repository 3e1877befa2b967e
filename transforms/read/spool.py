"""Documents ↔ lines of a file in which they wait: all of a document comes back as it was.

Whoever takes documents from a source without end keeps them in such a file first, so that a run
that has to be done again reads the same ones. It is JSON Lines, and `read_jsonl` knows its lines.
Ids are not believed: whoever wrote the line may have been anybody.
"""

from pydantic import ValidationError

from ..model import Document, Failure, ReadError, Reason, Source, Step
from ..model.identity import document_id
from .stream import too_large

_DOCUMENT, _FAILURE, _END = b'{"spooled_document":', b'{"spooled_failure":', b"}"
MARK_BYTES = max(len(_DOCUMENT), len(_FAILURE))
"""By so many bytes at its beginning a line is known."""
_ROOM = 1 << 20  # for what stands beside the content


def spool_line(element: Document | Failure, max_document_bytes: int) -> bytes:
    """Return the line that stands for what a source handed on.

    Args:
        element: A document, or a message that could not be read.
        max_document_bytes: Size of the largest document; a larger one becomes a failure
            `too_large`, without its content, as it does when a file is read.

    Raises:
        ValueError: A failure of another step than `read`: sources do nothing else.
    """
    if isinstance(element, Failure) and element.step != Step.READ:
        raise ValueError(f"a source reads: it cannot fail at step {element.step}")
    if len(element.content or b"") > max_document_bytes:
        return spool_line(_refused(element, max_document_bytes), max_document_bytes)
    mark = _DOCUMENT if isinstance(element, Document) else _FAILURE
    line = mark + element.encoded() + _END + b"\n"
    if len(line) > longest_line(max_document_bytes) and element.content:
        return spool_line(_refused(element, max_document_bytes), max_document_bytes)
    return line


def _refused(element: Document | Failure, max_document_bytes: int) -> Failure:
    return Failure.at(element.source, too_large(max_document_bytes))


def longest_line(max_document_bytes: int) -> int:
    """Return the size of the longest line: base64 takes a third more than what it stands for.

    >>> longest_line(3 << 20) / 2**20
    7.0
    """
    return 2 * max_document_bytes + _ROOM


def is_spooled(line: bytes) -> bool:
    """Return whether a line, or its beginning, is one of `spool_line`.

    >>> is_spooled(b'{"spooled_document":{'), is_spooled(b'{"text": "It rained."}')
    (True, False)
    """
    return line.startswith((_DOCUMENT, _FAILURE))


def unspooled(line: bytes, place: Source, max_document_bytes: int) -> Document | Failure:
    """Return what a line of `spool_line` stands for.

    Args:
        line: The line, without the white space around it.
        place: Where it stands, for one that is broken.
        max_document_bytes: Size of the largest document.
    """
    mark, kind = (_DOCUMENT, Document) if line.startswith(_DOCUMENT) else (_FAILURE, Failure)
    try:
        element: Document | Failure = kind.decoded(line.removeprefix(mark).removesuffix(_END))
    except ValidationError as error:
        why = f"no document as it is kept: {error.errors()[0]['msg']}"
        return Failure.at(place, ReadError(Reason.MALFORMED, why))
    if isinstance(element, Failure) and element.step != Step.READ:
        why = f"no failure of a source, but of step {element.step}"
        return Failure.at(place, ReadError(Reason.MALFORMED, why))
    content = element.content or b""
    if len(content) > max_document_bytes:
        return _refused(element, max_document_bytes)
    source = element.source
    return element.model_copy(update={"id": document_id(source.uri, source.position, content)})
