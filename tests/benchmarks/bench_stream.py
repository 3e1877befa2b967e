"""How many articles a second a stream takes in, how long each takes to appear, and in what memory.

A folder fills up with articles of random words of the seeds, a fifth of them copies; the stream
takes them in on Prism. First a backlog, to see how fast it can; then a steady trickle, to see
how soon an article stands in a file. Latency is counted from the moment at which a file appears
in the folder to that at which the file with its article, or duplicate, does. The sink can be made
slow, to see what presses back.

    python tests/benchmarks/bench_stream.py --backlog 2000 --rate 20 --seconds 180 --window 10s
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import apache_beam

from transforms.write import Published, poll_states, read_panes, stream_ledger, stream_runs

ROOT = Path(__file__).parents[2]
PRISM = ROOT / ".cache" / "runners" / apache_beam.__version__ / "prism"
_WORDS = 400  # an article of 2,400 characters
_COPIES = 0.2


class Memory(threading.Thread):
    """Looks every five seconds how much memory processes take, and how much is in flight."""

    def __init__(self, pid: int, output: Path) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._output = str(output)
        self.samples: list[tuple[float, dict[str, int], int]] = []

    def run(self) -> None:
        """Look until the process is gone."""
        start = time.monotonic()
        while Path(f"/proc/{self._pid}/stat").exists():
            sizes: dict[str, int] = {}
            for name, megabytes in _resident(self._pid):
                sizes[name] = sizes.get(name, 0) + megabytes
            self.samples.append((time.monotonic() - start, sizes, _in_flight(self._output)))
            time.sleep(5)


def _in_flight(output: str) -> int:
    return sum(
        state.handed_on - Published(output, run)(address)
        for run in stream_runs(output)
        for address, state in poll_states(output, run).items()
    )


def _resident(pid: int) -> Iterator[tuple[str, int]]:
    """Yield the megabytes of the pipeline, of the runner that it started, and of its sandbox."""
    for process in (pid, *_children(pid)):
        try:
            name = Path(f"/proc/{process}/comm").read_text().strip()
            name = "pipeline" if process == pid else {"prism": name}.get(name, "sandbox")
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except OSError:
            continue
        yield name, pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def _children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(each) for task in tasks for each in (task / "children").read_text().split()]
    except OSError:
        return []


def _articles(seed: int) -> Iterator[str]:
    """Yield articles without end; each is new, but for the copies."""
    chance = random.Random(seed)
    words = sorted(
        {word for path in (ROOT / "seeds" / "text").glob("*.en.txt") for word in _split(path)}
    )
    written: list[str] = []
    while True:
        if written and chance.random() < _COPIES:
            yield chance.choice(written)
            continue
        sentences = [
            " ".join(chance.choices(words, k=16)).capitalize() + "." for _ in range(_WORDS // 16)
        ]
        written.append("\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, 25, 4)))
        yield written[-1]


def _split(path: Path) -> list[str]:
    return [word for word in path.read_text().split() if word.isalpha() and word.islower()]


class Filler:
    """Puts articles into a folder, each whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._articles = _articles(0)
        self.appeared: dict[str, float] = {}

    def put(self, count: int) -> None:
        """Put so many there now."""
        for _ in range(count):
            name = f"{len(self.appeared):07}.txt"
            aside = self._folder / f".{name}.part"
            aside.write_text(next(self._articles))
            self.appeared[name] = time.time()
            aside.rename(self._folder / name)

    def trickle(self, rate: float, seconds: float) -> None:
        """Put `rate` there a second."""
        start, put = time.monotonic(), 0
        while (passed := time.monotonic() - start) < seconds:
            due = int(passed * rate) - put
            self.put(due)
            put += due
            time.sleep(0.05)


def _visible(output: Path, seen: dict[str, float], known: set[str]) -> None:
    """Add when the documents appeared that stand in files by now."""
    for run in stream_runs(str(output)):
        for pane in read_panes(str(output), run):
            for file in pane.files:
                path = output / file.path
                if file.path in known or file.path.startswith("index/") or not path.exists():
                    continue
                known.add(file.path)
                moved = path.stat().st_ctime
                for line in path.open():
                    seen.setdefault(Path(json.loads(line)["uri"]).name, moved)


def _wait_for(output: Path, count: int, seconds: float) -> dict[str, float]:
    seen: dict[str, float] = {}
    known: set[str] = set()
    end = time.monotonic() + seconds
    while len(seen) < count and time.monotonic() < end:
        time.sleep(1)
        _visible(output, seen, known)
    return seen


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backlog", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--window", default="10s")
    parser.add_argument("--in-flight", default="10000")
    parser.add_argument("--slow-sink", type=float, default=0, help="seconds for each file written")
    parser.add_argument("--runs", help="taken, and not needed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="copydesk-") as scratch:
        measure(given, Path(scratch))


def measure(given: argparse.Namespace, scratch: Path) -> None:
    """Let a stream take in a backlog and a trickle."""
    folder, output = scratch / "in", scratch / "out"
    folder.mkdir()
    filler = Filler(folder)
    filler.put(given.backlog)
    (scratch / "sitecustomize.py").write_text(_SLOW if given.slow_sink else "")
    start = time.time()
    command = [sys.executable, "-m", "pipeline", "run", "--streaming", "--quiet"]
    command += ["--input", folder, "--output", output, "--every", "1s", "--window", given.window]
    command += ["--in-flight", given.in_flight]
    command += ["--runner", "PrismRunner", "--prism_location", PRISM]
    environment = os.environ | {
        "PYTHONPATH": f"{scratch}:{ROOT}",
        "SLOW_SINK_SECONDS": str(given.slow_sink),
    }
    with subprocess.Popen(list(map(str, command)), env=environment) as stream:
        memory = Memory(stream.pid, output)
        memory.start()
        seen = _wait_for(output, given.backlog, 1800)
        first, last = min(seen.values()), max(seen.values())
        print(f"backlog   {len(seen)} of {given.backlog} documents in {last - start:.0f} s,")
        print(f"          the first window after {first - start:.0f} s: ", end="")
        print(f"{len(seen) / (last - start):.1f} a second")
        filler.trickle(given.rate, given.seconds)
        time.sleep(8)  # a file is not taken sooner, and what is not polled is for the next stream
        asked = time.time()
        stream.send_signal(signal.SIGTERM)
        stream.wait()
        print(f"drained   in {time.time() - asked:.0f} s, exit {stream.returncode}")
        seen = _wait_for(output, len(filler.appeared), 10)
    runs = stream_runs(str(output))
    trickled = list(filler.appeared)[given.backlog :]
    waits = [seen[name] - filler.appeared[name] for name in trickled if name in seen]
    if waits:
        rate = len(waits) / given.seconds
        print(f"trickle   {len(waits)} of {len(trickled)} documents, {rate:.1f} a second,")
        print(f"          latency: p50 {statistics.median(waits):.1f} s, ", end="")
        print(f"p99 {_percentile(waits, 0.99):.1f} s, most {max(waits):.1f} s")
    print(
        f"published {sum(stream_ledger(str(output), run).read.total for run in runs)} documents, "
    )
    print(f"          of {len(filler.appeared)}")
    print(f"in flight at most {max(each for _, _, each in memory.samples)}")
    for seconds, sizes, in_flight in memory.samples[:: max(1, len(memory.samples) // 12)]:
        told = ", ".join(f"{name} {size} MB" for name, size in sizes.items())
        print(f"memory    {seconds:5.0f} s: {told}; {in_flight} in flight")


_SLOW = """
import os, threading, time
def slow():
    from transforms.write.files import FileWriter
    write, one_at_a_time = FileWriter.write, threading.Lock()
    def written(*arguments):
        with one_at_a_time:
            time.sleep(float(os.environ["SLOW_SINK_SECONDS"]))
            return write(*arguments)
    FileWriter.write = written
import sys
class Slow:
    def find_spec(self, name, path, target=None):
        if name == "pipeline.stream.run":
            sys.meta_path.remove(self)
            slow()
sys.meta_path.insert(0, Slow())
"""
"""Makes each file take longer, one after the other, in the process that writes them."""


if __name__ == "__main__":
    main()
