"""Whether a run can read its input and write its output, looked at before it starts."""

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path

from .config import Config
from .errors import UsageError, did_you_mean

_DATA_SETS = ("articles", "duplicates", "failures")
_GLOB = re.compile(r"[*?\[]")
_NEEDED = {
    "gs": ("google.cloud.storage", "copydesk[gcp]"),
    "s3": ("boto3", "copydesk[aws]"),
    "azfs": ("azure.storage.blob", "apache-beam[azure]"),
    "hdfs": ("hdfs", "apache-beam[hadoop]"),
}
"""Scheme → the module that Beam needs for it, and what to install for that."""


def check_storage(config: Config) -> None:
    """Look at what a run is to read and where it is to write; change nothing.

    Raises:
        UsageError: An input is not there, the output cannot be written, or the run would read
            what it writes.
    """
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415  2 seconds
    from apache_beam.options.pipeline_options import PipelineOptions  # noqa: PLC0415

    FileSystems.set_options(PipelineOptions(list(config.beam_options)))
    _check_file_system("--output", config.output)
    for path in config.input:
        _check_file_system("--input", path)
        _check_apart(path, config)
    for path in config.input:
        _check_is_there(path)
    _check_writable(config.output)


def _check_file_system(flag: str, path: str) -> None:
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415

    scheme = FileSystems.get_scheme(path)
    if scheme in _NEEDED and not _is_installed(_NEEDED[scheme][0]):
        raise UsageError(
            f"{flag} {path}: {scheme}:// is not installed; pip install '{_NEEDED[scheme][1]}'"
        )
    try:
        FileSystems.get_filesystem(path)
    except ValueError:
        known = ", ".join(f"{name}://" for name in _NEEDED)
        raise UsageError(
            f"{flag} {path}: {scheme}:// is no file system of Beam's; use a local path or {known}"
        ) from None


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package around it
        return False


def _check_is_there(path: str) -> None:
    from transforms.model import ReadError  # noqa: PLC0415  2 seconds
    from transforms.read import NoMatchError, match_files  # noqa: PLC0415

    try:
        match_files(path)
    except NoMatchError:
        raise UsageError(f"--input {path}: {_why_nothing(path)}") from None
    except ReadError as error:
        raise UsageError(f"--input {' '.join(error.message.split())}") from None


def _why_nothing(path: str) -> str:
    missing = _first_missing(path) if _is_local(path) else None
    if missing is not None:
        hint = did_you_mean(missing.name, _names(missing.parent))
        return f"no such file or folder{hint}"
    return "no file matches" if _GLOB.search(path) else "there is nothing to read"


def _first_missing(path: str) -> Path | None:
    """Return the topmost folder or file of `path` that is not there, globs aside."""
    parts = Path(_before_glob(path)).parts
    for end in range(1, len(parts) + 1):
        step = Path(*parts[:end])
        if not step.exists():
            return step
    return None


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  names are what is asked
    except OSError:
        return []


def _check_writable(output: str) -> None:
    if not _is_local(output):
        return  # its credentials and rights show when the first file is written
    path = Path(output)
    for step in (path, *path.absolute().parents):
        if step.is_dir():
            if not os.access(step, os.W_OK | os.X_OK):
                raise UsageError(f"--output {output}: {step} cannot be written to")
            return
        if step.exists() or step.is_symlink():
            raise UsageError(f"--output {output}: {step} is a file, not a folder")


def _check_apart(path: str, config: Config) -> None:
    output = _absolute(config.output)
    start = _absolute(_before_glob(path))
    if any(_is_within(start, f"{output}/{name}") for name in _DATA_SETS):
        raise UsageError(
            f"--input {path} is what runs write to --output {config.output}: "
            "a run would read its own results; choose another output"
        )
    if any(_is_read(path, start, file) for file in _files_to_be(output, config)):
        raise UsageError(
            f"--output {config.output} is inside --input {path}: "
            "the next run would read the results of this one; choose a folder outside"
        )


def _files_to_be(output: str, config: Config) -> Iterator[str]:
    """Give an example of each kind of path that a run writes."""
    articles = "/".join(["articles", *(f"{key}=x" for key in config.partition_by)])
    for folder in (articles, "duplicates/kind=x", "failures/step=x"):
        yield f"{output}/{folder}/part-{config.run_id}-0.{config.format}"


def _is_read(path: str, start: str, file: str) -> bool:
    """Return whether the input `path`, whose fixed part is `start`, would mean `file`."""
    if not _is_within(file, start):
        return False
    below = file[len(start) :].strip("/").split("/")
    if any(name.startswith(("_", ".")) for name in below):
        return False  # as Read passes them over
    glob = path[len(_before_glob(path)) :].strip("/")
    return not glob or _means(glob.split("/"), below)


def _means(glob: list[str], names: list[str]) -> bool:
    """Return whether a glob, folder by folder, means a path."""
    if not glob or not names:
        return not glob and not names
    return "**" in glob[0] or (fnmatchcase(names[0], glob[0]) and _means(glob[1:], names[1:]))


def _before_glob(path: str) -> str:
    """Return the folder of `path` above its first wildcard; `path` itself if it has none."""
    wildcard = _GLOB.search(path)
    if wildcard is None or (_is_local(path) and Path(path).exists()):
        return path
    return path[: path.rfind("/", 0, wildcard.start()) + 1]


def _absolute(path: str) -> str:
    return str(Path(path).resolve()) if _is_local(path) else path.rstrip("/")


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _is_local(path: str) -> bool:
    return "://" not in path
