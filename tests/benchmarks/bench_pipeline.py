"""The whole pipeline beside a bare loop of the extraction library, on the same pages.

    python tests/benchmarks/bench_pipeline.py [--pages 300] [--runs 3]

The pages are the HTML responses of `data/corpus.warc.gz` in the folder that COPYDESK_DATA names,
without its generated copies; where it names none, those of the seeds, over and over. Each run is
a process of its own; the time counted is that after its imports. Medians are of all runs, the two
in turn.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pages import ROOT, crawled


def bare_loop(folder: Path) -> Callable[[], int]:
    """Extract each page with metadata, and drop the result: the least that a pipeline does."""
    import trafilatura

    def work() -> int:
        pages = sorted(folder.glob("*.html"))
        for page in pages:
            trafilatura.bare_extraction(page.read_bytes(), with_metadata=True)
        return len(pages)

    return work


def whole_pipeline(folder: Path) -> Callable[[], int]:
    """Read, clean, tell the language, deduplicate, enrich, write, and add up."""
    from pipeline.config import Config
    from pipeline.run import run

    def work() -> int:
        with tempfile.TemporaryDirectory() as output:
            return run(Config(input=(str(folder),), output=output)).ledger.read.total

    return work


_ALL = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
CONTENDERS = {"copydesk run": whole_pipeline, "trafilatura, bare loop": bare_loop}


def measure(name: str, folder: Path) -> dict[str, float]:
    """Run one contender in this process."""
    work = CONTENDERS[name](folder)
    wall, cpu = time.perf_counter(), _cpu()
    pages = work()
    return {
        "pages": pages,
        "wall": time.perf_counter() - wall,
        "cpu": _cpu() - cpu,
        # Of processes that it started, the largest; there is one.
        "megabytes": sum(resource.getrusage(who).ru_maxrss for who in _ALL) / 1024,
    }


def _cpu() -> float:
    """Return the CPU seconds of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in _ALL]
    return sum(each.ru_utime + each.ru_stime for each in used)


def write_pages(folder: Path, count: int) -> str:
    """Put `count` pages into `folder` and return where they come from."""
    pages, source = crawled(count)
    for number, page in enumerate(pages):
        (folder / f"{number:05}.html").write_bytes(page)
    return f"{len(pages)} pages of {source}, {sum(map(len, pages)) / 2**20:.0f} MiB"


def main() -> None:
    """Measure the contenders in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.folder)))
        return
    folder = Path(tempfile.mkdtemp())
    try:
        print(write_pages(folder, options.pages))
        results: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
        for _ in range(options.runs):
            for name, measured in results.items():
                words = [sys.executable, __file__, "--one", name, "--folder", str(folder)]
                finished = subprocess.run(
                    words,
                    check=True,
                    capture_output=True,
                    text=True,
                    env=os.environ | {"PYTHONPATH": str(ROOT)},
                )
                measured.append(json.loads(finished.stdout.splitlines()[-1]))
    finally:
        shutil.rmtree(folder)
    median = {
        name: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        for name, runs in results.items()
    }
    base = median["trafilatura, bare loop"]
    print(f"{'':24}{'pages/s CPU':>13}{'pages/s wall':>14}{'peak MB':>9}{'CPU, of bare':>14}")
    for name, value in median.items():
        print(
            f"{name:24}{value['pages'] / value['cpu']:13.1f}{value['pages'] / value['wall']:14.1f}"
            f"{value['megabytes']:9.0f}{base['cpu'] / value['cpu']:13.2f}x"
        )


if __name__ == "__main__":
    main()
