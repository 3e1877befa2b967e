"""Beam's own options: each known to Beam, with a value that it takes, before anything starts."""

import json
import re
from argparse import ArgumentError
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .config import LOCAL_RUNNER
from .config_file import Setting
from .errors import UsageError, did_you_mean
from .runners import local_workers, resolve_runner

_JOB_SERVER_RUNNERS = ("FlinkRunner", "SparkRunner", "PortableRunner")
# Beam follows a job on Prism by a call to which it gives this time in all, five minutes by default,
# and takes its end for that of the job: https://github.com/apache/beam/issues/35867.
_PRISM_TIMEOUT = 365 * 24 * 3600  # seconds
# Of a bundle that takes long it gives one half to another worker, also where both halves have the
# same key: a stateful DoFn then does not see in the one what the other has stored.
_PRISM_UNSPLIT = "prism_disable_sdf_split"
_JOB_SERVER_OPTIONS: Mapping[str, type[str] | type[int] | type[bool]] = {
    # Of Flink's and Spark's job servers, which tell Beam of them only once they are up.
    "allow_non_restored_state": bool,
    "auto_watermark_interval": int,
    "batch_interval_millis": int,
    "checkpoint_dir": str,
    "checkpoint_timeout_millis": int,
    "checkpointing_interval": int,
    "checkpointing_mode": str,
    "execution_mode_for_batch": str,
    "execution_retry_delay": int,
    "externalized_checkpoints_enabled": bool,
    "fail_on_checkpointing_errors": bool,
    "finish_bundle_before_checkpointing": bool,
    "flink_conf_dir": str,
    "latency_tracking_interval": int,
    "max_bundle_size": int,
    "max_bundle_time_mills": int,
    "min_pause_between_checkpoints": int,
    "number_of_execution_retries": int,
    "object_reuse": bool,
    "retain_externalized_checkpoints_on_cancellation": bool,
    "savepoint_path": str,
    "shutdown_sources_after_idle_ms": int,
    "state_backend": str,
    "state_backend_storage_path": str,
    "storage_level": str,
    "unaligned_checkpoint_enabled": bool,
}


def beam_flags(
    arguments: Sequence[str], settings: Iterable[Setting], ours: Iterable[str]
) -> tuple[str, ...]:
    """Return the flags to give to Beam.

    Args:
        arguments: What is left of the command line.
        settings: What is left of the file of options; the command line wins over it.
        ours: Our own flags, for a hint at a misspelt one.

    Raises:
        UsageError: One is unknown, has a value that it does not take, or names no runner.
    """
    parser = _parser()
    hints = [*ours, *parser._option_string_actions]  # noqa: SLF001  argparse tells it no other way
    given = {
        action.dest
        for argument in arguments
        if (action := _action(parser, argument.partition("=")[0])) is not None
    }
    from_file: list[str] = []
    for setting in settings:
        action = _action(parser, f"--{setting.name}")
        if action is None:
            known = [hint.lstrip("-") for hint in hints]
            raise UsageError(f"{setting.place}: no such option{did_you_mean(setting.name, known)}")
        flags = _setting_flags(parser, action, setting)
        _parse(parser, flags, hints, f"{setting.place}: ")
        if action.dest not in given:
            from_file += flags
    flags = [*from_file, *arguments]
    options = _parse(parser, flags, hints)
    return _complete(flags, options)


def _parser() -> Any:
    from apache_beam.options.pipeline_options import PipelineOptions  # noqa: PLC0415  2 seconds

    parsers: list[Any] = []
    PipelineOptions([]).get_all_options(add_extra_args_fn=parsers.append)
    parser = parsers[0]
    parser.exit_on_error = False
    for name, kind in _JOB_SERVER_OPTIONS.items():
        if f"--{name}" not in parser._option_string_actions:  # noqa: SLF001
            takes = {"action": "store_const", "const": True} if kind is bool else {"type": kind}
            parser.add_argument(f"--{name}", **takes)
    return parser


def _action(parser: Any, flag: str) -> Any:
    return parser._option_string_actions.get(flag)  # noqa: SLF001


def _parse(parser: Any, flags: Sequence[str], hints: Iterable[str], place: str = "") -> Any:
    try:
        options, unknown = parser.parse_known_args(list(flags))
    except ArgumentError as error:
        raise UsageError(place + _complaint(parser, error)) from None
    for argument in unknown:
        if argument.startswith("-"):
            name = argument.partition("=")[0]
            raise UsageError(f"{place}no such option: {name}{did_you_mean(name, hints)}")
    if unknown:
        raise UsageError(f"{place}unexpected {unknown[0]!r}: what to read comes after --input")
    return options


def _complaint(parser: Any, error: ArgumentError) -> str:
    flag = str(error.argument_name).split("/")[0]
    action = _action(parser, flag)
    message = error.message
    if "expected one argument" in message:
        return f"{flag} needs a value"
    if message.startswith("ignored explicit argument"):
        return f"{flag} takes no value"
    value = (re.search(r": ['\"](.*)['\"]", message) or [message, message])[1]
    if action is not None and action.choices:
        value = re.sub(r"['\"] \(choose from.*", "", value)
        known = [str(choice) for choice in action.choices]
        return f"{flag}: no such value: {value}{did_you_mean(value, known)} ({', '.join(known)})"
    if action is not None and action.type in (int, float):
        number = "whole number" if action.type is int else "number"
        return f"{flag} needs a {number}, not {value!r}"
    if action is not None and action.type is not None:
        return f"{flag} needs JSON, not {value!r}"
    return f"{flag}: {message}"


def _setting_flags(parser: Any, action: Any, setting: Setting) -> list[str]:
    flag = f"--{setting.name}"
    if action.nargs == 0:
        opposite = f"--no_{setting.name}"
        if setting.switch():
            return [flag]
        return [opposite] if _action(parser, opposite) else []
    if isinstance(setting.value, dict):
        return [f"{flag}={json.dumps(setting.value)}"]
    return [f"{flag}={text}" for text in setting.texts()]


def _complete(flags: Sequence[str], options: Any) -> tuple[str, ...]:
    runner = resolve_runner(options.runner or "DirectRunner")
    if options.no_wait_until_finish:
        raise UsageError("--no_wait_until_finish: a run ends with its accounts, and waits for them")
    if runner not in _JOB_SERVER_RUNNERS:
        for name in _JOB_SERVER_OPTIONS:
            if getattr(options, name, None) is not None:
                raise UsageError(f"--{name} is for {' and '.join(_JOB_SERVER_RUNNERS[:2])} alone")
    added: list[str] = []
    if runner == LOCAL_RUNNER:
        added = local_workers(flags, options)
    elif runner.rpartition(".")[2] == "PrismRunner":
        added = _prism_flags(flags)
    return (f"--runner={runner}", *_without_runner(flags), *added)


def _prism_flags(flags: Sequence[str]) -> list[str]:
    """Return what Prism has to be told to run for long, and to work on a key in one place."""
    given = any(flag.startswith(("--job_server_timeout", "--job-server-timeout")) for flag in flags)
    timeout = [] if given else [f"--job_server_timeout={_PRISM_TIMEOUT}"]
    return [*timeout, f"--experiments={_PRISM_UNSPLIT}"]


def _without_runner(flags: Sequence[str]) -> list[str]:
    names = ["", *flags]
    return [
        flag
        for before, flag in zip(names, flags, strict=False)
        if before != "--runner" and flag.partition("=")[0] != "--runner"
    ]
