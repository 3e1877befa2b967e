"""Not a word of the output over the seeds changes without being seen.

`golden.jsonl` says of each document what became of it, and the hash of its words. After a change
that was meant, renew it and read the difference:

    python tests/quality/test_golden.py > tests/quality/golden.jsonl
"""

import json
import sys
import tempfile
from pathlib import Path

GOLDEN = Path(__file__).with_name("golden.jsonl")
SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLE = ("language", "title", "authors", "published_at", "modified_at", "canonical_url", "site")
WORDS = ("credits", "references", "word_count", "content_hash")
DUPLICATE = ("duplicate_kind", "similarity")
FAILURE = ("step", "reason", "message")


def outline(output):
    """Return a line for each record below `output`: where it came from, and what became of it."""
    for data_set in ("articles", "duplicates", "failures"):
        for path in sorted((output / data_set).rglob("*.jsonl")):
            for record in map(json.loads, path.read_text().splitlines()):
                names = {
                    "articles": ARTICLE + WORDS,
                    "duplicates": ARTICLE + WORDS + DUPLICATE,
                    "failures": FAILURE,
                }[data_set]
                yield json.dumps(
                    {
                        "file": Path(record["uri"]).relative_to(SEEDS).as_posix(),
                        "position": record["position"],
                        "outcome": data_set,
                        **{name: record[name] for name in names},
                    },
                    ensure_ascii=False,
                )


def test_the_seeds_come_out_as_they_did(seeds_run):
    assert sorted(outline(seeds_run)) == GOLDEN.read_text().splitlines()


if __name__ == "__main__":
    sys.path.insert(0, str(SEEDS.parent))
    from pipeline.config import Config
    from pipeline.run import run

    with tempfile.TemporaryDirectory() as folder:
        run(Config(input=(str(SEEDS),), output=folder))
        sys.stdout.write("\n".join(sorted(outline(Path(folder)))) + "\n")
