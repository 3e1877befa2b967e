"""How a stream lives and ends on Flink, whose jobs end when the source of their impulse does.

By default Beam's runner ends that source at once, or, with checkpoints, never. Once it is over, the
operator of a splittable DoFn only flushes: what waits between two polls is taken up at once, its
bundles are in no checkpoint, and what it hands on at that moment may come to operators that are
through (`ExecutableStageDoFnOperator.flushData` in Beam 2.62). So the source is kept for ever, and
the job is cancelled once the watermark says that nothing more comes.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.runners.runner import PipelineResult
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import TimerSpec, on_timer
from apache_beam.transforms.window import GlobalWindow, GlobalWindows

RUNNER = "FlinkRunner"
IDLE_OPTION = "shutdown_sources_after_idle_ms"

_FOR_EVER = 1_000 * 365 * 24 * 3600 * 1_000  # milliseconds: a thousand years
# Otherwise what a bundle hands on when a checkpoint ends it waits for the next element or
# watermark, and behind an impulse there is none.
_FINISH_BUNDLE = "finish_bundle_before_checkpointing"
_LOOK_SECONDS = 1.0


def stream_flags(flags: Sequence[str]) -> list[str]:
    """Return the flags by which a stream's source is kept, beside those that are given."""
    finish = f"--{_FINISH_BUNDLE}"
    return [f"--{IDLE_OPTION}={_FOR_EVER}", *([] if finish in flags else [finish])]


class TellEnd(beam.PTransform):
    """Create a file once the watermark says that nothing more comes.

    Args:
        path: The file.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def expand(self, pcoll: beam.PCollection[Any]) -> beam.PCollection[None]:
        """Return nothing, in the global window."""
        first = pcoll.pipeline | "First" >> beam.Create([None])
        rest = (
            pcoll
            | "Nothing" >> beam.FlatMap(lambda _: ()).with_output_types(type(None))
            | "AnyTime" >> beam.WindowInto(GlobalWindows())
        )
        return (
            (first, rest)
            | beam.Flatten()
            | "OneKey" >> beam.Map(lambda _: (b"", b"")).with_output_types(tuple[bytes, bytes])
            | "AtEnd" >> beam.ParDo(_AtEnd(self._path)).with_output_types(type(None))
        )


_END = TimerSpec("end", TimeDomain.WATERMARK)
_TIMER = beam.DoFn.TimerParam(_END)


class _AtEnd(beam.DoFn):
    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def process(
        self,
        element: tuple[bytes, bytes],  # noqa: ARG002  it only gives the key
        end: Any = _TIMER,
    ) -> None:
        end.set(GlobalWindow().max_timestamp())

    @on_timer(_END)
    def at_end(self) -> None:
        FileSystems.create(self._path).close()


@contextmanager
def cancelled_at_end(result: PipelineResult, path: str) -> Iterator[None]:
    """Cancel a job that was told to have come to its end, and let it be no failure.

    Args:
        result: Of the job.
        path: The file that tells its end.
    """
    over, cancelled = threading.Event(), threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_SECONDS):
            with suppress(OSError):  # storage comes back
                if FileSystems.exists(path):
                    cancelled.set()
                    result.cancel()
                    return

    watching = threading.Thread(target=watch, name="ending", daemon=True)
    watching.start()
    try:
        yield
    except RuntimeError:  # in what state it ended: cancelled
        if not cancelled.is_set():
            raise
    finally:
        over.set()
        watching.join()
