"""What it costs to clean in a process apart: the same pages in a `Sandbox` and in this process.

    python tests/benchmarks/bench_isolation.py [--pages 200] [--rounds 5]

The pages are those of `bench_pipeline.py`; beside them plain texts, made here, whose cleaning is so
quick that what is added shows most. Both ways take turns, page by page, the first to begin
changing with each, so that what else the machine does befalls both. CPU is that of both
processes, by the kernel's own count, without their start, which is told in a line of its own.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from bench_pipeline import write_pages  # noqa: E402

from transforms.clean import clean_document  # noqa: E402
from transforms.clean.sandbox.sandbox import Sandbox  # noqa: E402
from transforms.model import Article, Document  # noqa: E402
from transforms.testing import document  # noqa: E402

FUNCTION = "transforms.clean.document:clean_document"


def cpu_seconds(process: int) -> float:
    """Return the time of a processor that all threads of a process took."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def new_child(known: set[int]) -> int:
    """Return the process id of the child of this process that is not `known`."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return next(int(child) for child in children if int(child) not in known)


def compare(name: str, documents: Sequence[Document], rounds: int) -> None:
    """Clean each document both ways in turn, and print a line."""
    known = set(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()))
    sandbox = Sandbox(FUNCTION)
    start = time.perf_counter()
    sandbox.clean(document("It rained."))
    started = time.perf_counter() - start
    child = new_child(known)
    start_cpu = cpu_seconds(child)
    ways: dict[str, Callable[[Document], Article]] = {
        "apart": sandbox.clean,
        "here": clean_document,
    }
    cpu: dict[str, list[float]] = {way: [] for way in ways}
    wall: dict[str, list[float]] = {way: [] for way in ways}
    for each_round in range(rounds + 1):
        for way in ways:
            cpu[way].append(0.0)
            wall[way].append(0.0)
        for number, each in enumerate(documents):
            for way in sorted(ways, reverse=bool((number + each_round) % 2)):
                before = time.process_time() + cpu_seconds(child), time.perf_counter()
                try:
                    ways[way](each)
                except Exception as refusal:  # noqa: BLE001  that a page is refused takes time too
                    del refusal
                wall[way][-1] += time.perf_counter() - before[1]
                cpu[way][-1] += time.process_time() + cpu_seconds(child) - before[0]
    sandbox.close()
    figures = []
    for measured in (cpu, wall):
        apart, here = (measured[way][1:] for way in ("apart", "here"))  # the first is for warmth
        ratio = statistics.median(a / b for a, b in zip(apart, here, strict=True))
        per_page = 1_000 / len(documents)
        figures.append(
            f"{statistics.median(here) * per_page:9.2f}"
            f"{statistics.median(apart) * per_page:9.2f} ({ratio - 1:+.1%})"
        )
    print(f"{name:24}{figures[0]:>28}{figures[1]:>28}{start_cpu:10.2f}{started:8.2f}")


def main() -> None:
    """Compare on pages and on plain texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        described = write_pages(Path(folder), options.pages)
        pages = [
            document(page.read_bytes(), page.name, media_type="text/html")
            for page in sorted(Path(folder).glob("*.html"))
        ]
    texts = [
        document(
            "\n\n".join(f"On day {day} of {n} it rained in the town. " * 9 for day in range(14))
        )
        for n in range(options.pages)
    ]
    print(described)
    print(f"{'ms a document, here, apart':32}{'CPU':>14}{'wall':>28}{'start CPU':>20}{'wall':>8}")
    compare("pages", pages, options.rounds)
    compare("texts of 5 KB", texts, options.rounds)


if __name__ == "__main__":
    main()
