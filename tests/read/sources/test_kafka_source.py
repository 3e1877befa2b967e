"""A topic is polled: brokers are those that librdkafka has within, for tests."""

import pickle
import sys

import pytest
from confluent_kafka import Producer

from transforms.model import Reason
from transforms.read.sources import SourceError, UnboundedSource, source_at
from transforms.read.sources.kafka import KafkaSource


class Brokers:
    """Brokers that last as long as a test, and what is written to them."""

    def __init__(self):
        self._producer = Producer(
            {"bootstrap.servers": "none", "test.mock.num.brokers": 1, "log_level": 0}
        )
        found = self._producer.list_topics(timeout=10).brokers.values()
        self.servers = ",".join(f"{each.host}:{each.port}" for each in found)

    def send(self, *values, topic="news", partition=0, **message):
        for value in values:
            self._producer.produce(topic, value, partition=partition, **message)
        self._producer.flush()

    def source(self, query="", **options):
        return KafkaSource(f"kafka://{self.servers}/news{query}", **options)


@pytest.fixture
def brokers():
    return Brokers()


@pytest.fixture
def polled(brokers):
    """Polls and lets go of connections at the end."""
    sources = []

    def poll(position, limit=100, query="", **options):
        source = brokers.source(query, **options)
        sources.append(source)
        return source.poll(position, limit)

    yield poll
    for source in sources:
        source.close()


def places(result):
    return [each.source.position for each in result.documents]


def test_it_is_an_unbounded_source(brokers):
    source = source_at(f"kafka://{brokers.servers}/news")
    assert isinstance(source, UnboundedSource)
    assert source.address == f"kafka://{brokers.servers}/news"
    source.close()


def test_messages_are_handed_on_once_in_the_order_of_their_partition(brokers, polled):
    brokers.send(b"One.", b"Two.", b"Three.")
    first = polled("", 2)
    assert places(first) == ["0/0", "0/1"]
    assert first.has_more
    second = polled(first.position)
    assert [each.content for each in second.documents] == [b"Three."]
    assert not second.has_more
    third = polled(second.position)
    assert third.documents == ()
    assert third.position == second.position


def test_polled_again_from_a_position_it_hands_on_the_same_documents(brokers):
    """Whether by the same source, which has gone on meanwhile, or by another."""
    brokers.send(b"One.", b"Two.", b"Three.")
    source = brokers.source()
    first = source.poll("", 1)
    rest = source.poll(first.position, 100).documents
    assert source.poll(first.position, 100).documents == rest
    other = brokers.source()
    assert other.poll(first.position, 100).documents == rest
    source.close()
    other.close()


def test_all_partitions_are_read(brokers, polled):
    for partition in range(4):
        brokers.send(b"It rained.", partition=partition)
    assert sorted(places(polled(""))) == ["0/0", "1/0", "2/0", "3/0"]


def test_a_partition_that_the_position_does_not_know_is_read_from_its_beginning(brokers, polled):
    brokers.send(b"It rained.", partition=3)
    known = '{"offsets": {"0": 0, "1": 0, "2": 0}, "topic_id": null}'
    assert places(polled(known)) == ["3/0"]


def test_a_source_goes_on_while_it_lives(brokers):
    source = brokers.source()
    brokers.send(b"One.")
    position = source.poll("", 10).position
    brokers.send(b"Two.")
    found = []
    while not found:  # a message is fetched soon, but not at once
        result = source.poll(position, 10)
        position, found = result.position, result.documents
    assert [each.content for each in found] == [b"Two."]
    source.close()


def test_start_latest_passes_over_what_is_there(brokers, polled):
    brokers.send(b"Old.")
    first = polled("", query="?start=latest")
    assert first.documents == ()
    brokers.send(b"New.")
    second = polled(first.position, query="?start=latest")
    assert [each.content for each in second.documents] == [b"New."]


def test_poison_does_not_stop_what_comes_behind_it(brokers, polled):
    brokers.send(b"One.", b'{"te', None, bytes(range(256)), b"Two.")
    found = polled("").documents
    assert [getattr(each, "reason", None) for each in found] == [
        None, Reason.TRUNCATED, Reason.EMPTY, Reason.BINARY, None,
    ]  # fmt: skip


def test_a_partition_that_lost_what_was_read_is_told_and_read_again(brokers, polled):
    """What is written there since stands at offsets that seem to be read."""
    brokers.send(b"One.", b"Two.")
    result = polled('{"offsets": {"0": 7}, "topic_id": null}')
    failure, *documents = result.documents
    assert failure.reason == Reason.UNREADABLE
    assert failure.source.position == "0/7-"
    assert failure.message == (
        "partition 0 ends at offset 2, and was read up to 7: it lost messages and is read again "
        "from offset 0"
    )
    assert [each.content for each in documents] == [b"One.", b"Two."]
    assert polled(result.position).documents == ()


def test_the_same_message_has_the_same_id_from_other_brokers(brokers, polled):
    brokers.send(b"It rained.")
    others = Brokers()
    others.send(b"It rained.")
    source = others.source()
    assert [each.id for each in source.poll("", 1).documents] == [
        each.id for each in polled("", 1).documents
    ]
    source.close()


def test_lag_is_what_lies_behind_a_position(brokers):
    brokers.send(b"One.", b"Two.", b"Three.")
    source = brokers.source()
    first = source.poll("", 1)
    assert source.lag("") == 3
    assert source.lag(first.position) == 2
    source.close()


def test_a_topic_that_is_not_there_is_told(brokers):
    source = KafkaSource(f"kafka://{brokers.servers}/nowhere")
    with pytest.raises(SourceError, match="nowhere: there is no such topic; make it, or mend"):
        source.poll('{"offsets": {"0": 0}, "topic_id": null}', 1)
    source.close()


def test_a_broken_position_is_told(polled):
    with pytest.raises(SourceError, match="'7' is no position in a topic"):
        polled("7")


def test_a_copy_for_another_process_carries_no_secret(brokers):
    """It asks for them again where it is used."""
    source = brokers.source(settings=given_settings)
    packed = pickle.dumps(source)
    assert b"hunter2" not in packed
    copy = pickle.loads(packed)  # noqa: S301  ours
    assert copy.address == source.address
    source.close()
    copy.close()


def given_settings():
    return {"client.id": "hunter2"}


def test_a_setting_that_librdkafka_does_not_know_is_refused():
    with pytest.raises(
        ValueError, match=r'No such configuration property: "sasl\.pasword"'
    ) as caught:
        KafkaSource("kafka://one/news", settings=lambda: {"sasl.pasword": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_without_confluent_kafka_it_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "transforms.read.sources.kafka.topic", raising=False)
    monkeypatch.setitem(sys.modules, "confluent_kafka", None)
    with pytest.raises(ValueError, match=r"not installed: pip install 'copydesk\[kafka\]'"):
        source_at("kafka://one/news")
