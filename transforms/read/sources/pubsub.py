"""ReadPubSub: a subscription of Google Cloud Pub/Sub → documents, as they come.

Unbounded. A document's timestamp is the moment at which its message was published, and the
watermark that of the subscription. Where it goes on is known to Pub/Sub alone: a message is
acknowledged once the runner has it safe. One that is delivered again has the id that it had, so
that `Deduplicate` knows it. Only Dataflow reads Pub/Sub.

Failures (step `read`): those of `read_message`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import apache_beam as beam
from apache_beam.io.gcp.pubsub import PubsubMessage, ReadFromPubSub
from apache_beam.pvalue import PBegin

from ...failures import FailureHandling
from ...model import Document, Failure
from ..file import MAX_DOCUMENT_BYTES
from .message import Message, read_message
from .transform import FromSource, Polled

SCHEME = "pubsub://"
RUNNER = "DataflowRunner"
"""What reads Pub/Sub."""

_SUBSCRIPTION = re.compile(
    r"projects/[a-z][a-z0-9.:-]{4,61}[a-z0-9]/subscriptions/[A-Za-z][\w.~+%-]{2,254}"
)


@dataclass(frozen=True)
class PubSubSubscription:
    """A subscription.

    Attributes:
        name: As Google Cloud calls it: `projects/P/subscriptions/S`.
    """

    name: str

    @classmethod
    def parse(cls, text: str) -> "PubSubSubscription":
        """Return what an address such as `pubsub://projects/P/subscriptions/S` names.

        Raises:
            ValueError: It is none.
        """
        name = text.removeprefix(SCHEME)
        if not text.startswith(SCHEME) or not _SUBSCRIPTION.fullmatch(name):
            raise ValueError(
                "no address of a subscription: write pubsub://projects/PROJECT/subscriptions/NAME"
            )
        return cls(name)

    @property
    def address(self) -> str:
        """Return its address."""
        return SCHEME + self.name


class ReadPubSub(FailureHandling):
    """Read documents from a subscription of Pub/Sub.

    Args:
        subscription: The subscription. No one else may read from it.
        fields: What records call our fields (see `FieldMap`).
        max_document_bytes: Size of the largest document.
        messages: Reads messages in place of Beam's `ReadFromPubSub`.
    """

    def __init__(
        self,
        subscription: PubSubSubscription,
        *,
        fields: Mapping[str, str] | None = None,
        max_document_bytes: int = MAX_DOCUMENT_BYTES,
        messages: beam.PTransform | None = None,
    ) -> None:
        super().__init__()
        self._subscription = subscription
        self._messages = messages
        self._read: Callable[[Message], Iterator[Document | Failure]] = partial(
            read_message,
            uri=subscription.address,
            fields=fields,
            max_document_bytes=max_document_bytes,
        )

    def expand(self, pbegin: PBegin) -> FromSource:
        """Return what is read; of polls there are none."""
        read = self._messages or ReadFromPubSub(
            subscription=self._subscription.name, with_attributes=True
        )
        received = pbegin | "Receive" >> read
        messages = received | "Messages" >> beam.Map(as_message).with_output_types(Message)
        documents = self._attempt(messages, self._read, Document, "Read")
        polled = received | "NoPolls" >> beam.FlatMap(_none).with_output_types(Polled)
        return FromSource(documents, polled)


def as_message(received: PubsubMessage) -> Message:
    """Return what Beam hands on as a message; its id stands for its place."""
    published = received.publish_time
    return Message(
        position=received.message_id,
        value=received.data,
        key=(received.ordering_key or "").encode() or None,
        timestamp=None if published is None else int(published.timestamp() * 1_000),
        headers=tuple((name, value.encode()) for name, value in received.attributes.items()),
    )


def _none(_: Any) -> Iterator[Polled]:
    yield from ()
