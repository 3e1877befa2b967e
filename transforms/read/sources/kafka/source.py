"""KafkaSource: a topic, polled from the offsets that its position names."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ....model import Document, Failure, ReadError, Reason, Source
from ...file import MAX_DOCUMENT_BYTES
from ..message import Message, read_message
from ..unbounded import PollResult, SourceError
from .address import KafkaAddress
from .position import TopicPosition
from .settings import client_settings

if TYPE_CHECKING:
    from .topic import Topic

BATCH_BYTES = 64 << 20
"""About as much is handed on at once."""
POLL_SECONDS = 10.0
"""A poll that has not reached the end by then hands on what it has."""


class KafkaSource:
    """Hands on the messages of a topic of Apache Kafka.

    The position says which offset of each partition comes next, and of which topic: nothing that
    brokers remember is asked. Of transactions what was committed is read. A partition that is
    added is read from its beginning. Nothing is passed over silently: what retention deleted
    before it was read is a `Failure` that names the offsets; so is the end of a topic that was
    deleted and made again, or of a partition that has lost what was read, and both are read from
    their beginning.

    Args:
        address: Such as `kafka://host:9092/topic`; see `KafkaAddress`.
        settings: Returns settings of librdkafka, such as `security.protocol` and `sasl.password`.
            It is called where the connection is made, which may be another machine, and what it
            returns is never kept, shown or sent.
        fields: What records call our fields (see `FieldMap`).
        max_document_bytes: Size of the largest document.

    Raises:
        ValueError: The address or a setting is wrong, or `confluent-kafka` is not installed.
    """

    def __init__(
        self,
        address: str,
        *,
        settings: Callable[[], Mapping[str, str]] = dict,
        fields: Mapping[str, str] | None = None,
        max_document_bytes: int = MAX_DOCUMENT_BYTES,
    ) -> None:
        self._given = KafkaAddress.parse(address)
        self._settings = settings
        self._fields = fields
        self._max_document_bytes = max_document_bytes
        self._topic: Topic | None = None
        self._committed: Mapping[int, int] = {}
        self._connect()

    def __getstate__(self) -> dict[str, Any]:
        """Be copied to another process without the connection and its secrets."""
        return {**self.__dict__, "_topic": None}

    @property
    def address(self) -> str:
        """Return the brokers and the topic, without options."""
        return self._given.name

    def poll(self, position: str, limit: int) -> PollResult:
        """Return the documents of about `limit` messages behind `position`.

        Failures, of the step `read`, have the reasons of `read_message`, and `unreadable` for
        messages that are gone.

        Raises:
            SourceError: No broker answers, or the topic is not there.
        """
        try:
            return self._poll(self._parsed(position), limit)
        except SourceError:
            self.close()  # the next poll begins with a connection that knows nothing
            raise

    def lag(self, position: str) -> int:
        """Return how many offsets lie behind `position`: messages, and marks of transactions.

        Raises:
            SourceError: As for `poll`.
        """
        known = self._parsed(position)
        topic = self._connect()
        lag = 0
        for partition in topic.partitions():
            low, high = topic.ends(partition)
            lag += high - max(low, known.offsets.get(partition, 0) if known else 0)
        return lag

    def close(self) -> None:
        """Let go of connections; a later poll makes them anew."""
        if self._topic is not None:
            self._topic.close()
            self._topic = None

    def _poll(self, known: TopicPosition | None, limit: int) -> PollResult:
        topic = self._connect()
        partitions = topic.partitions()
        begun = known or self._first(partitions)
        if known and self._given.group and known.offsets != self._committed:
            topic.commit(known.offsets)  # who polls from there has made sure of all before
            self._committed = dict(known.offsets)
        offsets = {each: begun.offsets.get(each, 0) for each in partitions}
        taken = _Taken(self._given.uri, self._fields, self._max_document_bytes)
        topic.go_to(offsets)
        for read in topic.read(POLL_SECONDS):
            if read.is_gone:
                low, high = topic.ends(read.partition)
                offsets[read.partition] = taken.miss(read.partition, read.next_offset, low, high)
                topic.go_to(offsets, again=True)
                continue
            offsets[read.partition] = read.next_offset
            if read.message is not None:
                taken.take(read.message)
            if len(taken.documents) >= limit or taken.bytes >= BATCH_BYTES:
                break
        identity = topic.identity()  # asked last: all that was read before is of that topic
        if begun.topic_id and identity and begun.topic_id != identity:
            self.close()
            taken = _Taken(self._given.uri, self._fields, self._max_document_bytes)
            taken.miss_topic(begun)
            anew = TopicPosition({}, identity)
            return PollResult(tuple(taken.documents), position=anew.format(), has_more=True)
        return PollResult(
            tuple(taken.documents),
            position=TopicPosition({**begun.offsets, **offsets}, identity).format(),
            has_more=not topic.is_at_end,
        )

    def _first(self, partitions: Iterable[int]) -> TopicPosition:
        is_late = self._given.start == "latest"
        topic = self._connect()
        return TopicPosition({each: topic.ends(each)[is_late] for each in partitions})

    def _parsed(self, position: str) -> TopicPosition | None:
        try:
            return TopicPosition.parse(position)
        except ValueError as error:
            raise SourceError(f"{self.address}: {position[:60]!r} is {error}") from error

    def _connect(self) -> "Topic":
        if self._topic is None:
            try:
                from .topic import Topic  # noqa: PLC0415  an extra of the package
            except ModuleNotFoundError as error:
                if error.name != "confluent_kafka":
                    raise
                raise ValueError(
                    "confluent-kafka is not installed: pip install 'copydesk[kafka]'"
                ) from None
            given = self._given
            settings = client_settings(self._settings(), given.servers, given.group)
            self._topic = Topic(given.topic, given.servers, settings)
        return self._topic


class _Taken:
    """What was read so far.

    Attributes:
        documents: The documents and failures.
        bytes: The size of their messages.
    """

    def __init__(self, uri: str, fields: Mapping[str, str] | None, max_document_bytes: int) -> None:
        self.documents: list[Document | Failure] = []
        self.bytes = 0
        self._uri = uri
        self._fields = fields
        self._max_document_bytes = max_document_bytes

    def take(self, message: Message) -> None:
        """Add the documents of a message."""
        found = read_message(
            message, self._uri, fields=self._fields, max_document_bytes=self._max_document_bytes
        )
        before = len(self.documents)
        self.documents.extend(found)
        held = sum(len(each.content or b"") for each in self.documents[before:])
        self.bytes += max(held, len(message.value or b""))

    def miss(self, partition: int, wanted: int, low: int, high: int) -> int:
        """Tell what is gone of a partition whose offset `wanted` is not there; return the next.

        Args:
            partition: Which.
            wanted: The offset.
            low: The first that it has.
            high: The one behind its last.
        """
        if wanted < low:
            self._tell(
                f"{partition}/{wanted}-{low - 1}",
                f"offsets {wanted} to {low - 1} of partition {partition} were deleted before they "
                f"were read: at most {several(low - wanted)}; look at the topic's retention",
            )
            return low
        if wanted > high:
            self._tell(
                f"{partition}/{wanted}-",
                f"partition {partition} ends at offset {high}, and was read up to {wanted}: it "
                f"lost messages and is read again from offset {low}",
            )
            return low
        return wanted

    def miss_topic(self, position: TopicPosition) -> None:
        """Tell that a topic was deleted, and another made of its name."""
        for partition, offset in sorted(position.offsets.items()):
            self._tell(
                f"{partition}/{offset}-@{position.topic_id}",
                "the topic was deleted and made again: what was not read of the one before, if "
                f"anything, began at offset {offset} of partition {partition}",
            )

    def _tell(self, position: str, message: str) -> None:
        place = Source(uri=self._uri, position=position)
        self.documents.append(Failure.at(place, ReadError(Reason.UNREADABLE, message)))


def several(messages: int) -> str:
    """Return a number of messages in words.

    >>> several(1), several(1200)
    ('1 message', '1,200 messages')
    """
    return f"{messages:,} message" + ("" if messages == 1 else "s")
