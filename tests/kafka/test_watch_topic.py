"""A watch of a topic accounts for each message once, whatever fails, and tells the same stories."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from broker import PASSWORD, USER
from confluent_kafka import Consumer

from transforms.model import Document
from transforms.read import read_file

ROOT = Path(__file__).parents[2]
SEEDS = ("text", "html", "records", "feeds", "web", "compressed")
DATA = os.environ.get("COPYDESK_DATA")
KILLS = 6
POISON = (
    b"",
    None,
    b'{"title": "Rain", "te',
    b'{"text": "\xff\xfe"}',
    b'{"a":' * 100_000,
    bytes(range(256)) * 40,
    b'{"headline": "no text"}',
)


def command(desk, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words],
        cwd=desk,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def watching(desk, address, *flags):
    flags = ("--every", "100ms", "--batch-size", "12", *flags)
    return command(desk, "watch", "--input", address, "--output", "out", *flags)


def articles():
    """Return articles of the seeds, and of the development data, as records."""
    found = []
    for folder in SEEDS:
        for path in sorted(Path(ROOT, "seeds", folder).iterdir()):
            found += [each for each in read_file(str(path)) if isinstance(each, Document)]
    records = [
        {
            "id": f"seed-{number}",
            "url": each.claims.url,
            "title": each.claims.title,
            ("html" if each.source.media_type == "text/html" else "text"): text,
        }
        for number, each in enumerate(found)
        if (text := each.content.decode("utf-8", "replace"))
    ]
    if DATA:
        with gzip.open(Path(DATA, "data", "neardup.noisy.jsonl.gz"), "rt") as lines:
            texts = [json.loads(line) for line in lines][:60]
        records += [{"id": f"text-{each['id']}", "text": each["text"]} for each in texts]
    return records


def records(output):
    """Return the records of each data set."""
    return {
        name: [
            json.loads(line)
            for path in Path(output, name).rglob("*.jsonl")
            for line in path.read_text().splitlines()
        ]
        for name in ("articles", "duplicates", "failures")
    }


def stories(found):
    """Return the documents that tell the same story, by the ids that their producer gave them."""
    kept = {each["id"]: each["record_id"] for each in found["articles"]}
    told = {each["id"]: each["duplicate_of"] for each in found["duplicates"]}
    names = {each["id"]: each["record_id"] for each in found["duplicates"]}
    clusters = defaultdict(set)
    for each, name in kept.items():
        clusters[each].add(name)
    for each in told:
        end = each
        while end not in kept:
            end = told[end]
        clusters[end].add(names[each])
    return {frozenset(cluster) for cluster in clusters.values()}


def joins_and_leaves(broker, topic):
    """Let another consumer of the same group take part for a while."""
    other = Consumer({"bootstrap.servers": broker.servers, "group.id": "desk"})
    other.subscribe([topic])
    until = time.monotonic() + 3
    while time.monotonic() < until:
        other.poll(0.2)
    other.close()


def test_each_message_is_accounted_for_once_though_all_is_killed_again_and_again(
    broker, topic, tmp_path
):
    chance = random.Random(7)
    broker.make_topic(topic, 2)
    written = articles()
    chance.shuffle(written)
    address = f"kafka://{broker.servers}/{topic}?group=desk"
    placed, partitions = [], 2
    share = len(written) // KILLS + 1
    for number in range(KILLS):
        watch = watching(tmp_path, address)
        assert "watching kafka://" in watch.stderr.readline()
        part = written[number * share : (number + 1) * share]
        for record in part:
            value = json.dumps(record, ensure_ascii=False).encode()
            partition = chance.randrange(partitions)
            placed += broker.send(topic, [value], partition, key=record["id"].encode())
        placed += broker.send(topic, [POISON[number]], chance.randrange(partitions))
        if number == 1:
            threading.Thread(target=joins_and_leaves, args=(broker, topic)).start()
        if number == 2:
            broker.kill()
            broker.start()
        if number == 3:
            partitions = 4
            broker.add_partitions(topic, partitions)
        time.sleep(chance.uniform(1, 8))
        watch.send_signal(signal.SIGKILL)
        watch.communicate()
        assert watch.returncode == -signal.SIGKILL
    placed += broker.send(topic, POISON[KILLS:])
    last = watching(tmp_path, address, "--once")
    told = last.communicate()[1]
    assert last.returncode == 0, told

    Path(tmp_path, "all.jsonl").write_text("".join(json.dumps(each) + "\n" for each in written))
    batch = command(tmp_path, "run", "--input", "all.jsonl", "--output", "whole", "--quiet")
    told = batch.communicate()[1]
    assert batch.returncode == 0, told

    watched, whole = records(tmp_path / "out"), records(tmp_path / "whole")
    found = Counter(each["position"] for every in watched.values() for each in every)
    assert found == Counter(f"{partition}/{offset}" for partition, offset in placed)
    assert {each["uri"] for every in watched.values() for each in every} == {f"kafka:///{topic}"}
    ledgers = [json.loads(path.read_text()) for path in tmp_path.glob("out/_runs/*/ledger.json")]
    assert sum(ledger["read"]["total"] for ledger in ledgers) == len(placed)
    assert len(watched["failures"]) == len(whole["failures"]) + len(POISON)
    assert stories(watched) == stories(whole)
    assert sum(broker.committed(topic, "desk", each) for each in range(partitions)) == len(placed)


def test_status_tells_how_many_messages_wait(broker, topic, tmp_path):
    broker.make_topic(topic)
    broker.send(topic, [b"It rained in the valley all night, and the river rose by a metre."])
    address = f"kafka://{broker.servers}/{topic}"
    watch = watching(tmp_path, address, "--once")
    assert watch.communicate()[0] == ""
    broker.send(topic, [b"One.", b"Two."])
    status = command(tmp_path, "status", "--output", "out", "--format", "json")
    (source,) = json.loads(status.communicate()[0])["sources"]
    assert source["address"] == address
    assert source["waiting_messages"] == 2


def test_user_and_password_come_from_the_environment_and_stand_nowhere_else(
    broker, topic, tmp_path, monkeypatch
):
    broker.make_topic(topic)
    broker.send(topic, [b"It rained in the valley all night, and the river rose by a metre."])
    address = f"kafka://127.0.0.1:{broker.guarded}/{topic}"
    for name, value in {
        "SECURITY_PROTOCOL": "SASL_PLAINTEXT",
        "SASL_MECHANISM": "PLAIN",
        "SASL_USERNAME": USER,
        "SASL_PASSWORD": PASSWORD,
    }.items():
        monkeypatch.setenv(f"COPYDESK_KAFKA_{name}", value)
    watch = watching(tmp_path, address, "--once", "--log-format", "json", "--verbose")
    told = "".join(watch.communicate())
    assert watch.returncode == 0, told
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(records(tmp_path / "out")["articles"]) == 1
    assert not any(PASSWORD.encode() in each for each in [*written, told.encode()])
    monkeypatch.setenv("COPYDESK_KAFKA_SASL_PASSWORD", f"not {PASSWORD}")
    watch = watching(tmp_path, address, "--once")
    told = "".join(watch.communicate())
    assert watch.returncode == 1
    assert "Authentication failed" in told
    assert PASSWORD not in told


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("SASL_PASWORD", 'No such configuration property: "sasl.pasword"'),
        ("GROUP_ID", "the setting group.id is Copydesk's own: take it out"),
    ],
)
def test_settings_come_from_the_environment(name, complaint, monkeypatch, tmp_path):
    monkeypatch.setenv(f"COPYDESK_KAFKA_{name}", "hunter2")
    watch = watching(tmp_path, "kafka://127.0.0.1:1/news", "--once")
    told = watch.communicate()[1]
    assert watch.returncode == 2
    assert complaint in told
    assert "hunter2" not in told
    assert len(told.splitlines()) == 1


def test_a_broker_that_is_not_there_is_told_in_a_line(tmp_path):
    watch = watching(tmp_path, "kafka://127.0.0.1:1/news", "--once")
    told = watch.communicate()[1]
    assert watch.returncode == 1
    assert "kafka://127.0.0.1:1/news: " in told
    assert "look whether its brokers are up" in told
    assert "Traceback" not in told
