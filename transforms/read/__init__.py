"""Read: paths → documents, from files of any format."""

from .fields import FIELDS
from .file import MAX_DOCUMENT_BYTES, read_file, read_opened
from .index import ReadIndex, check_index
from .index_file import BrokenIndexError
from .match import NoMatchError, match_files, match_sizes
from .ranges import FileRange, can_split, read_range, split_file
from .transform import Read

__all__ = [
    "FIELDS",
    "MAX_DOCUMENT_BYTES",
    "BrokenIndexError",
    "FileRange",
    "NoMatchError",
    "Read",
    "ReadIndex",
    "can_split",
    "check_index",
    "match_files",
    "match_sizes",
    "read_file",
    "read_opened",
    "read_range",
    "split_file",
]
