"""Whether a run can read its input and write its output, looked at before it starts."""

from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from importlib.util import find_spec

from .access import check_name, check_openable, check_writable
from .config import DATA_SETS, INDEX, Config
from .errors import UsageError
from .paths import absolute, before_glob, has_glob, is_local, is_within

_NEEDED = {
    "gs": ("google.cloud.storage", "copydesk[gcp]"),
    "s3": ("boto3", "copydesk[aws]"),
    "azfs": ("azure.storage.blob", "apache-beam[azure]"),
    "hdfs": ("hdfs", "apache-beam[hadoop]"),
}
"""Scheme → the module that Beam needs for it, and what to install for that."""
_ENDLESS = ("kafka", "pubsub")
_EXTRAS = {"py3langid": "langid", "lingua": "lingua"}
"""Detector of languages, and the module of that name → our extra that installs it."""


def check_storage(config: Config) -> None:
    """Look at what a run is to read and where it is to write; leave all as it was.

    Raises:
        UsageError: An input is not there or cannot be opened, the output cannot be written, or
            the run would read what it writes.
    """
    _check_places(config)
    for path in config.input:
        check_openable(path)
        _check_is_there(path)
    check_output(config)


def check_filling_up(config: Config, folders: tuple[str, ...]) -> None:
    """Look at folders that need hold nothing yet, and at where is written; leave all as it was.

    Raises:
        UsageError: As for `check_storage`, but that a folder may be empty.
    """
    _check_places(config.model_copy(update={"input": folders}))
    for path in folders:
        check_openable(path)
    check_output(config)


def check_output(config: Config) -> None:
    """Look whether the output can be written, beside what is there.

    Raises:
        UsageError: It cannot, or other runs have files of another format or partitioning there.
    """
    from .data_set_layout import check_layout  # noqa: PLC0415  2 seconds

    check_layout(config)
    check_writable(config)


def _check_places(config: Config) -> None:
    """Look whether what is named can be, and is apart.

    Raises:
        UsageError: Something cannot, or the run would read what it writes.
    """
    check_name("--output", config.output)
    for path in config.input:
        check_name("--input", path)
    for path in config.index:
        check_name("--index", path)
    _tell_file_systems(config)
    check_file_system("--output", config.output)
    for path in config.input:
        check_file_system("--input", path)
        check_apart(path, config)
    for path in config.index:
        check_file_system("--index", path)
        check_index(path, config.output)
    _check_not_compacted(config)


def check_input(config: Config) -> None:
    """Look at what is to be read, where nothing is written.

    Raises:
        UsageError: An input is not there or cannot be opened.
    """
    for path in config.input:
        check_name("--input", path)
    _tell_file_systems(config)
    for path in config.input:
        check_file_system("--input", path)
        check_openable(path)
        _check_is_there(path)


def _tell_file_systems(config: Config) -> None:
    """Let Beam's file systems know the flags that are for them."""
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415  2 seconds
    from apache_beam.options.pipeline_options import PipelineOptions  # noqa: PLC0415

    FileSystems.set_options(PipelineOptions(list(config.beam_options)))


def check_detector(config: Config) -> None:
    """Look whether what is to tell the language is installed.

    Raises:
        UsageError: It is not.
    """
    extra = _EXTRAS.get(config.language_detector)
    if extra is not None and not _is_installed(config.language_detector):
        raise UsageError(
            f"--language-detector {config.language_detector} is not installed; "
            f"pip install 'copydesk[{extra}]'"
        )


def check_file_system(flag: str, path: str) -> None:
    """Look whether `path` is on a file system that is known and installed.

    Raises:
        UsageError: It is not.
    """
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415

    scheme = FileSystems.get_scheme(path)
    if scheme in _NEEDED and not _is_installed(_NEEDED[scheme][0]):
        raise UsageError(
            f"{flag} {path}: {scheme}:// is not installed; pip install '{_NEEDED[scheme][1]}'"
        )
    try:
        FileSystems.get_filesystem(path)
    except ValueError:
        if flag == "--input" and scheme in _ENDLESS:
            raise UsageError(
                f"{flag} {path}: comes without end; use copydesk watch, or copydesk run --streaming"
            ) from None
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
        why = "no file matches" if has_glob(path) else "there is nothing to read"
        raise UsageError(f"--input {path}: {why}") from None
    except ReadError as error:
        raise UsageError(f"--input {' '.join(error.message.split())}") from None


def _check_index_is_there(path: str) -> None:
    from transforms.read import NoMatchError, match_files  # noqa: PLC0415  2 seconds

    check_openable(path, "--index ")
    if is_local(path) and not has_glob(path):  # a folder may be empty yet
        return
    for pattern in (path, f"{path}/**"):
        with suppress(NoMatchError):
            match_files(pattern)
            return
    raise UsageError(f"--index {path}: there is nothing to remember")


def _check_not_compacted(config: Config) -> None:
    from transforms.write.compact import compacted_by  # noqa: PLC0415  2 seconds

    if (compaction := compacted_by(config.output, config.run_id)) is not None:
        raise UsageError(
            f"--run-id {config.run_id}: files of that run were made one with others by "
            f"{compaction}, so that it cannot replace them; choose another output"
        )


def check_index(path: str, output: str) -> None:
    """Look whether what is there is an index; that of the output itself may be nothing yet.

    Raises:
        UsageError: It is something else, or nothing.
    """
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415

    from transforms.model import ReadError  # noqa: PLC0415
    from transforms.read import BrokenIndexError, check_index  # noqa: PLC0415

    try:
        check_index(path)
    except BrokenIndexError as error:
        below = FileSystems.join(path, INDEX)
        hint = ""
        if not has_glob(path) and FileSystems.exists(below):
            hint = f"; did you mean {below}?"
        why = " ".join(str(error).split())
        raise UsageError(f"--index {path} is no index of what runs kept{hint} ({why})") from None
    except ReadError as error:
        raise UsageError(f"--index {' '.join(error.message.split())}") from None
    own, named = absolute(f"{output}/{INDEX}"), absolute(path)
    if own != named and not fnmatchcase(own, named):
        _check_index_is_there(path)


def check_apart(path: str, config: Config) -> None:
    """Look whether a run would read what it, or another of the same output, writes.

    Raises:
        UsageError: It would.
    """
    output = absolute(config.output)
    start = absolute(before_glob(path))
    if any(is_within(start, f"{output}/{name}") for name in (*DATA_SETS, INDEX)):
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
    yield f"{output}/{INDEX}/kept=x/part-{config.run_id}-0.parquet"


def _is_read(path: str, start: str, file: str) -> bool:
    """Return whether the input `path`, whose fixed part is `start`, would mean `file`."""
    if not is_within(file, start):
        return False
    below = file[len(start) :].strip("/").split("/")
    if any(name.startswith(("_", ".")) for name in below):
        return False  # as Read passes them over
    glob = path[len(before_glob(path)) :].strip("/")
    return not glob or _means(glob.split("/"), below)


def _means(glob: list[str], names: list[str]) -> bool:
    """Return whether a glob, folder by folder, means a path."""
    if not glob or not names:
        return not glob and not names
    return "**" in glob[0] or (fnmatchcase(names[0], glob[0]) and _means(glob[1:], names[1:]))
