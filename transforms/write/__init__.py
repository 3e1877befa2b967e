"""WritePartitioned and its kin: whole files in Hive partitions, a ledger and a manifest."""

from .clusters import LargestClusters
from .formats import COMPRESSIONS, FORMATS, Compression, Format, check_compression
from .ledger import LargeCluster, Ledger, LedgerError, Tally
from .manifest import Manifest, StagedFile, WrittenFile
from .partitions import HIVE_DEFAULT_PARTITION, PARTITION_KEYS, PartitionKey
from .publish import PublishRun, run_folder, staging_folder, withdraw
from .transform import WriteDuplicates, WriteFailures, WriteIndex, WritePartitioned

__all__ = [
    "COMPRESSIONS",
    "FORMATS",
    "HIVE_DEFAULT_PARTITION",
    "PARTITION_KEYS",
    "Compression",
    "Format",
    "LargeCluster",
    "LargestClusters",
    "Ledger",
    "LedgerError",
    "Manifest",
    "PartitionKey",
    "PublishRun",
    "StagedFile",
    "Tally",
    "WriteDuplicates",
    "WriteFailures",
    "WriteIndex",
    "WritePartitioned",
    "WrittenFile",
    "check_compression",
    "run_folder",
    "staging_folder",
    "withdraw",
]
