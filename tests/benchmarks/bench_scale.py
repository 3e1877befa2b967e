"""What it costs to tell duplicates apart, by the number of articles.

    python tests/benchmarks/bench_scale.py [--articles 10000 100000] [--without-translations]

The articles are signatures and prints drawn at random, as they are of texts of 480 words: a third
of them are near copies of the one before. No texts: those cross one more shuffle, with their ids.
Each number of articles is a process of its own, on Beam's local runner with one worker, which keeps
all that is shuffled in memory. `bytes` are those that it was given to group, of all shuffles.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

CHUNK = 1_000  # articles
TERMS = 20
CHANGED_TERMS = 4
CHANGED_HASHES = 40
TRANSLATION_TERMS = 16
EVIDENCE_BYTES = 400
SITES = 5_000


def draw(chunk: int, *, translations: bool) -> Iterator[Any]:
    """Yield a thousand signatures, and their prints aside."""
    import apache_beam as beam
    import numpy as np

    from transforms.deduplicate import Prints, Signature
    from transforms.deduplicate.fingerprint import SKETCH_SIZE

    random = np.random.default_rng(chunk)
    terms = sketch = np.empty(0)
    longs, hashes = np.iinfo(np.uint64).max, np.iinfo(np.uint32).max
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        if number % CHUNK % 3 == 2:
            terms[:CHANGED_TERMS] = random.integers(0, longs, CHANGED_TERMS, np.uint64)
            sketch[:CHANGED_HASHES] = random.integers(0, hashes, CHANGED_HASHES, np.uint32)
        else:
            terms = random.integers(0, longs, TERMS, np.uint64)
            sketch = random.integers(0, hashes, SKETCH_SIZE, np.uint32)
        key = sha256(b"%d" % number).hexdigest()
        facts = random.integers(0, longs, TRANSLATION_TERMS if translations else 0, np.uint64)
        site = f"site{number % SITES}.example"
        signature = Signature(
            id=key[:32],
            published_at=None,
            size=2_900 + number % 100,
            length=3_000 + number % 100,
            url_key=f"{site}/news/2025/{number}",
            content_key=key,
            url=f"https://{site}/news/2025/{number}",
            site=site,
            language="en",
        )
        hashed = np.sort(sketch).astype("<u4").tobytes()
        prints = Prints(signature, hashed, bytes(EVIDENCE_BYTES if translations else 0))
        yield signature.model_copy(
            update={
                "terms": terms.astype(">u8").tobytes(),
                "translation_terms": facts.astype(">u8").tobytes(),
                "sketch": hashed,
            }
        )
        yield beam.pvalue.TaggedOutput("prints", (signature.order, prints.packed()))


def measure(articles: int, *, translations: bool) -> dict[str, float]:
    """Decide about so many articles in this process."""
    import apache_beam as beam
    from apache_beam.options.pipeline_options import PipelineOptions
    from apache_beam.runners.portability.fn_api_runner import execution

    from transforms.deduplicate import Criteria, Signature
    from transforms.deduplicate.alike.transform import PrintsByOrder
    from transforms.deduplicate.transform import Decide

    grouped = 0
    append = execution.GroupingBuffer.append

    def counted(buffer: Any, elements: bytes) -> None:
        nonlocal grouped
        grouped += len(elements)
        append(buffer, elements)

    execution.GroupingBuffer.append = counted
    wall, cpu = time.perf_counter(), time.process_time()
    runner = "apache_beam.runners.portability.fn_api_runner.FnApiRunner"
    with beam.Pipeline(runner, options=PipelineOptions([])) as pipeline:
        drawn = (
            pipeline
            | "Chunks" >> beam.Create(range(articles // CHUNK))
            | "Draw"
            >> beam.FlatMap(draw, translations=translations)
            .with_output_types(Signature, prints=PrintsByOrder)
            .with_outputs("prints", main="signatures")
        )
        signed = {"signatures": drawn.signatures, "prints": drawn.prints}
        decided = signed | Decide(Criteria(translations=translations))
        _ = decided.edges | beam.combiners.Count.Globally()
    return {
        "articles": articles,
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "bytes": grouped / articles,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Measure each number of articles, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--without-translations", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        found = measure(options.articles[0], translations=not options.without_translations)
        print(json.dumps(found))
        return
    print(f"{'articles':>10}{'wall s':>9}{'CPU s':>9}{'us each':>9}{'bytes each':>12}{'MB':>9}")
    for articles in options.articles:
        words = [sys.executable, __file__, "--one", "--articles", str(articles)]
        words += ["--without-translations"] if options.without_translations else []
        finished = subprocess.run(words, check=True, capture_output=True, text=True)
        found = json.loads(finished.stdout.splitlines()[-1])
        print(
            f"{articles:10,}{found['wall']:9.0f}{found['cpu']:9.1f}"
            f"{found['cpu'] / articles * 1e6:9.0f}{found['bytes']:12,.0f}{found['megabytes']:9,.0f}"
        )


if __name__ == "__main__":
    main()
