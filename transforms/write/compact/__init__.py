"""Small files of a partition become few, and readers do not notice."""

from .accounts import Compaction, compacted_by, listed_files
from .job import CompactError, compact
from .plan import Group, plan

__all__ = [
    "CompactError",
    "Compaction",
    "Group",
    "compact",
    "compacted_by",
    "listed_files",
    "plan",
]
