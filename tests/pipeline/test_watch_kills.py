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

import pytest

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


def await_batch(desk):
    """Wait until a batch is under way, which takes a second or more."""
    while not Path(desk, "out/_watch/plan.json").exists():
        time.sleep(0.01)
    time.sleep(0.2)


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


def test_sigterm_ends_it_after_the_batch_under_way(tmp_path):
    """As systemd and Kubernetes ask; nothing is left to do."""
    (tmp_path / "inbox").mkdir()
    put(tmp_path / "inbox", 1)
    watch = watching(tmp_path)
    assert "watching inbox" in watch.stderr.readline()
    await_batch(tmp_path)
    watch.send_signal(signal.SIGTERM)
    told = watch.communicate()[1].splitlines()
    assert watch.returncode == 0
    assert "1 read = 1 article + 0 duplicates + 0 failures" in told[0]
    assert told[1:] == ["copydesk: ended after 1 batch"]
    assert not Path(tmp_path, "out/_watch/plan.json").exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_second_signal_ends_it_at_once_and_the_batch_is_done_by_the_next(number, code, tmp_path):
    (tmp_path / "inbox").mkdir()
    put(tmp_path / "inbox", 1)
    watch = watching(tmp_path)
    await_batch(tmp_path)
    watch.send_signal(number)
    time.sleep(0.2)
    watch.send_signal(number)
    told = watch.communicate()[1]
    assert watch.returncode == code
    assert told.endswith(
        "copydesk: stopped at once; the batch under way is done when the watch starts again\n"
    )
    assert records(tmp_path / "out")["articles"] == []
    again = watching(tmp_path, "--once")
    again.communicate()
    assert len(records(tmp_path / "out")["articles"]) == 1


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
        time.sleep(chance.uniform(0, 4))
        watch.send_signal(signal.SIGKILL)
        watch.communicate()
        assert watch.returncode == -signal.SIGKILL
    last = watching(tmp_path, "--once", "--batch-size", "50")
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
