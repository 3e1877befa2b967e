"""Plain text and Markdown: a file is a document."""

from collections.abc import Iterator

from ..model import Document, ReadError, Reason, Source
from .formats import unicode_encoding
from .stream import ByteStream, read_whole


def read_text(stream: ByteStream, source: Source, *, max_document_bytes: int) -> Iterator[Document]:
    """Yield the whole of `stream` as one document, not decoded.

    Raises:
        ReadError: `empty`, `too_large`, `binary` if it holds NUL bytes and is not UTF-16 or
            UTF-32; whatever breaks the stream.
    """
    content = read_whole(stream, max_document_bytes)
    if b"\0" in content and unicode_encoding(content) is None:
        raise ReadError(Reason.BINARY, f"a NUL byte at {content.index(0)}: not text")
    yield Document.read_from(source, content)
