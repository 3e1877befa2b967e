"""What it takes to deduplicate a stream by what is remembered of it: time, memory and state.

    python tests/benchmarks/bench_memory.py [--remembered 10000 100000]

The articles are of random words, names and figures, 150 to 800, every fifth an edited copy of one
before it. Deciding
is measured over the last 2,000, each number of remembered articles in a process of its own; beside
it what it takes to sign them, which is done in parallel before. All in CPU time.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
MEASURED = 2_000
PAGE_BYTES = 4096


def texts() -> Iterator[str]:
    draw = random.Random(0)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(draw.choices(letters, k=draw.randint(2, 9))) for _ in range(30_000)]
    words += [word.capitalize() for word in words[:2_000]]  # names
    words += [str(number) for number in range(1_000)]
    earlier: list[list[str]] = []
    while True:
        if len(earlier) > 99 and draw.random() < 0.2:
            text = draw.choice(earlier).copy()
            text[draw.randrange(len(text))] = "edited"
        else:
            text = draw.choices(words, k=draw.randint(150, 800))
            earlier = [*earlier[-99:], text]
        yield " ".join(text)


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES


def measure(remembered: int) -> str:
    from transforms.deduplicate import Criteria, sign
    from transforms.deduplicate.stream.memory import Memory
    from transforms.deduplicate.stream.record import Record
    from transforms.testing import article

    memory, written = Memory(Criteria()), texts()
    records = number = 0
    began = resident()
    with TemporaryFile("w+") as state:
        while records < remembered:
            deciding = signing = 0.0
            for _ in range(MEASURED):
                number += 1
                url = f"https://{number % 99}.example/2025/01/28/{number:010}-a-headline-of-words"
                each = article(next(written), id=f"{number:032x}", url=url, language="en")
                times = [time.process_time()]
                signed = sign(each)
                times.append(time.process_time())
                seen = memory.see(*signed, 0)
                times.append(time.process_time())
                signing += times[1] - times[0]
                deciding += times[2] - times[1]
                if seen.record:
                    records += 1
                    state.write(seen.record.model_dump_json() + "\n")
        taken = resident() - began
        size = state.tell()
        state.seek(0)
        start = time.process_time()
        Memory(Criteria(), memory.progress, map(Record.model_validate_json, state))
        rebuilding = time.process_time() - start
    return (
        f"| {records:,} | {MEASURED / deciding:,.0f} | {MEASURED / signing:,.0f} "
        f"| {taken / records:,.0f} | {size / records:,.0f} | {rebuilding:.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--remembered", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        print(measure(arguments.remembered[0]))
        return
    print("| remembered | decided/s | signed/s | memory B | state B | rebuilt s |")
    print("| --- | --- | --- | --- | --- | --- |")
    for remembered in arguments.remembered:
        command = [sys.executable, __file__, "--alone", "--remembered", str(remembered)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")


if __name__ == "__main__":
    main()
