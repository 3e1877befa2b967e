"""datatrove's local pipeline over a web archive: read, extract, deduplicate by MinHash, write.

    python datatrove_pipeline.py FOLDER WORK WORKERS

Run by a Python that has datatrove, which `bench_pipeline.py` makes. FOLDER holds archives, WORK is
empty. The language is not told: what datatrove tells it by is a model that has to be fetched.
Prints how many documents were kept.
"""

import sys
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import JsonlReader, WarcReader
from datatrove.pipeline.writers import JsonlWriter

_SECONDS = 30  # for a page; by default one, which on a busy machine loses pages
_BUCKETS = 14  # its default, and so as many tasks


def main(folder: str, work: str, workers: int) -> None:
    """Run its four stages one after the other."""
    read = [
        WarcReader(folder),
        Trafilatura(timeout=_SECONDS, deduplicate=False),
        JsonlWriter(f"{work}/read", compression=None),
    ]
    tasks = len(list(Path(folder).iterdir()))
    again = JsonlReader(f"{work}/read", compression=None)
    signed, buckets, removed = f"{work}/signed", f"{work}/buckets", f"{work}/removed"
    stages = [
        (tasks, read),
        (tasks, [again, MinhashDedupSignature(signed)]),
        (_BUCKETS, [MinhashDedupBuckets(signed, buckets)]),
        (1, [MinhashDedupCluster(buckets, removed)]),
        (
            tasks,
            [again, MinhashDedupFilter(removed), JsonlWriter(f"{work}/kept", compression=None)],
        ),
    ]
    for number, (count, pipeline) in enumerate(stages):
        LocalPipelineExecutor(
            pipeline, tasks=count, workers=workers, logging_dir=f"{work}/logs/{number}"
        ).run()
    print(sum(len(path.read_bytes().splitlines()) for path in Path(work, "kept").iterdir()))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
