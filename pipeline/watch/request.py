"""The words after `copydesk watch` → what is to be watched, or one line that says what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..config import INDEX, Config, configure
from ..config_file import Setting, read_settings
from ..durations import duration_of
from ..errors import UsageError, did_you_mean
from ..flags import flag_parser, read_flags
from ..options import read_options
from ..runners import remote_runner

LOG_FORMATS = ("text", "json")
WATCH_FLAGS = (
    "--every",
    "--once",
    "--batch-size",
    "--settle",
    "--metrics-port",
    "--metrics-host",
    "--log-format",
)
"""The flags of `copydesk watch` itself; it takes those of `copydesk run` as well."""

_EVERY, _SETTLE = "30s", "5s"
_BATCH_SIZE = 500
_HOST = "127.0.0.1"
_REMEMBER = "30d"
_MOST_IN_A_BATCH = 100_000  # beyond that a run takes gigabytes
_LAST_PORT = 65_535
_SHORTEST = timedelta(milliseconds=100)  # between two polls
_NAMES = tuple(flag.removeprefix("--").replace("-", "_") for flag in WATCH_FLAGS)


@dataclass(frozen=True)
class WatchRequest:
    """What is to be watched.

    Attributes:
        config: What each batch has in common; `input` holds the addresses of the sources.
        every: Seconds between two polls.
        once: Whether to end when all that there is was taken.
        batch_size: Documents and files in a batch, at most.
        settle: Seconds for which a file of a folder stays as it is before it is taken.
        metrics_port: Where metrics are served; None for nowhere.
        metrics_host: On which address of this machine.
        log_format: `text` for a person, `json` for a program.
    """

    config: Config
    every: float
    once: bool
    batch_size: int
    settle: float
    metrics_port: int | None
    metrics_host: str
    log_format: str


def watch_request(arguments: Sequence[str]) -> WatchRequest:
    """Return what a command line asks.

    Args:
        arguments: What stands after `copydesk watch`.

    Raises:
        UsageError: It asks for something that is unknown, invalid or contradictory.
    """
    own, rest = _own_flags(arguments)
    values, places = read_options(rest, _NAMES)
    told = {name: f"--{name.replace('_', '-')}" for name in _NAMES}
    for setting in _own_settings(rest):
        if setting.name not in own:
            own[setting.name] = setting.switch() if setting.name == "once" else setting.text()
            told[setting.name] = setting.place
    log_format = own.get("log_format", LOG_FORMATS[0])
    if log_format not in LOG_FORMATS:
        hint = did_you_mean(log_format, LOG_FORMATS)
        raise UsageError(
            f"{told['log_format']}: no such value: {log_format}{hint} ({', '.join(LOG_FORMATS)})"
        )
    if "metrics_host" in own and "metrics_port" not in own:
        raise UsageError(f"{told['metrics_host']} needs --metrics-port")
    port = own.get("metrics_port")
    size = own.get("batch_size")
    return WatchRequest(
        config=_config(values, places),
        every=_span(own.get("every", _EVERY), told["every"], least=_SHORTEST),
        once=bool(own.get("once")),
        batch_size=(
            _BATCH_SIZE if size is None else _number(size, told["batch_size"], _MOST_IN_A_BATCH)
        ),
        settle=_span(own.get("settle", _SETTLE), told["settle"]),
        metrics_port=None if port is None else _number(port, told["metrics_port"], _LAST_PORT),
        metrics_host=own.get("metrics_host", _HOST),
        log_format=log_format,
    )


def _own_flags(arguments: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    texts = [flag for flag in WATCH_FLAGS if flag != "--once"]
    return read_flags(flag_parser(*texts, switches=["--once"]), arguments, WATCH_FLAGS)


def _own_settings(rest: Sequence[str]) -> list[Setting]:
    path = read_flags(flag_parser("--config"), rest)[0].get("config")
    return [each for each in read_settings(path) if each.name in _NAMES] if path else []


def _config(values: dict[str, Any], places: Mapping[str, str]) -> Config:
    for name in ("input", "output"):
        if not values.get(name):
            raise UsageError(f"--{name} is missing: copydesk watch --input inbox --output out")
    if "run_id" in values:
        place = places.get("run_id", "--run-id")
        raise UsageError(f"{place}: each batch of a watch has an id of its own")
    if values.get("streaming"):
        place = places.get("streaming", "--streaming")
        raise UsageError(f"{place}: a watch is runs that end; for one that does not, copydesk run")
    own = f"{str(values['output']).rstrip('/')}/{INDEX}"
    config = configure(
        {
            "remember": _REMEMBER,
            **values,
            "index": (*values.get("index", ()), own),
        },
        places,
    )
    if runner := remote_runner(config.beam_options):
        raise UsageError(f"--runner: a watch runs on this machine; for {runner} use copydesk run")
    return config


def _span(text: str, place: str, *, least: timedelta = timedelta()) -> float:
    """Return a span of time in seconds."""
    try:
        span = duration_of(text)
    except ValueError as error:
        raise UsageError(f"{place}: {error}") from None
    if span < least:
        raise UsageError(f"{place}: {text} is too short; give 500ms, 30s or 5m")
    return span.total_seconds()


def _number(text: str, place: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise UsageError(f"{place} needs a whole number from 1 to {most}, not {text!r}")
    return int(text)
