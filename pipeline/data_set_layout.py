"""Whether the files of a run can stand beside those of others: in one format and partitioning.

What is there is told by manifests, those of the newest runs. Files that no manifest lists, as a
pipeline of one's own writes them, are nobody's business here.
"""

import os
from collections.abc import Iterable
from heapq import nlargest
from itertools import chain, islice

from apache_beam.io.filesystems import FileSystems

from transforms.read.storage import STORAGE_ERRORS
from transforms.write import FORMATS, Manifest, WrittenFile, run_folder
from transforms.write.storage import read_if_there
from transforms.write.stream_runs import pane_names, read_pane

from .config import DATA_SETS, Config
from .errors import UsageError
from .paths import is_local

_RUNS = 8
"""How many are looked at: each of them began beside the others, and has what they have."""
_PANES = 8  # of a stream that has not ended: those of the last windows
_UNREADABLE: tuple[type[Exception], ...] = (*STORAGE_ERRORS, ValueError)
_FILES = 100  # of a run that are looked for: where all are gone, others replaced them


def check_layout(config: Config) -> None:
    """Look whether other runs wrote files of the same format and partitioning.

    Raises:
        UsageError: They have another one.
    """
    for run_id in _newest_runs(config.output):
        if run_id == config.run_id:  # done again, it replaces its files
            continue
        try:
            paths = _paths(config.output, run_id)
            some = _first_there(config.output, (path for name in DATA_SETS for path in paths[name]))
            article = _first_there(config.output, paths["articles"])
        except _UNREADABLE:  # it is just being deleted, or is none of ours
            continue
        there: list[str] = []
        asked: list[str] = []
        flags: list[str] = []
        if some is not None and (form := _format(some)) not in (None, config.format):
            there.append(f"{form} files")
            asked.append(config.format)
            flags.append(f"--format {form}")
        if article is not None and (keys := _keys(article)) != ",".join(config.partition_by):
            there.append(f"articles by {keys or 'nothing'}")
            asked.append(f"by {','.join(config.partition_by) or 'nothing'}")
            flags.append(f"--partition-by {keys or 'none'}")
        if there:
            raise UsageError(
                f"--output {config.output} holds {' and '.join(there)} of run {run_id}, and these "
                f"would be {' and '.join(asked)}, which nothing reads as one data set: choose "
                f"another output, or {' '.join(flags)}"
            )


def _newest_runs(root: str) -> list[str]:
    """Return the ids of the runs that were worked on last, the newest first."""
    folder = FileSystems.join(root, "_runs")
    try:
        if is_local(root):
            with os.scandir(folder) as entries:
                times = {entry.name: entry.stat().st_mtime for entry in entries if entry.is_dir()}
        else:
            (match,) = FileSystems.match([FileSystems.join(folder, "*", "*.json")])
            times = {
                FileSystems.split(FileSystems.split(found.path)[0])[1]: (
                    found.last_updated_in_seconds or 0.0
                )
                for found in match.metadata_list
            }
    except STORAGE_ERRORS:  # no run has written there; else the next check tells of it
        return []
    return nlargest(_RUNS, times, key=lambda run: (times[run], run))


def _paths(root: str, run_id: str) -> dict[str, list[str]]:
    """Return the paths that manifests of a run list, by data set, relative to the output."""
    manifest = read_if_there(FileSystems.join(run_folder(root, run_id), "manifest.json"))
    if manifest is not None:
        files: Iterable[WrittenFile] = Manifest.model_validate_json(manifest).files
    else:
        names = pane_names(root, run_id)[-_PANES:]
        panes = filter(None, (read_pane(root, run_id, name) for name in names))
        files = chain.from_iterable(pane.files for pane in panes)
    paths: dict[str, list[str]] = {name: [] for name in DATA_SETS}
    for file in files:
        data_set = file.path.partition("/")[0]
        if data_set in paths:
            paths[data_set].append(file.path)
    return paths


def _first_there(root: str, paths: Iterable[str]) -> str | None:
    there = (
        path
        for path in islice(paths, _FILES)
        if FileSystems.exists(FileSystems.join(root, *path.split("/")))
    )
    return next(there, None)


def _format(path: str) -> str | None:
    """Return the format of a file.

    >>> _format("duplicates/kind=near/part-1-0.jsonl.gz")
    'jsonl'
    """
    ends = reversed(path.rpartition("/")[2].split("."))
    return next((end for end in ends if end in FORMATS), None)


def _keys(path: str) -> str:
    """Return the names of the folders of a file.

    >>> _keys("articles/language=en/date=2025-04-01/part-1-0.jsonl")
    'language,date'
    """
    return ",".join(name.partition("=")[0] for name in path.split("/") if "=" in name)
