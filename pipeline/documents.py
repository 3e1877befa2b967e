"""Documents as they came, found among all that files hold: each is read, and none is cleaned."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from urllib.parse import urlsplit

from transforms.clean import clean_document
from transforms.model import CleanError, Document, Failure, ReadError, canonical_url
from transforms.read import (
    MAX_DOCUMENT_BYTES,
    NoMatchError,
    match_files,
    read_file,
    read_opened,
)

from .addresses import address
from .errors import UsageError
from .question import Choice

STDIN = "-"
_LISTED = 20
_TITLE = 60


@dataclass
class Shelf:
    """Files, and how they are read.

    Attributes:
        paths: Files, folders and globs; or `-` for stdin.
        fields: What records call our fields.
        max_document_bytes: Size of the largest document.
        looked_at: How many documents were looked at so far.
    """

    paths: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    max_document_bytes: int | None = None
    looked_at: int = 0

    def documents(self) -> Iterator[Document | Failure]:
        """Give all that can be read, and why the rest cannot.

        Raises:
            UsageError: There is nothing to read.
        """
        for found in chain.from_iterable(map(self._read, self.paths)):
            self.looked_at += 1
            yield found

    def the_one(self, choice: Choice) -> Document | Failure:
        """Return the document that is meant: the first that `choice` fits; the only one for none.

        Raises:
            UsageError: There is none, or several and no choice.
        """
        name = "stdin" if self.paths == (STDIN,) else ", ".join(self.paths)
        if choice:
            found = next(matching(self.documents(), choice), None)
            if found is None:
                number = f"{self.looked_at:,} document" + ("" if self.looked_at == 1 else "s")
                raise UsageError(f"{name}: none of {number} has {choice}")
            return found
        several = list(islice(self.documents(), _LISTED + 1))
        if not several:
            raise UsageError(f"{name}: there is no document in it")
        if len(several) > 1:
            raise UsageError(_choose(name, several))
        return several[0]

    def _read(self, path: str) -> Iterator[Document | Failure]:
        limit = self.max_document_bytes or MAX_DOCUMENT_BYTES
        if path == STDIN:
            with tempfile.TemporaryFile() as file:  # some formats are read from their ends
                shutil.copyfileobj(sys.stdin.buffer, file)
                file.seek(0)
                yield from read_opened(file, STDIN, fields=self.fields, max_document_bytes=limit)
            return
        try:
            files = match_files(path)
        except NoMatchError:
            raise UsageError(f"{path}: there is nothing to read") from None
        except ReadError as error:
            raise UsageError(" ".join(error.message.split())) from None
        for each in files:
            yield from read_file(each, fields=self.fields, max_document_bytes=limit)


def matching(
    documents: Iterable[Document | Failure], choice: Choice
) -> Iterator[Document | Failure]:
    """Give those of `documents` that `choice` fits."""
    has_url = _HasUrl(choice.url) if choice.url else None
    for document in documents:
        source = document.source
        if (
            (choice.position is None or source.position == choice.position)
            and (choice.record_id is None or source.record_id == choice.record_id)
            and (choice.id is None or document.id.startswith(choice.id.lower()))
            and (has_url is None or has_url(document))
        ):
            yield document


class _HasUrl:
    """Whether a document was published at an address, by what its container says or by its text."""

    def __init__(self, url: str) -> None:
        canonical = canonical_url(url)
        if canonical is None:
            raise UsageError(f"{url} is no address of a web page")
        self._wanted = address(url)
        parts = urlsplit(canonical)
        # What the page itself cannot but have of it, if it names it.
        self._traces = [
            part.encode()
            for part in (parts.hostname or "", parts.path.rpartition("/")[2])
            if part.isascii() and "%" not in part and not part.startswith("xn--")
        ]

    def __call__(self, document: Document | Failure) -> bool:
        if document.claims.url:
            return address(document.claims.url) == self._wanted
        if isinstance(document, Failure):
            return False
        content = document.content
        if b"\0" not in content:  # else UTF-16, perhaps
            content = content.lower()
            if not all(trace.lower() in content for trace in self._traces):
                return False
        try:
            article = clean_document(document)
        except CleanError:
            return False
        return self._wanted in (address(article.url), address(article.canonical_url))


def _choose(name: str, several: list[Document | Failure]) -> str:
    """Return a message that lists documents, and says how to choose one."""
    lines = []
    for document in several[:_LISTED]:
        source, claims = document.source, document.claims
        place = source.uri if source.uri != name else ""
        if source.position is not None:
            place = f"{place} --position {source.position}".strip()
        says = claims.title or claims.url or source.record_id or ""
        if isinstance(document, Failure):
            says = f"(refused: {document.reason})"
        lines.append((place, " ".join(says.split())[:_TITLE]))
    width = max(len(place) for place, _ in lines)
    listed = [f"  {place:<{width}}  {says}".rstrip() for place, says in lines]
    if len(several) > _LISTED:
        listed.append("  and more")
    has_positions = any(document.source.position for document in several)
    way = "--position, --url, --record-id or --id" if has_positions else "its path"
    return os.linesep.join([f"{name} has several documents; choose one by {way}:", *listed])
