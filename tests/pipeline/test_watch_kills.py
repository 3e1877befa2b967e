"""A watch that is killed at any moment, again and again, misses nothing and repeats nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
KILLS = 16
STORIES = 40
WORDS = Path(ROOT, "seeds/README.md").read_text().split()


def article(number):
    """Return the text of a story; those whose number is the same modulo `STORIES` are copies."""
    chance = random.Random(number % STORIES)
    return "\n\n".join(" ".join(chance.choices(WORDS, k=60)) + "." for _ in range(4))


def put(inbox, number):
    aside = inbox / f".{number}.txt"
    aside.write_text(article(number))
    aside.rename(inbox / f"{number}.txt")


def command(desk, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words],
        cwd=desk,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def watching(desk, *flags):
    flags = ("--every", "100ms", "--settle", "0s", "--batch-size", "4", *flags)
    return command(desk, "watch", "--input", "inbox", "--output", "out", *flags)


def records(output):
    """Return the records of each data set; a run in the midst of publishing counts as well."""
    return {
        name: [
            json.loads(line)
            for path in Path(output, name).rglob("*.jsonl")
            for line in path.read_text().splitlines()
        ]
        for name in ("articles", "duplicates", "failures")
    }


def test_each_document_is_accounted_for_once_however_often_the_watch_is_killed(tmp_path):
    chance = random.Random(1)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    numbers = iter(range(1_000))
    put(inbox, next(numbers))
    for _ in range(KILLS):
        watch = watching(tmp_path)
        assert "watching inbox" in watch.stderr.readline()
        for _ in range(chance.randrange(1, 5)):
            put(inbox, next(numbers))
        time.sleep(chance.uniform(0, 5))
        watch.send_signal(signal.SIGKILL)
        watch.communicate()
        assert watch.returncode == -signal.SIGKILL
    last = watching(tmp_path, "--once")
    last.communicate()
    assert last.returncode == 0
    batch = command(tmp_path, "run", "--input", "inbox", "--output", "whole", "--quiet")
    batch.communicate()
    assert batch.returncode == 0

    watched, whole = records(tmp_path / "out"), records(tmp_path / "whole")
    put_in = len(list(inbox.iterdir()))
    ids = Counter(each["id"] for found in watched.values() for each in found)
    ledgers = [json.loads(path.read_text()) for path in tmp_path.glob("out/_runs/*/ledger.json")]
    stories = {each["content_hash"] for each in whole["articles"]}
    assert sum(ledger["read"]["total"] for ledger in ledgers) == put_in
    assert ids == Counter(each["id"] for found in whole.values() for each in found)
    assert max(ids.values()) == 1
    assert len(ids) == put_in
    assert sorted(each["content_hash"] for each in watched["articles"]) == sorted(stories)
