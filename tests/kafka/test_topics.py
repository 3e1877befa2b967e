"""What brokers do to a topic: nothing of it makes a message be passed over in silence."""

import time

import pytest
from confluent_kafka import Consumer, Producer

from transforms.model import Document, Failure, Reason
from transforms.read.sources import SourceError
from transforms.read.sources.kafka import KafkaSource


@pytest.fixture
def source(broker, topic):
    """A source of the test's topic, polled by a connection of its own each time."""

    class Fresh:
        def poll(self, position="", limit=1_000, query=""):
            source = KafkaSource(f"kafka://{broker.servers}/{topic}{query}")
            try:
                return source.poll(position, limit)
            finally:
                source.close()

        def lag(self, position=""):
            source = KafkaSource(f"kafka://{broker.servers}/{topic}")
            try:
                return source.lag(position)
            finally:
                source.close()

    return Fresh()


def told(result):
    """Return what a poll handed on: contents, and of failures reason and position."""
    return [
        each.content if isinstance(each, Document) else (each.reason, each.source.position)
        for each in result.documents
    ]


def test_what_retention_deleted_before_it_was_read_is_a_failure_that_says_which(
    broker, topic, source
):
    broker.make_topic(topic)
    broker.send(topic, [b"read"])
    position = source.poll().position
    broker.send(topic, [b"gone", b"gone", b"gone", b"there"])
    broker.delete_before(topic, 0, 4)
    result = source.poll(position)
    assert told(result) == [(Reason.UNREADABLE, "0/1-3"), b"there"]
    assert result.documents[0].message == (
        "offsets 1 to 3 of partition 0 were deleted before they were read: at most 3 messages; "
        "look at the topic's retention"
    )
    assert told(source.poll(result.position)) == []


def test_what_was_deleted_before_the_first_poll_is_nobodys_loss(broker, topic, source):
    broker.make_topic(topic, 2)
    broker.send(topic, [b"gone", b"gone", b"there"])
    broker.delete_before(topic, 0, 2)
    first = source.poll(limit=1)
    assert told(first) == [b"there"]
    assert told(source.poll(first.position)) == []


def test_a_topic_that_was_made_again_is_read_from_its_beginning_and_the_end_of_the_old_is_told(
    broker, topic, source
):
    """Though it has grown beyond the offset at which the old one was left."""
    broker.make_topic(topic)
    broker.send(topic, [b"old", b"old"])
    position = source.poll().position
    broker.delete_topic(topic)
    with pytest.raises(SourceError, match="there is no such topic"):
        source.poll(position)
    broker.make_topic(topic)
    broker.send(topic, [b"new 0", b"new 1", b"new 2"])
    result = source.poll(position)
    (failure,) = result.documents
    assert failure.reason == Reason.UNREADABLE
    assert failure.message.startswith("the topic was deleted and made again")
    assert result.has_more
    assert told(source.poll(result.position)) == [b"new 0", b"new 1", b"new 2"]


def test_a_source_that_lives_sees_a_topic_made_again(broker, topic):
    broker.make_topic(topic)
    broker.send(topic, [b"old"])
    source = KafkaSource(f"kafka://{broker.servers}/{topic}")
    position = source.poll("", 10).position
    broker.delete_topic(topic)
    broker.make_topic(topic)
    broker.send(topic, [b"new"])
    found = []
    while b"new" not in found:
        try:
            result = source.poll(position, 10)
        except SourceError:  # brokers need a moment to agree on it
            continue
        position = result.position
        found += [each.content for each in result.documents]
    source.close()
    assert found == [None, b"new"]


def test_partitions_that_are_added_are_read_from_their_beginning(broker, topic, source):
    broker.make_topic(topic)
    broker.send(topic, [b"one"])
    position = source.poll(query="?start=earliest").position
    broker.add_partitions(topic, 3)
    broker.send(topic, [b"two"], partition=2)
    assert told(source.poll(position)) == [b"two"]


def test_of_transactions_what_was_committed_is_read(broker, topic, source):
    broker.make_topic(topic)
    producer = Producer({"bootstrap.servers": broker.servers, "transactional.id": topic})
    producer.init_transactions(30)
    for value, ends in (
        (b"aborted", producer.abort_transaction),
        (b"kept", producer.commit_transaction),
    ):
        producer.begin_transaction()
        producer.produce(topic, value)
        producer.flush()
        ends(30)
    producer.begin_transaction()
    producer.produce(topic, b"open")
    producer.flush()
    result = source.poll()
    assert told(result) == [b"kept"]
    producer.commit_transaction(30)
    result = source.poll(result.position)
    assert told(result) == [b"open"]
    assert source.lag(result.position) == 0  # marks at the end of transactions lie behind it


def test_gaps_that_compaction_leaves_are_no_loss(broker, topic, source):
    broker.make_topic(
        topic,
        config={
            "cleanup.policy": "compact",
            "segment.ms": "200",
            "min.cleanable.dirty.ratio": "0.01",
            "max.compaction.lag.ms": "500",
        },
    )
    broker.send(topic, [b"first", b"second", b"third"], key=b"story")
    position = source.poll(limit=1).position
    deadline = time.monotonic() + 60
    found = told(source.poll())
    while found[:1] == [b"first"]:
        assert time.monotonic() < deadline, "nothing was compacted"
        time.sleep(0.5)  # the broker's own clock decides
        broker.send(topic, [b"other"], key=b"other")
        found = told(source.poll())
    assert found[0] in (b"third", b"other")
    assert all(isinstance(each, bytes) for each in told(source.poll(position)))


def test_a_message_of_40_mb_is_refused_and_what_follows_is_read(broker, topic, source):
    broker.make_topic(topic, config={"max.message.bytes": "50000000"})
    huge = b'{"text": "' + b"It rained. " * 3_636_363 + b'"}'
    broker.send(topic, [b"before", huge, b"behind"])
    first = source.poll()
    assert told(first) == [b"before", (Reason.TOO_LARGE, "0/1"), b"behind"]
    assert first.documents[1].content is None


def test_a_topic_that_is_not_there_is_not_made_by_looking_for_it(broker, topic, source):
    """Though the broker makes topics for anybody who names one."""
    with pytest.raises(SourceError, match="there is no such topic"):
        source.poll()
    admin = broker.admin()
    assert topic not in admin.list_topics(timeout=10).topics


def test_a_group_is_told_what_is_safe_and_never_asked(broker, topic):
    broker.make_topic(topic)
    broker.send(topic, [b"one", b"two"])
    source = KafkaSource(f"kafka://{broker.servers}/{topic}?group=desk")
    first = source.poll("", 1)
    assert broker.committed(topic, "desk") == -1001  # nothing: whoever polled has it not safe yet
    second = source.poll(first.position, 10)
    source.poll(second.position, 10)
    source.close()
    assert broker.committed(topic, "desk") == 2
    again = KafkaSource(f"kafka://{broker.servers}/{topic}?group=desk")
    assert len(again.poll("", 10).documents) == 2
    again.close()


def test_a_consumer_of_the_same_group_takes_nothing_away(broker, topic):
    """Partitions are read by whoever is told to, so no rebalance can move them."""
    broker.make_topic(topic, 2)
    source = KafkaSource(f"kafka://{broker.servers}/{topic}?group=shared")
    position = source.poll("", 10).position
    other = Consumer(
        {"bootstrap.servers": broker.servers, "group.id": "shared", "auto.offset.reset": "earliest"}
    )
    other.subscribe([topic])
    while not other.assignment():
        other.poll(0.1)
    broker.send(topic, [b"one"], 0)
    broker.send(topic, [b"two"], 1)
    taken = []
    while len(taken) < 2:
        result = source.poll(position, 10)
        position = result.position
        taken += [each.source.position for each in result.documents]
    other.close()
    broker.send(topic, [b"three"], 1)
    while len(taken) < 3:
        result = source.poll(position, 10)
        position = result.position
        taken += [each.source.position for each in result.documents]
    source.close()
    assert sorted(taken) == ["0/0", "1/0", "1/1"]


def test_a_broker_that_is_away_is_told_and_nothing_is_lost(broker, topic):
    broker.make_topic(topic)
    broker.send(topic, [b"one"])
    source = KafkaSource(f"kafka://{broker.servers}/{topic}")
    position = source.poll("", 10).position
    broker.send(topic, [b"two"])
    broker.kill()
    with pytest.raises(SourceError, match=r"look whether its brokers are up"):
        for _ in range(3):  # what was fetched before may be handed on yet
            assert not isinstance(source.poll(position, 10).documents, Failure)
    broker.start()
    assert [each.content for each in source.poll(position, 10).documents] == [b"two"]
    source.close()
