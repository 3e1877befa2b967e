"""Read: paths → documents, from files of any format."""

from .fields import FIELDS
from .file import MAX_DOCUMENT_BYTES, read_file, read_opened
from .index import BrokenIndexError, ReadIndex
from .match import NoMatchError, match_files
from .transform import Read

__all__ = [
    "FIELDS",
    "MAX_DOCUMENT_BYTES",
    "BrokenIndexError",
    "NoMatchError",
    "Read",
    "ReadIndex",
    "match_files",
    "read_file",
    "read_opened",
]
