"""What it takes to read a topic of Apache Kafka, on a broker that is started for it.

    make test-kafka && python tests/benchmarks/bench_kafka.py [--messages 20000] [--seconds 120]

Polling alone stands beside bare consumers that only count bytes (librdkafka's, and aiokafka and
kafka-python where they are installed); then a whole `copydesk watch --once`; then a watch while
messages come at a steady rate: from a message's own timestamp to the publication of its batch.
"""

import argparse
import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "kafka")]

from broker import Broker  # noqa: E402
from confluent_kafka import Consumer, Producer, TopicPartition  # noqa: E402
from setup import LIBRARIES  # noqa: E402

from transforms.read.sources.kafka import KafkaSource  # noqa: E402

PARTITIONS = 4
LIMIT = 500
WORDS = (ROOT / "seeds" / "README.md").read_text().split()


def record(number: int) -> bytes:
    """Return an article of about 3 KB."""
    chance = random.Random(number)
    text = "\n\n".join(" ".join(chance.choices(WORDS, k=70)) + "." for _ in range(6))
    url = f"https://{number % 99}.example/2025/01/28/{number:010}-words"
    title = " ".join(chance.choices(WORDS, k=8))
    return json.dumps({"id": number, "url": url, "title": title, "text": text}).encode()


def fill(broker: Broker, topic: str, count: int) -> None:
    broker.make_topic(topic, PARTITIONS)
    producer = Producer({"bootstrap.servers": broker.servers, "linger.ms": 20})
    for number in range(count):
        producer.produce(topic, record(number), partition=number % PARTITIONS)
        if number % 1_000 == 0:
            producer.flush()
    producer.flush()


def by_librdkafka(broker: Broker, topic: str, count: int, *, parse: bool = False) -> int:
    consumer = Consumer({"bootstrap.servers": broker.servers, "group.id": "bare"})
    consumer.assign([TopicPartition(topic, each, 0) for each in range(PARTITIONS)])
    seen = 0
    while seen < count:
        message = consumer.poll(1)
        if message is not None:
            if parse:
                json.loads(message.value())
            seen += 1
    consumer.close()
    return seen


def by_source(broker: Broker, topic: str, count: int) -> int:
    source = KafkaSource(f"kafka://{broker.servers}/{topic}")
    position, seen = "", 0
    while seen < count:
        result = source.poll(position, LIMIT)
        position, seen = result.position, seen + len(result.documents)
    source.close()
    return seen


def by_aiokafka(broker: Broker, topic: str, count: int) -> int:
    from aiokafka import AIOKafkaConsumer
    from aiokafka import TopicPartition as Partition

    async def read() -> int:
        consumer = AIOKafkaConsumer(bootstrap_servers=broker.servers)
        await consumer.start()
        partitions = [Partition(topic, each) for each in range(PARTITIONS)]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        seen = 0
        while seen < count:
            found = await consumer.getmany(timeout_ms=1_000)
            seen += sum(map(len, found.values()))
        await consumer.stop()
        return seen

    return asyncio.run(read())


def by_kafka_python(broker: Broker, topic: str, count: int) -> int:
    from kafka import KafkaConsumer
    from kafka import TopicPartition as Partition

    consumer = KafkaConsumer(bootstrap_servers=broker.servers)
    partitions = [Partition(topic, each) for each in range(PARTITIONS)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    seen = 0
    while seen < count:
        seen += sum(map(len, consumer.poll(1_000).values()))
    consumer.close()
    return seen


def timed(name: str, read: Callable[..., int], *arguments: object, **options: object) -> None:
    wall, processor = time.perf_counter(), time.process_time()
    try:
        seen = read(*arguments, **options)
    except ImportError as error:
        print(f"| {name} | not installed: {error.name} | |")
        return
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"| {name} | {seen / wall:,.0f} | {seen / processor:,.0f} |")


def watch(address: str, output: Path, *flags: str) -> list[str]:
    command = [sys.executable, "-m", "pipeline", "watch", "--input", address]
    return [*command, "--output", str(output), "--quiet", *flags]


def whole(broker: Broker, topic: str, count: int, output: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    address = f"kafka://{broker.servers}/{topic}"
    subprocess.run(watch(address, output, "--once", "--batch-size", "1000"), check=True, cwd=ROOT)
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    batches = len(list((output / "_runs").iterdir()))
    print(f"\n{count:,} articles in {batches} batches: {count / wall:.1f} articles/s, ", end="")
    print(f"{count / processor:.1f} of CPU; peak memory {used.ru_maxrss / 1024:.0f} MB")


def latency(broker: Broker, topic: str, rate: float, seconds: float, output: Path) -> None:
    broker.make_topic(topic, PARTITIONS)
    address = f"kafka://{broker.servers}/{topic}"
    process = subprocess.Popen(watch(address, output, "--every", "500ms"), cwd=ROOT)
    while not (output / "_watch" / "health.json").exists():
        time.sleep(0.1)
    time.sleep(1)
    producer = Producer({"bootstrap.servers": broker.servers, "linger.ms": 0})
    start = time.monotonic()
    sent = 0
    while (passed := time.monotonic() - start) < seconds:
        while sent < passed * rate:
            producer.produce(topic, record(sent), partition=sent % PARTITIONS)
            producer.poll(0)
            sent += 1
        time.sleep(0.02)
    producer.flush()
    until = time.monotonic() + 120
    while len(found := published(output)) < sent and time.monotonic() < until:
        time.sleep(0.5)
    process.terminate()
    process.wait()
    found.sort()
    shares = {name: found[int(len(found) * share)] for name, share in (("p50", 0.5), ("p99", 0.99))}
    print(f"\n{sent} messages at {rate:g}/s, {len(found)} published: ", end="")
    print(", ".join(f"{name} {value:.2f} s" for name, value in shares.items()), end="")
    print(f", max {found[-1]:.2f} s, in {len(list((output / '_runs').iterdir()))} batches")


def published(output: Path) -> list[float]:
    """Return for each record how long it took from its message to the ledger of its run."""
    waits = []
    for run in (output / "_runs").glob("*/ledger.json"):
        moment = run.stat().st_mtime
        for file in json.loads(run.with_name("manifest.json").read_text())["files"]:
            if not file["path"].startswith("index/"):
                lines = (output / file["path"]).read_text().splitlines()
                waits += [moment - seconds(json.loads(line)["fetched_at"]) for line in lines]
    return waits


def seconds(written: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(written).timestamp()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--rate", type=float, default=5)
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "broker").mkdir()
        broker = Broker(place / "broker", LIBRARIES)
        broker.start()
        try:
            fill(broker, "all", given.messages)
            print("| messages of 3 KB | messages/s wall | messages/s CPU |\n| --- | --- | --- |")
            many = (broker, "all", given.messages)
            by_librdkafka(*many)  # the first reads what lies on the disk
            timed("librdkafka, bare", by_librdkafka, *many)
            timed("librdkafka, with json.loads", by_librdkafka, *many, parse=True)
            timed("KafkaSource.poll", by_source, *many)
            timed("aiokafka, bare", by_aiokafka, *many)
            timed("kafka-python, bare", by_kafka_python, *many)
            fill(broker, "some", given.articles)
            whole(broker, "some", given.articles, place / "whole")
            latency(broker, "slow", given.rate, given.seconds, place / "slow")
        finally:
            broker.stop()


if __name__ == "__main__":
    main()
