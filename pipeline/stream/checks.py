"""Whether a stream can run, looked at before it starts."""

from pathlib import Path
from typing import TYPE_CHECKING

from apache_beam.options.pipeline_options import PipelineOptions, PrismRunnerOptions

from transforms.read import MAX_DOCUMENT_BYTES
from transforms.read.sources.addresses import source_at
from transforms.read.sources.pubsub import RUNNER, SCHEME, PubSubSubscription

from ..access import check_name, check_openable
from ..checks import check_apart, check_file_system, check_index, check_output
from ..config import Config
from ..errors import UsageError
from ..kafka_settings import kafka_settings
from ..paths import is_local
from ..runners import hands_over, remote_runner
from .flink import IDLE_OPTION

if TYPE_CHECKING:
    from transforms.read.sources import UnboundedSource

_PROGRAMS = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!", b"PK")
"""Beginnings of what may be Prism: of Linux, of macOS, a script around it, an archive."""
_STATELESS = ("SparkRunner",)


def check_stream(config: Config) -> "list[UnboundedSource | PubSubSubscription]":
    """Look at what a stream is to read, where it is to write, and on what it is to run.

    Returns:
        Its sources.

    Raises:
        UsageError: The runner does not stream, an input is none, or the output cannot be written.
    """
    runner = remote_runner(config.beam_options)
    if runner is None:
        raise UsageError(
            "--streaming needs a runner that streams, such as --runner PrismRunner or "
            "FlinkRunner; on this machine, without one: copydesk watch"
        )
    if runner in _STATELESS:
        raise UsageError(f"--streaming: {runner} has no state on streams; take FlinkRunner")
    if hands_over(config.beam_options):
        raise UsageError("--streaming: a stream is not handed over; it reads where it goes on")
    _check_prism(runner, config)
    if any(flag.startswith(f"--{IDLE_OPTION}") for flag in config.beam_options):
        raise UsageError(f"--{IDLE_OPTION}: a stream keeps its sources; Copydesk sees to that")
    check_name("--output", config.output)
    check_file_system("--output", config.output)
    for path in config.index:
        check_name("--index", path)
        check_file_system("--index", path)
        check_index(path, config.output)
    sources: list[UnboundedSource | PubSubSubscription] = []
    for address in config.input:
        check_name("--input", address)
        check_apart(address, config)
        check_openable(address)
        try:
            sources.append(_source(address, runner, config))
        except ValueError as error:
            raise UsageError(f"--input {address}: {' '.join(str(error).split())}") from None
    names = [source.address for source in sources]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"--input {twice} is named twice: each source is polled once")
    check_output(config)
    return sources


def _check_prism(runner: str, config: Config) -> None:
    if runner != "PrismRunner":
        return
    place = PipelineOptions(list(config.beam_options)).view_as(PrismRunnerOptions).prism_location
    if not place or not is_local(place):
        return
    if not Path(place).exists():
        raise UsageError(
            f"--prism_location {place}: no such file; `make prism` puts it into .cache/prism"
        )
    # Beam makes it executable, whatever it is, and takes it out of an archive.
    if not _is_program(Path(place)):
        raise UsageError(
            f"--prism_location {place}: is no program; `make prism` puts one into .cache/prism"
        )


def _is_program(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4).startswith(_PROGRAMS)


def _source(address: str, runner: str, config: Config) -> "UnboundedSource | PubSubSubscription":
    if address.startswith(SCHEME):
        subscription = PubSubSubscription.parse(address)
        if runner != RUNNER:
            raise ValueError(f"{runner} cannot read Pub/Sub; take --runner {RUNNER}")
        return subscription
    return source_at(
        address,
        kafka_settings=kafka_settings,
        fields=config.fields,
        max_document_bytes=config.max_document_bytes or MAX_DOCUMENT_BYTES,
        user_agent=config.user_agent,
    )
