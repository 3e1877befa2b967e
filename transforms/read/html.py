"""HTML: a file is a document."""

from collections.abc import Iterator

from ..model import Document, Source
from .stream import ByteStream, read_whole


def read_html(stream: ByteStream, source: Source, *, max_document_bytes: int) -> Iterator[Document]:
    """Yield the whole of `stream` as one document, the bytes as they were served.

    Raises:
        ReadError: `empty`, `too_large`; whatever breaks the stream.
    """
    page = source.model_copy(update={"media_type": "text/html"})
    yield Document.read_from(page, read_whole(stream, max_document_bytes))
