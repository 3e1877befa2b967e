"""ReadSource: a source without end → documents, as they come.

Unbounded. A document's timestamp is the moment at which it arrived, and so is the watermark: what
was published years ago and turns up today is an event of today, and nothing of the source is late.
`event_time="published"` gives it the moment of its publication instead.

Failures (step `read`): those that the source hands on, and of its files those of `Read`. A source
that cannot be reached is polled again later.

Back-pressure: `Polling.in_flight` bounds what was polled and is not published yet. While that much
is on its way the source is not polled, and the watermark goes on, so that windows close.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple, Protocol

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.io.watermark_estimators import ManualWatermarkEstimator
from apache_beam.pvalue import PBegin, TaggedOutput
from apache_beam.transforms.core import RestrictionProvider
from apache_beam.transforms.window import TimestampedValue
from apache_beam.typehints.decorators import no_annotations
from apache_beam.utils.timestamp import Duration, Timestamp

from ...failures import FailureHandling
from ...model import Document, Failure, Model
from ...model.coders import register
from ..file import MAX_DOCUMENT_BYTES
from ..transform import Read
from .polling import Polls, PollTracker
from .unbounded import PollResult, SourceError, UnboundedSource

EventTime = Literal["arrival", "published"]

_LOGGER = logging.getLogger(__name__)
_NOTHING = timedelta()
_HELD = timedelta(seconds=1)  # until it is asked again how much is on its way


class Polled(Model):
    """A poll that handed something on.

    Attributes:
        address: Of the source.
        number: How many such polls there were before it.
        position: Where the source goes on behind it.
        handed_on: Documents and files that it and those before it handed on.
    """

    address: str
    number: int
    position: str
    handed_on: int = 0


register(Polled)


class FromSource(NamedTuple):
    """What `ReadSource` returns.

    Attributes:
        documents: The documents.
        polled: The polls by which they came, each with the timestamp at which it was made.
    """

    documents: beam.PCollection[Document]
    polled: beam.PCollection[Polled]


class Telling(Protocol):
    """Is told of polls."""

    def __call__(self, address: str, handed_on: int, *, has_more: bool) -> None:
        """Take that a source was polled, how much it has handed on so far, and whether all."""
        ...


@dataclass(frozen=True)
class Polling:
    """How a source is polled.

    Attributes:
        every: How long to wait after a poll behind which there was nothing more.
        limit: Documents and files to ask for at once, about.
        event_time: What is the timestamp of a document: its arrival, or its publication.
        lateness: Of `published`, how far it may lie before the arrival. An older document has the
            timestamp of its arrival: windows that allow so much lateness never drop it.
        stop: A file that ends the stream once it is there; None for never.
        in_flight: Documents and files that may be on their way, from a poll to their publication;
            a file counts as one, whatever it holds.
        published: Returns, for the address of a source, the `Polled.handed_on` up to which all is
            published. None where that is not told: then nothing is held back.
        tell: Is told of each poll.
    """

    every: timedelta = timedelta(seconds=10)
    limit: int = 100
    event_time: EventTime = "arrival"
    lateness: timedelta = timedelta(days=1)
    stop: str | None = None
    in_flight: int = 10_000
    published: Callable[[str], int] | None = None
    tell: Telling | None = None

    def __post_init__(self) -> None:
        if self.every < _NOTHING or self.lateness < _NOTHING:
            raise ValueError("every and lateness are not negative")
        if self.limit < 1:
            raise ValueError(f"limit has to be positive, not {self.limit}")
        if self.in_flight < 1:
            raise ValueError(f"in_flight has to be positive, not {self.in_flight}")

    def room(self, address: str, handed_on: int) -> int:
        """Return how much the next poll of a source may ask for; 0 while too much is on its way.

        Args:
            address: Of the source.
            handed_on: Documents and files that its polls have handed on so far.
        """
        if self.published is None or handed_on + self.limit <= self.in_flight:
            return self.limit
        left = self.in_flight - (handed_on - self.published(address))
        return max(0, min(self.limit, left))


_AS_USUAL = Polling()


class ReadSource(FailureHandling):
    """Read documents from a source without end.

    Where it goes on is part of the runner's checkpoint, so that a runner that keeps checkpoints
    goes on there after a restart. For one that keeps none, `polled` tells where to `start`.

    Args:
        source: To be polled; it is copied to the worker that does so.
        start: Where to begin.
        polling: How.
        fields: As of `Read`, for its files.
        max_document_bytes: As of `Read`, for its files.
    """

    def __init__(
        self,
        source: UnboundedSource,
        start: str = "",
        polling: Polling = _AS_USUAL,
        *,
        fields: Mapping[str, str] | None = None,
        max_document_bytes: int = MAX_DOCUMENT_BYTES,
    ) -> None:
        super().__init__()
        self._source = source
        self._start = start
        self._polling = polling
        self._read = Read(fields=fields, max_document_bytes=max_document_bytes)

    @no_annotations  # Beam would warn that it cannot check several outputs
    def expand(self, pbegin: PBegin) -> FromSource:
        """Return what is read `FromSource`."""
        outputs = (
            pbegin
            | "Start" >> beam.Create([self._start])
            | "Poll"
            >> beam.ParDo(_Poll(self._source, self._polling))
            .with_output_types(Document, files=str, polled=Polled, refused=Failure)
            .with_outputs("files", "polled", "refused", main="documents")
        )
        for tag in ("files", "polled", "refused"):
            outputs[tag].is_bounded = False  # Beam takes it from what the DoFn is applied to
        read = outputs.files | "ReadFiles" >> self._read.with_error_handler(self._error_handler)
        refused = self._attempt(outputs.refused, _failure, Document, "Unreadable")
        documents = (outputs.documents, read, refused) | beam.Flatten()
        if self._polling.event_time == "published":
            stamp = beam.Map(by_publication, self._polling.lateness).with_output_types(Document)
            documents |= "ByPublication" >> stamp
        return FromSource(documents, outputs.polled)


def event_time(document: Document) -> datetime | None:
    """Return when a document was published, else fetched; None if neither is known."""
    return document.claims.published_at or document.source.fetched_at


def by_publication(
    document: Document, lateness: timedelta, arrival: Any = beam.DoFn.TimestampParam
) -> TimestampedValue:
    """Return a document with the time of its event, or of its arrival where that is older."""
    known = event_time(document)
    time = arrival if known is None else Timestamp.from_utc_datetime(known.astimezone(UTC))
    earliest = arrival - Duration(micros=lateness // timedelta(microseconds=1))
    return TimestampedValue(document, time if earliest <= time <= arrival else arrival)


def _failure(failure: Failure) -> Iterator[Failure]:
    yield failure


class _FromPosition(RestrictionProvider):
    def initial_restriction(self, element: str) -> Polls:
        return Polls(position=element)

    def create_tracker(self, restriction: Polls) -> PollTracker:
        return PollTracker(restriction)

    def restriction_size(self, element: str, restriction: Polls) -> int:  # noqa: ARG002
        return 1  # no source knows how much there is

    def truncate(self, element: str, restriction: Polls) -> None:
        """Make no poll any more where the runner drains the job."""


_TRACKER = beam.DoFn.RestrictionParam(_FromPosition())
_WATERMARK = beam.DoFn.WatermarkEstimatorParam(ManualWatermarkEstimator.default_provider())


class _Poll(beam.DoFn):
    def __init__(self, source: UnboundedSource, polling: Polling) -> None:
        super().__init__()
        self._source = source
        self._polling = polling

    def teardown(self) -> None:
        self._source.close()

    @beam.DoFn.unbounded_per_element()
    def process(
        self,
        start: str,  # noqa: ARG002  the restriction says where to go on
        tracker: Any = _TRACKER,
        watermark: Any = _WATERMARK,
    ) -> Iterator[Any]:
        polls: Polls = tracker.current_restriction()
        stop = self._polling.stop
        if stop is not None and FileSystems.exists(stop):
            tracker.try_claim(polls.end())
            return
        room = self._polling.room(self._source.address, polls.handed_on)
        # With no room left nothing is asked for, and yet the watermark goes on: windows have to
        # close for what they hold to be published.
        result = self._polled(polls.position, room) if room else PollResult(position=polls.position)
        handed_on = len(result.documents) + len(result.files)
        moved = bool(handed_on) or result.position != polls.position
        rest = polls.after(result.position, handed_on) if moved else polls
        if not tracker.try_claim(rest):
            return
        if self._polling.tell is not None:
            self._polling.tell(
                self._source.address, rest.handed_on, has_more=not room or result.has_more
            )
        arrival = _now(watermark.current_watermark())
        for element in _outputs(result):
            yield _at(arrival, element)
        if moved:
            polled = Polled(
                address=self._source.address,
                number=polls.number,
                position=result.position,
                handed_on=rest.handed_on,
            )
            yield _at(arrival, TaggedOutput("polled", polled))
        watermark.set_watermark(arrival)
        wait = _NOTHING if result.has_more else self._polling.every
        if not room:
            wait = _HELD
        tracker.defer_remainder(Duration(micros=wait // timedelta(microseconds=1)))

    def _polled(self, position: str, limit: int) -> PollResult:
        try:
            return self._source.poll(position, limit)
        except SourceError as error:
            _LOGGER.warning("%s", error)
            return PollResult(position=position if error.position is None else error.position)


def _now(watermark: Timestamp | None) -> Timestamp:
    """Return the moment in milliseconds, finer than which not every runner counts.

    It is not before the watermark: a clock that is set back must not make anything late.
    """
    now = Timestamp(micros=Timestamp.now().micros // 1_000 * 1_000)
    return now if watermark is None else max(now, watermark)


def _outputs(result: PollResult) -> Iterator[Any]:
    for each in result.documents:
        yield TaggedOutput("refused", each) if isinstance(each, Failure) else each
    for path in result.files:
        yield TaggedOutput("files", path)


def _at(time: Timestamp, element: Any) -> Any:
    if isinstance(element, TaggedOutput):
        return TaggedOutput(element.tag, TimestampedValue(element.value, time))
    return TimestampedValue(element, time)
