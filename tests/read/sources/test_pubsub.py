"""Messages of Pub/Sub → documents; what Beam reads from a subscription is put in its place."""

from datetime import UTC, datetime

import apache_beam as beam
import pytest
from apache_beam.io.gcp.pubsub import PubsubMessage, ReadFromPubSub
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.error_handling import CollectingErrorHandler

from transforms.model import Reason
from transforms.read.sources import source_at
from transforms.read.sources.pubsub import PubSubSubscription, ReadPubSub, as_message
from transforms.testing import batch_pipeline

NEWS = "pubsub://projects/daily-desk/subscriptions/news"


def received(data, **attributes):
    return PubsubMessage(
        data,
        attributes,
        message_id="77",
        publish_time=datetime(2025, 4, 1, 12, tzinfo=UTC),
        ordering_key="story-7",
    )


def test_a_message_stands_under_its_id():
    message = as_message(received(b"It rained.", url="https://a.example/1"))
    assert (message.position, message.key) == ("77", b"story-7")
    assert message.timestamp == 1_743_508_800_000
    assert message.headers == (("url", b"https://a.example/1"),)


def test_what_is_delivered_again_has_the_same_id():
    """Even when Pub/Sub says that it was published at another moment."""
    first, again = received(b"It rained."), received(b"It rained.")
    again.publish_time = None
    with batch_pipeline() as pipeline:
        read = pipeline | ReadPubSub(
            PubSubSubscription.parse(NEWS), messages=beam.Create([first, again])
        )
        ids = read.documents | beam.Map(lambda each: each.id) | beam.Distinct()
        assert_that(ids | beam.combiners.Count.Globally(), equal_to([1]))


def test_documents_and_poison_are_told_apart():
    messages = [received(b'{"text": "It rained."}'), received(b'{"te')]
    with batch_pipeline() as pipeline:
        with CollectingErrorHandler() as refused:
            reading = ReadPubSub(PubSubSubscription.parse(NEWS), messages=beam.Create(messages))
            read = pipeline | reading.with_error_handler(refused)
        places = read.documents | beam.Map(
            lambda each: (each.source.uri, each.source.position, each.content)
        )
        assert_that(places, equal_to([(NEWS, "77", b"It rained.")]), "documents")
        reasons = refused.output() | "Reasons" >> beam.Map(lambda each: each.reason)
        assert_that(reasons, equal_to([Reason.TRUNCATED]), "failures")
        assert_that(read.polled, equal_to([]), "polls")


def test_beam_reads_the_subscription_with_its_attributes():
    pipeline = beam.Pipeline()
    pipeline | ReadPubSub(PubSubSubscription.parse(NEWS))
    found = []

    class Visitor(beam.pipeline.PipelineVisitor):
        def enter_composite_transform(self, node):
            if isinstance(node.transform, ReadFromPubSub):
                found.append(node.transform)

    pipeline.visit(Visitor())
    (read,) = found
    assert read.with_attributes
    assert read._source.full_subscription == "projects/daily-desk/subscriptions/news"  # noqa: SLF001


@pytest.mark.parametrize(
    "address",
    [
        "pubsub://daily-desk/news",
        "pubsub://projects/daily-desk/topics/news",
        "pubsub://",
        "projects/a/b/c",
    ],
)
def test_what_is_no_subscription_is_told_so(address):
    with pytest.raises(ValueError, match="write pubsub://projects/PROJECT/subscriptions/NAME"):
        PubSubSubscription.parse(address)


def test_a_subscription_is_not_polled():
    """What is acknowledged cannot be asked for again, as whoever polls a source may do."""
    with pytest.raises(ValueError, match="copydesk run --streaming --runner DataflowRunner"):
        source_at(NEWS)
