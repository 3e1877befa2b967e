"""Finding near duplicates, beside peers: recall, precision and fingerprints a second in one run.

    python tests/benchmarks/bench_deduplicate.py [--runs 3] [--curve]

The texts are `data/neardup.noisy` of the folder that COPYDESK_DATA names: articles, twelve kinds of
copies of them, and articles that only quote them. All contenders are given the same words: ours are
those of `normalized_text`, and the peers get shingles of five words made in Python, as their
documentation does. Recall and precision are of pairs after closing clusters. Speed is in texts a
second of CPU time, the median of runs that take turns; the words are made within the time. A peer
that is not installed is passed over: `pip install 'copydesk[bench]'`, and datatrove besides.

`--curve` tells how often a pair is found by the share of the shorter text that stands in the
longer, of texts of random words.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

WORDS = 5
PERMUTATIONS = 128
BANDS = 16
ALIKE = 0.7
SEED = 1

Texts = Sequence[tuple[str, str]]
"""Pairs of id and text."""
Pairs = Iterable[tuple[str, str]]


def shingles(text: str) -> set[str]:
    from transforms.model import normalized_text

    words = normalized_text(text).split()
    return {" ".join(words[start : start + WORDS]) for start in range(len(words) - WORDS + 1)}


class Copydesk:
    """Terms and sketches, candidates verified, no chains."""

    def fingerprints(self, texts: Texts) -> Any:
        from transforms.deduplicate import fingerprint
        from transforms.model import normalized_text

        return [(name, fingerprint(normalized_text(text))) for name, text in texts]

    def pairs(self, texts: Texts) -> Pairs:
        from transforms.deduplicate import deduplicate_articles
        from transforms.testing import article

        _, repeated = deduplicate_articles(article(text, id=name) for name, text in texts)
        return [(each.id, each.duplicate_of) for each in repeated]


class Rensa:
    """R-MinHash in 16 bands of 8."""

    def fingerprints(self, texts: Texts) -> Any:
        from rensa import RMinHash

        prints = []
        for name, text in texts:
            minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
            minhash.update(list(shingles(text)))
            prints.append((name, minhash))
        return prints

    def pairs(self, texts: Texts) -> Pairs:
        from rensa import RMinHashLSH

        index = RMinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
        prints = self.fingerprints(texts)
        for number, (_, minhash) in enumerate(prints):
            index.insert(number, minhash)
        for name, minhash in prints:
            for number in index.query(minhash):
                other, its = prints[number]
                if minhash.jaccard(its) >= ALIKE:
                    yield name, other


class Datasketch:
    """MinHash, and bands for a resemblance of .7."""

    def fingerprints(self, texts: Texts) -> Any:
        from datasketch import MinHash

        prints = []
        for name, text in texts:
            minhash = MinHash(num_perm=PERMUTATIONS, seed=SEED)
            minhash.update_batch([each.encode() for each in shingles(text)])
            prints.append((name, minhash))
        return prints

    def pairs(self, texts: Texts) -> Pairs:
        from datasketch import MinHashLSH

        index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
        prints = self.fingerprints(texts)
        for name, minhash in prints:
            index.insert(name, minhash)
        for name, minhash in prints:
            for other in index.query(minhash):
                yield name, other


class Datatrove:
    """MinHash in 14 buckets of 8, as it is by default."""

    def __init__(self) -> None:
        from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature

        self._step = MinhashDedupSignature(output_folder=tempfile.mkdtemp(), config=MinhashConfig())

    def fingerprints(self, texts: Texts) -> Any:
        return [
            (name, self._step.get_signature(self._step.get_shingles(text))) for name, text in texts
        ]

    def pairs(self, texts: Texts) -> Pairs:
        buckets = defaultdict(list)
        for name, signature in self.fingerprints(texts):
            for number, bucket in enumerate(signature):
                buckets[number, tuple(bucket)].append(name)
        for names in buckets.values():
            for name in names[1:]:
                yield name, names[0]


CONTENDERS: dict[str, tuple[str | None, Callable[[], Any]]] = {
    "Copydesk": (None, Copydesk),
    "rensa 128, 16 x 8, 0.7": ("rensa", Rensa),
    "datasketch 128, 0.7": ("datasketch", Datasketch),
    "datatrove 14 x 8": ("datatrove", Datatrove),
}


def closed(pairs: Pairs, names: Iterable[str]) -> set[tuple[str, str]]:
    """Return all pairs within the clusters that some pairs make."""
    root = {name: name for name in names}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = name = root[root[name]]
        return name

    for one, other in pairs:
        root[find(one)] = find(other)
    clusters = defaultdict(list)
    for name in sorted(root):
        clusters[find(name)].append(name)
    return {pair for cluster in clusters.values() for pair in itertools.combinations(cluster, 2)}


SHARES = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
LENGTHS = ((100, 100), (400, 400), (1000, 1000), (3000, 3000), (200, 2000))
TRIALS = 300
VOCABULARY = 50_000


def curve() -> None:
    """Print how often pairs become candidates, and duplicates, by what they share."""
    from transforms.deduplicate import ALIKE, fingerprint, likeness
    from transforms.deduplicate.fingerprint import MIN_SHARED_TERMS, split_terms

    draw = random.Random(SEED)

    def words(count: int) -> list[str]:
        return [f"w{draw.randrange(VOCABULARY)}" for _ in range(count)]

    def trial(shorter: int, longer: int, share: float) -> tuple[bool, bool]:
        one, common = words(shorter), round(share * shorter)
        other, start = words(longer - common), draw.randrange(shorter - common + 1)
        at = draw.randrange(len(other) + 1)
        other[at:at] = one[start : start + common]
        first, second = (fingerprint(" ".join(each)) for each in (one, other))
        shared = set(split_terms(first.terms)) & set(split_terms(second.terms))
        is_candidate = len(shared) >= MIN_SHARED_TERMS
        alike = likeness(first.sketch, second.sketch).containment >= ALIKE
        return is_candidate, is_candidate and alike

    print(f"{'words':24}" + "".join(f"{share:7.2f}" for share in SHARES))
    for shorter, longer in LENGTHS:
        found = [[trial(shorter, longer, share) for _ in range(TRIALS)] for share in SHARES]
        for name, which in (("compared", 0), ("duplicates", 1)):
            cells = (sum(each[which] for each in trials) / TRIALS for trials in found)
            print(
                f"{shorter:5} in {longer:5} {name:10}" + "".join(f"{each:7.2f}" for each in cells)
            )


def rows() -> list[dict[str, Any]]:
    path = Path(os.environ.get("COPYDESK_DATA", "")) / "data/neardup.noisy.jsonl.gz"
    if not path.exists():
        sys.exit("COPYDESK_DATA names no folder with data/neardup.noisy.jsonl.gz")
    return [json.loads(line) for line in gzip.open(path)]


def main() -> None:
    """Ask all in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--curve", action="store_true")
    options = parser.parse_args()
    if options.curve:
        curve()
        return
    labelled = rows()
    texts = [(row["id"], row["text"]) for row in labelled]
    clusters = defaultdict(list)
    for row in labelled:
        clusters[row["cluster"]].append(row["id"])
    true = closed(
        ((one, other) for names in clusters.values() for one, other in itertools.pairwise(names)),
        (name for name, _ in texts),
    )
    contenders = {}
    for name, (module, make) in CONTENDERS.items():
        if module is not None and find_spec(module) is None:
            print(f"{name} is not installed: passed over")
        else:
            contenders[name] = make()
    speeds = defaultdict(list)
    for _ in range(options.runs):
        for name, contender in contenders.items():
            start = time.process_time()
            contender.fingerprints(texts)
            speeds[name].append(len(texts) / (time.process_time() - start))
    print(f"{'':24}{'recall':>9}{'precision':>11}{'texts/s':>9}{'x':>7}")
    medians = {name: statistics.median(each) for name, each in speeds.items()}
    peer = medians.get("rensa 128, 16 x 8, 0.7", medians["Copydesk"])
    for name, contender in contenders.items():
        found = closed(contender.pairs(texts), (each for each, _ in texts))
        recall, precision = len(found & true) / len(true), len(found & true) / len(found)
        print(
            f"{name:24}{recall:9.3f}{precision:11.3f}{medians[name]:9.0f}"
            f"{medians[name] / peer:7.2f}"
        )


if __name__ == "__main__":
    main()
