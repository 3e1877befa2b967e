"""The whole pipeline beside a bare loop of the extraction library, and beside datatrove's pipeline.

    python tests/benchmarks/bench_pipeline.py [--pages 500] [--runs 3] [--without datatrove]

The pages are the first of `data/corpus.warc.gz` in the folder that COPYDESK_DATA names, copies
among them, and then all of them again, with other addresses and a few other bytes; where it names
none, those of the seeds, over and over. All read the same archive. Each
run is a process of its own, and the contenders take turns; the figures are medians. The time
counted of what is Python here begins after its imports; datatrove's has an environment of its own,
made in `.cache/datatrove`, and its time has them in it, some two seconds.
"""

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from pages import ROOT, crawled, data_folder

_DATATROVE = ROOT / ".cache" / "datatrove"
_PACKAGES = ("datatrove[io,processing]==0.10.1", "lxml_html_clean", "spacy")
_ALL = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def bare_loop(archive: Path, _: Path) -> Callable[[], int]:
    """Extract each page with metadata, and drop the result: the least that a pipeline does."""
    import trafilatura
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    def work() -> int:
        pages = 0
        with archive.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
                trafilatura.bare_extraction(record.reader.read(), with_metadata=True)
                pages += 1
        return pages

    return work


def whole_pipeline(archive: Path, output: Path, workers: int) -> Callable[[], int]:
    """Read, clean, tell the language, deduplicate, enrich, write, and add up."""
    from pipeline.config import Config
    from pipeline.input_files import InputFiles
    from pipeline.run import run
    from pipeline.workers import assign_workers

    def work() -> int:
        config = Config(input=(str(archive),), output=str(output), quiet=True, workers=workers)
        result = run(assign_workers(config, InputFiles(config.input)))
        return 0 if result is None else result.ledger.read.total

    return work


def datatrove(archive: Path, output: Path) -> Callable[[], int]:
    """Read, extract text alone, deduplicate by MinHash, write."""
    script = Path(__file__).with_name("datatrove_pipeline.py")

    def work() -> int:
        words = [_DATATROVE / "bin/python", script, archive.parent, output, "1"]
        subprocess.run(words, check=True, capture_output=True)
        return 0

    return work


CONTENDERS: dict[str, Callable[[Path, Path], Callable[[], int]]] = {
    "copydesk run --workers 1": lambda archive, output: whole_pipeline(archive, output, 1),
    "copydesk run --workers 2": lambda archive, output: whole_pipeline(archive, output, 2),
    "trafilatura, bare loop": bare_loop,
    "datatrove": datatrove,
}
_BASE = "trafilatura, bare loop"


def measure(name: str, archive: Path) -> dict[str, float]:
    """Run one contender in this process."""
    # To take the output away again is no work of theirs.
    with tempfile.TemporaryDirectory() as output:
        work = CONTENDERS[name](archive, Path(output))
        wall, cpu = time.perf_counter(), _cpu()
        pages = work()
        wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    return {
        "pages": pages,
        "wall": wall,
        "cpu": cpu,
        # Of processes that it started, the largest.
        "megabytes": sum(resource.getrusage(who).ru_maxrss for who in _ALL) / 1024,
    }


def _cpu() -> float:
    """Return the CPU seconds of this process and of those that it started and that have ended."""
    used = [resource.getrusage(who) for who in _ALL]
    return sum(each.ru_utime + each.ru_stime for each in used)


def write_archive(path: Path, count: int) -> str:
    """Put `count` pages into an archive and return what they are."""
    folder = data_folder()
    if folder is None:
        pages, source = crawled(count)
        path.write_bytes(b"".join(_member(number, page) for number, page in enumerate(pages)))
        return f"{count} pages of {source}"
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    whole = folder / "corpus.warc.gz"
    with whole.open("rb") as stream, path.open("wb") as archive:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response)
        starts = [record.stream_pos for _, record in zip(range(count + 1), records, strict=False)]
        stream.seek(0)
        archive.write(stream.read(starts[count] if count < len(starts) else whole.stat().st_size))
    size = _append_again(path, whole, len(starts), count)
    return f"{count} pages of {whole.name}, {size / 2**20:.0f} MiB gzipped"


def _append_again(path: Path, whole: Path, have: int, count: int) -> int:
    """Fill up an archive of `have` pages to `count`, and return its size in bytes."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with path.open("ab") as archive:
        while have < count:
            with whole.open("rb") as stream:
                records = ArchiveIterator(stream, record_types=WarcRecordType.response)
                for record in islice(records, count - have):
                    mark = b"<p hidden>%d</p></body>" % have
                    page = record.reader.read().replace(b"</body>", mark)
                    archive.write(_member(have, page))
                    have += 1
    return path.stat().st_size


def _member(number: int, page: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://desk.example/{number}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        "WARC-Date: 2025-04-01T00:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


def make_datatrove() -> str | None:
    """Make its environment, unless it is there; return why that cannot be done."""
    if (_DATATROVE / "ready").exists():
        return None
    print("installing datatrove")
    venv.create(_DATATROVE, with_pip=True, clear=True)
    words = [_DATATROVE / "bin/python", "-m", "pip", "install", "-qq", *_PACKAGES]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    (_DATATROVE / "ready").touch()
    return None


def main() -> None:
    """Measure the contenders in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--without", action="append", default=[], choices=CONTENDERS)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.archive)))
        return
    names = [name for name in CONTENDERS if name not in options.without]
    if "datatrove" in names and (why := make_datatrove()):
        print(f"datatrove is left out, since it cannot be installed: {why}")
        names.remove("datatrove")
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "pages.warc.gz"
        print(write_archive(archive, options.pages))
        results: dict[str, list[dict[str, float]]] = {name: [] for name in names}
        for _ in range(options.runs):
            for name, measured in results.items():
                measured.append(_measured(name, archive))
    _print_table(
        {
            name: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            for name, runs in results.items()
        }
    )


def _measured(name: str, archive: Path) -> dict[str, float]:
    words = [sys.executable, __file__, "--one", name, "--archive", str(archive)]
    finished = subprocess.run(
        words,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    found: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return found


def _print_table(median: dict[str, dict[str, float]]) -> None:
    base = median[_BASE]
    pages = base["pages"]
    heads = ["pages/s CPU", "pages/s wall", "peak MB", "CPU, of bare", "wall, of bare"]
    print(f"{'':26}" + "".join(f"{head:>15}" for head in heads))
    for name, value in median.items():
        figures = [
            f"{pages / value['cpu']:.1f}",
            f"{pages / value['wall']:.1f}",
            f"{value['megabytes']:.0f}",
            f"{base['cpu'] / value['cpu']:.2f}x",
            f"{base['wall'] / value['wall']:.2f}x",
        ]
        print(f"{name:26}" + "".join(f"{figure:>15}" for figure in figures))


if __name__ == "__main__":
    main()
