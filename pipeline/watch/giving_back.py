"""Between two batches: what the last one left in memory, given back to the system.

Of a batch no object stays. But the C library keeps what was freed, in pieces between those that
stay, 30 to 150 MB by chance, and Arrow has a store of its own; a machine on which the watch is a
guest has a use for it.
"""

import ctypes
import gc

import pyarrow as pa


def give_back() -> None:
    """Free what only refers to itself, and give back what is free, where the C library can."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it
    if trim is not None:
        trim(0)
