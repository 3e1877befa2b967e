"""A broker of Apache Kafka on this machine, in KRaft mode, that can be killed and started again."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic

_PATIENCE_SECONDS = 90.0
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},SASL://127.0.0.1:{guarded},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},SASL://127.0.0.1:{guarded}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.sasl.plain.sasl.jaas.config={jaas}
log.dirs={folder}/data
auto.create.topics.enable=true
num.partitions=1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
num.network.threads=1
num.io.threads=2
message.max.bytes=50000000
replica.fetch.max.bytes=50000000
log.retention.check.interval.ms=1000
log.initial.task.delay.ms=1000
log.cleaner.backoff.ms=500
"""
USER, PASSWORD = "desk", "hunter2"
_JAAS = (
    f'org.apache.kafka.common.security.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'
)
_LOG4J = """\
Configuration:
  status: ERROR
  Appenders:
    Console:
      name: out
      PatternLayout:
        pattern: "%d %p %m (%c)%n"
  Loggers:
    Root:
      level: WARN
      AppenderRef:
        ref: out
"""


class Broker:
    """A broker whose data stay when it is killed.

    Attributes:
        port: Where anybody is let in.
        guarded: Where `USER` is, with `PASSWORD`.

    Args:
        folder: An empty folder for its data and log.
        libraries: The jars of Kafka.
    """

    def __init__(self, folder: Path, libraries: Path) -> None:
        self._folder = folder
        self._libraries = libraries
        self._process: subprocess.Popen[bytes] | None = None
        self.port, self.guarded, controller = _free_ports(3)
        self._properties = folder / "server.properties"
        self._properties.write_text(
            _PROPERTIES.format(
                port=self.port,
                guarded=self.guarded,
                controller=controller,
                folder=folder,
                jaas=_JAAS,
            )
        )
        (folder / "log4j2.yaml").write_text(_LOG4J)
        cluster = ["--cluster-id", "MkU3OEVBNTcwNTJENDM2Qg", "--standalone"]
        config = ["--config", str(self._properties)]
        subprocess.run(
            self._java("kafka.tools.StorageTool", "format", *cluster, *config),
            check=True,
            capture_output=True,
        )

    @property
    def servers(self) -> str:
        """Its address."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = self._folder / "broker.log"
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                self._java("kafka.Kafka", str(self._properties)), stdout=out, stderr=out
            )
        admin = self.admin()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if admin.list_topics(timeout=1).brokers:
                    return
            except KafkaException:
                continue
        raise RuntimeError(f"the broker did not start:\n{log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End it at once, as a machine does that fails."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def admin(self) -> AdminClient:
        """Return a client that manages topics."""
        return AdminClient({"bootstrap.servers": self.servers, "log_level": 0})

    def make_topic(
        self, name: str, partitions: int = 1, config: Mapping[str, str] | None = None
    ) -> None:
        """Make a topic, and wait until it can be written to."""
        new = NewTopic(name, partitions, 1, config=dict(config or {}))
        admin = self.admin()
        admin.create_topics([new])[name].result()
        self._await_partitions(name, partitions)

    def delete_topic(self, name: str) -> None:
        """Delete a topic, and wait until it is gone."""
        admin = self.admin()
        admin.delete_topics([name])[name].result()
        while name in admin.list_topics().topics:
            time.sleep(0.1)

    def add_partitions(self, name: str, total: int) -> None:
        """Let a topic have so many partitions."""
        admin = self.admin()
        admin.create_partitions([NewPartitions(name, total)])[name].result()
        self._await_partitions(name, total)

    def delete_before(self, name: str, partition: int, offset: int) -> None:
        """Delete messages as retention does: those before `offset`."""
        admin = self.admin()
        what = TopicPartition(name, partition, offset)
        for future in admin.delete_records([what]).values():
            future.result()

    def send(
        self,
        topic: str,
        values: Iterable[bytes | None],
        partition: int = 0,
        **message: object,
    ) -> list[tuple[int, int]]:
        """Write messages and return the partition and offset of each."""
        producer = Producer({"bootstrap.servers": self.servers, "message.max.bytes": 50_000_000})
        placed: list[tuple[int, int]] = []

        def delivered(error: object, sent: object) -> None:
            if error is not None:
                raise KafkaException(error)
            placed.append((sent.partition(), sent.offset()))  # type: ignore[attr-defined]

        for value in values:
            producer.produce(topic, value, partition=partition, on_delivery=delivered, **message)
            producer.poll(0)
        producer.flush()
        return placed

    def committed(self, topic: str, group: str, partition: int = 0) -> int:
        """Return the offset that a group has committed."""
        consumer = Consumer({"bootstrap.servers": self.servers, "group.id": group})
        try:
            (found,) = consumer.committed([TopicPartition(topic, partition)], timeout=10)
            return found.offset
        finally:
            consumer.close()

    def _await_partitions(self, name: str, count: int) -> None:
        admin = self.admin()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            topic = admin.list_topics(name).topics[name]
            if topic.error is None and len(topic.partitions) >= count:
                return
            time.sleep(0.05)
        raise RuntimeError(f"{name} does not have {count} partitions")

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(_PATIENCE_SECONDS)
            self._process = None

    def _java(self, *arguments: str) -> list[str]:
        return [
            "java",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            f"-Dlog4j2.configurationFile={self._folder}/log4j2.yaml",
            f"-Dkafka.logs.dir={self._folder}",
            "-cp",
            os.path.join(self._libraries, "*"),  # noqa: PTH118  Java's own sign
            *arguments,
        ]


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
