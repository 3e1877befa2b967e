"""The connection to a topic: its partitions, their ends, and messages from any offset on."""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

import confluent_kafka
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient

from ..message import Message
from ..unbounded import SourceError

_PATIENCE_SECONDS = 10.0
"""How long brokers may take to answer."""


class Read(NamedTuple):
    """Something that was read of a partition.

    Attributes:
        partition: Which.
        next_offset: Where it goes on behind it; for `is_gone` where it was to go on.
        message: The message; None where there is nothing but to go on.
        is_gone: Whether the partition does not have that offset.
    """

    partition: int
    next_offset: int
    message: Message | None = None
    is_gone: bool = False


class Topic:
    """Reads the messages of a topic, from offsets that it is given.

    It joins no consumer group: which partitions it reads nobody else decides.

    Args:
        name: The topic.
        servers: Where its brokers are, for messages of errors.
        settings: Of a consumer; see `client_settings`.

    Raises:
        ValueError: A setting is none of librdkafka's.
    """

    def __init__(self, name: str, servers: str, settings: Mapping[str, str | int | bool]) -> None:
        self._name = name
        self._place = f"kafka://{servers}/{name}"
        self._trouble: KafkaError | None = None
        try:
            self._consumer = Consumer({**settings, "error_cb": self._heed})
        except KafkaException as error:
            raise ValueError(_complaint(error.args[0])) from None
        self._settings = settings
        self._admin: AdminClient | None = None
        self._has_controller = False  # which is what knows of ids
        self._at_end: set[int] = set()
        self._next: dict[int, int] = {}

    def partitions(self) -> list[int]:
        """Return its partitions.

        Raises:
            SourceError: It is not there, or no broker answers.
        """
        try:
            topics = self._consumer.list_topics(self._name, timeout=_PATIENCE_SECONDS).topics
        except KafkaException as error:
            raise self._error(error.args[0]) from error
        found = topics[self._name]
        if found.error is not None:
            raise self._error(found.error)
        return sorted(found.partitions)

    def identity(self) -> str | None:
        """Return the topic's id, or None where brokers give none.

        Raises:
            SourceError: It is not there, or no broker answers.
        """
        asked = confluent_kafka.TopicCollection([self._name])
        if self._admin is None:
            own = ("enable.partition.eof", "isolation.level", "auto.offset.reset", "group.id")
            shared = {
                name: value
                for name, value in self._settings.items()
                if name not in own and not name.startswith(("enable.auto", "fetch.", "queued."))
            }
            self._admin = AdminClient({**shared, "error_cb": self._heed})
        try:
            if not self._has_controller:
                cluster = self._admin.list_topics(self._name, timeout=_PATIENCE_SECONDS)
                self._has_controller = cluster.controller_id in cluster.brokers
            if not self._has_controller:
                return None
            described = self._admin.describe_topics(asked, request_timeout=_PATIENCE_SECONDS)
            topic_id = str(described[self._name].result(_PATIENCE_SECONDS).topic_id)
            return topic_id.replace("+", "-").replace("/", "_")  # as Kafka's own tools write it
        except KafkaException as error:
            raise self._error(error.args[0]) from error
        except TimeoutError as error:
            raise SourceError(f"{self._place}: no broker says what the topic is") from error

    def ends(self, partition: int) -> tuple[int, int]:
        """Return the first offset that a partition has, and the one behind its last.

        Raises:
            SourceError: No broker answers.
        """
        asked = TopicPartition(self._name, partition)
        try:
            return self._consumer.get_watermark_offsets(asked, timeout=_PATIENCE_SECONDS)
        except KafkaException as error:
            raise self._error(error.args[0]) from error

    def go_to(self, offsets: Mapping[int, int], *, again: bool = False) -> None:
        """Go on from these offsets, of these partitions and no others.

        Args:
            offsets: Partition → offset.
            again: Whether to ask for them anew though they are where it stands.
        """
        if offsets == self._next and not again:
            return
        self._next = dict(offsets)
        self._at_end = set()
        self._trouble = None
        places = [TopicPartition(self._name, each, offset) for each, offset in offsets.items()]
        try:
            self._consumer.assign(places)
        except KafkaException as error:
            raise self._error(error.args[0]) from error

    def read(self, seconds: float) -> Iterator[Read]:
        """Yield what there is, until the end of each partition or for so many seconds.

        Raises:
            SourceError: Nothing came, and the end was not reached.
        """
        deadline = time.monotonic() + seconds
        is_silent = True
        while True:
            is_over = self.is_at_end
            left = 0.0 if is_over else deadline - time.monotonic()
            if left < 0:
                break
            found = self._consumer.poll(left)
            if found is None:
                if is_over:
                    return
                continue
            read = self._read(found)
            if read is not None:
                is_silent = False
                yield read
        if is_silent:
            raise self._error(self._trouble or KafkaError(KafkaError._TIMED_OUT))  # noqa: SLF001

    @property
    def is_at_end(self) -> bool:
        """Whether nothing was left when each partition was last asked."""
        return self._at_end >= self._next.keys()

    def commit(self, offsets: Mapping[int, int]) -> None:
        """Tell the consumer group how far it is; whether that succeeds matters to nobody here."""
        told = [TopicPartition(self._name, each, offset) for each, offset in offsets.items()]
        if told:
            with suppress(KafkaException):
                self._consumer.commit(offsets=told, asynchronous=True)

    def close(self) -> None:
        """Let go of connections."""
        self._consumer.close()
        self._admin = None

    def _read(self, found: confluent_kafka.Message) -> Read | None:
        partition, offset, error = found.partition(), found.offset(), found.error()
        if error is None:
            if partition not in self._next or 0 <= offset < self._next[partition]:
                return None
            self._at_end.discard(partition)
            self._next[partition] = offset + 1
            return Read(partition, offset + 1, _message(found))
        if error.code() == KafkaError._PARTITION_EOF:  # noqa: SLF001
            self._at_end.add(partition)
            self._next[partition] = max(offset, self._next[partition])
            return Read(partition, self._next[partition])
        if error.code() == KafkaError._AUTO_OFFSET_RESET:  # noqa: SLF001
            return Read(partition, self._next[partition], is_gone=True)
        raise self._error(error)

    def _heed(self, error: KafkaError) -> None:
        if self._trouble is None or error.code() != KafkaError._ALL_BROKERS_DOWN:  # noqa: SLF001
            self._trouble = error

    def _error(self, error: KafkaError) -> SourceError:
        code = error.code()
        if code in (KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC):  # noqa: SLF001
            return SourceError(f"{self._place}: there is no such topic; make it, or mend its name")
        if code in (KafkaError._TRANSPORT, KafkaError._TIMED_OUT):  # noqa: SLF001
            self._consumer.poll(0)  # which is when `_heed` hears of what went wrong
            return SourceError(
                f"{self._place}: {_complaint(self._trouble or error)}; look whether its brokers "
                "are up, and whether they are spoken to as they wish"
            )
        return SourceError(f"{self._place}: {_complaint(error)}")


def _message(found: confluent_kafka.Message) -> Message:
    kind, milliseconds = found.timestamp()
    is_known = kind != confluent_kafka.TIMESTAMP_NOT_AVAILABLE
    return Message(
        position=f"{found.partition()}/{found.offset()}",
        value=found.value(),
        key=found.key(),
        timestamp=milliseconds if is_known and milliseconds >= 0 else None,
        headers=tuple(found.headers() or ()),
    )


def _complaint(error: KafkaError) -> str:
    return " ".join(error.str().split())
