"""The address of a topic, the settings of its brokers, and how far it was read."""

import pytest

from transforms.read.sources.kafka.address import KafkaAddress
from transforms.read.sources.kafka.position import TopicPosition
from transforms.read.sources.kafka.settings import client_settings


def test_an_address_names_brokers_and_a_topic():
    address = KafkaAddress.parse("kafka://one,two:9093,[::1]:9094/news.articles")
    assert address.servers == "one:9092,two:9093,[::1]:9094"
    assert address.topic == "news.articles"
    assert (address.group, address.start) == (None, "earliest")


def test_options_are_no_part_of_what_the_topic_is_called():
    """A cursor holds on to its place when a group is named later."""
    with_options = KafkaAddress.parse("kafka://one/news?group=desk&start=latest")
    assert with_options.name == KafkaAddress.parse("kafka://one:9092/news").name
    assert (with_options.group, with_options.start) == ("desk", "latest")


def test_documents_name_the_topic_and_not_the_broker():
    """So that a message has the same id from whichever broker it was read."""
    assert KafkaAddress.parse("kafka://one/news").uri == "kafka:///news"
    assert KafkaAddress.parse("kafka://two/news").uri == "kafka:///news"


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("kafka://one", "'' is no name of a topic"),
        ("kafka://one/a/b", "'a/b' is no name of a topic"),
        ("kafka://one/..", "'..' is no name of a topic"),
        ("kafka:///news", "no address of a topic: write kafka://host:9092/topic"),
        ("kafka://one:x/news", "no address of a topic"),
        ("kafka://one,,two/news", "no address of a topic"),
        ("kafka://one/news?offset=3", r"no such option: offset \(group, start\)"),
        ("kafka://one/news?start=middle", "start=middle: choose earliest or latest"),
        ("kafka://one/news?group=", "group= needs the name of a consumer group"),
    ],
)
def test_what_is_no_address_is_told_so(address, complaint):
    with pytest.raises(ValueError, match=complaint):
        KafkaAddress.parse(address)


def test_a_password_in_an_address_is_refused_and_not_shown():
    with pytest.raises(ValueError, match="COPYDESK_KAFKA_SASL_PASSWORD") as caught:
        KafkaAddress.parse("kafka://user:hunter2@one/news")
    assert "hunter2" not in str(caught.value)


def test_a_position_is_written_and_read_back():
    position = TopicPosition({1: 7, 0: 12}, "mrtdQp")
    assert position.format() == '{"offsets": {"0": 12, "1": 7}, "topic_id": "mrtdQp"}'
    assert TopicPosition.parse(position.format()) == position


def test_the_beginning_is_no_position():
    assert TopicPosition.parse("") is None


@pytest.mark.parametrize(
    "text",
    ["7", "1:abc", "[]", '{"0": 7}', '{"offsets": {"0": "7"}, "topic_id": null}',
     '{"offsets": {"0": -1}, "topic_id": null}', '{"offsets": {"a": 1}, "topic_id": null}'],
)  # fmt: skip
def test_what_is_no_position_is_told_so(text):
    with pytest.raises(ValueError, match="no position in a topic"):
        TopicPosition.parse(text)


def test_settings_are_librdkafkas_own():
    settings = client_settings({"security.protocol": "SASL_SSL"}, "one:9092", None)
    assert settings["security.protocol"] == "SASL_SSL"
    assert settings["isolation.level"] == "read_committed"
    assert settings["auto.offset.reset"] == "error"
    assert settings["enable.auto.commit"] is False


def test_what_keeps_messages_from_being_lost_cannot_be_set():
    with pytest.raises(ValueError, match=r"the setting auto\.offset\.reset is Copydesk's own"):
        client_settings({"auto.offset.reset": "latest"}, "one:9092", None)
