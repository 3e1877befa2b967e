"""WritePartitioned and its kin: whole files in Hive partitions, a ledger and a manifest."""

from .clusters import LargestClusters
from .formats import COMPRESSIONS, FORMATS, Compression, Format, check_compression
from .ledger import LargeCluster, Ledger, LedgerError, Tally
from .manifest import Manifest, StagedFile, WrittenFile
from .panes import Pane, PublishPanes, Span, ledger_of
from .partitions import HIVE_DEFAULT_PARTITION, PARTITION_KEYS, PartitionKey
from .publish import PublishRun, run_folder, staging_folder, withdraw
from .published import NewPane, NewPanes, PollState, Published, TellPolls, poll_states
from .stream_runs import (
    Positions,
    close_run,
    open_run,
    open_runs,
    read_panes,
    stream_ledger,
    stream_runs,
)
from .totals import PaneTotals, keep_totals, pane_totals
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
    "NewPane",
    "NewPanes",
    "Pane",
    "PaneTotals",
    "PartitionKey",
    "PollState",
    "Positions",
    "PublishPanes",
    "PublishRun",
    "Published",
    "Span",
    "StagedFile",
    "Tally",
    "TellPolls",
    "WriteDuplicates",
    "WriteFailures",
    "WriteIndex",
    "WritePartitioned",
    "WrittenFile",
    "check_compression",
    "close_run",
    "keep_totals",
    "ledger_of",
    "open_run",
    "open_runs",
    "pane_totals",
    "poll_states",
    "read_panes",
    "run_folder",
    "staging_folder",
    "stream_ledger",
    "stream_runs",
    "withdraw",
]
