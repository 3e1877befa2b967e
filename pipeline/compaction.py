"""The words after `copydesk compact` → files made few, and the line that tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from .access import check_name
from .config import bytes_of
from .durations import duration_of
from .errors import UsageError, did_you_mean
from .flags import flag_parser, read_flags

COMPACT_FLAGS = ("--output", "--older-than", "--target-size")
"""The flags of `copydesk compact`."""


@dataclass(frozen=True)
class Asked:
    """What is asked.

    Attributes:
        output: The output folder of runs.
        older_than: How long ago a file was written at least; None for as long as is usual.
        target_bytes: About how large files become; None for as large as is usual.
    """

    output: str
    older_than: timedelta | None = None
    target_bytes: int | None = None


def asked(arguments: Sequence[str]) -> Asked:
    """Return what a command line asks.

    Args:
        arguments: What stands after `copydesk compact`.

    Raises:
        UsageError: It asks for something that is unknown or invalid.
    """
    given, rest = read_flags(flag_parser(*COMPACT_FLAGS), arguments)
    if rest:
        raise UsageError(f"no such option: {rest[0]}{did_you_mean(rest[0], COMPACT_FLAGS)}")
    output = given.get("output", "")
    if not output.strip():
        raise UsageError("--output is missing: copydesk compact --output out")
    check_name("--output", output)
    try:
        older_than = duration_of(given["older_than"]) if "older_than" in given else None
    except ValueError as error:
        raise UsageError(f"--older-than: {error}") from None
    try:
        target_bytes = bytes_of(given["target_size"]) if "target_size" in given else None
    except ValueError as error:
        raise UsageError(f"--target-size: {error}") from None
    return Asked(output.rstrip("/") or "/", older_than, target_bytes)


def compact_as_asked(what: Asked) -> str:
    """Do it, and return what is to be told of it.

    Raises:
        UsageError: No run has written anything there.
        CompactError: A file is not what its manifest says.
        OSError: Something cannot be read or written.
    """
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415  2 seconds

    from transforms.write.compact import compact  # noqa: PLC0415
    from transforms.write.compact.job import OLDER_THAN, TARGET_BYTES  # noqa: PLC0415

    from .checks import check_file_system  # noqa: PLC0415

    check_file_system("--output", what.output)
    if not FileSystems.exists(FileSystems.join(what.output, "_runs")):
        raise UsageError(f"--output {what.output}: no run has written anything there")
    done = compact(
        what.output,
        older_than=OLDER_THAN if what.older_than is None else what.older_than,
        target_bytes=what.target_bytes or TARGET_BYTES,
    )
    if done is None:
        return "nothing to compact"
    rows = sum(file.rows for file in done.files)
    return (
        f"{len(done.replaced):,} files became {len(done.files):,}, with the same {rows:,} records; "
        f"{what.output}/_runs/{done.run_id}/manifest.json lists them"
    )
