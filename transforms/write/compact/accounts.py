"""What compactions replaced, and so which files of all manifests are to be there."""

from collections.abc import Iterable, Mapping

from apache_beam.io.filesystems import FileSystems

from ..manifest import Manifest, WrittenFile
from ..publish import run_folder, staging_folder
from ..storage import folders_with, read_if_there
from ..stream_runs import read_panes, stream_runs

PREFIX = "compact-"
"""With which the ids of compactions begin."""
ASIDE = "replaced"
"""In the folder of a compaction, where files of the index are kept that it replaced."""


class Compaction(Manifest):
    """The files that a compaction wrote, and those that they replace.

    Attributes:
        replaced: Paths of the files whose records are in `files`, relative to the output folder.
        runs: The runs that had written them, in order.
    """

    replaced: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()


def run_ids(root: str, name: str) -> list[str]:
    """Return the runs below an output folder that have a file of that name, in order."""
    found = folders_with(name, FileSystems.join(root, "_runs"))
    return sorted(folder.replace("\\", "/").rstrip("/").rpartition("/")[2] for folder in found)


def compactions(root: str) -> list[Compaction]:
    """Return all compactions that were decided, done or not."""
    return [
        Compaction.model_validate_json(content)
        for run in run_ids(root, "manifest.json")
        if run.startswith(PREFIX) and (content := _manifest(root, run)) is not None
    ]


def is_done(root: str, run_id: str) -> bool:
    """Return whether all that a compaction wrote is in place, and what it replaced is gone."""
    return not FileSystems.exists(staging_folder(root, run_id))


def listed_files(root: str) -> Mapping[str, tuple[WrittenFile, frozenset[str]]]:
    """Return the files that are to be there, and the runs that wrote what is in each, by path.

    They are those of all complete runs and of all published panes, but for those that were
    compacted.
    """
    files: dict[str, tuple[WrittenFile, frozenset[str]]] = {}
    for run in run_ids(root, "ledger.json"):
        if (content := _manifest(root, run)) is not None:
            _add(files, Manifest.model_validate_json(content).files, [run])
    for run in stream_runs(root):
        for pane in read_panes(root, run):
            _add(files, pane.files, [run])
    done = compactions(root)
    for each in done:
        _add(files, each.files, each.runs)
    for path in (path for each in done for path in each.replaced):
        files.pop(path, None)
    return files


def compacted_by(root: str, run_id: str) -> str | None:
    """Return a compaction that replaced files of a run, if one did."""
    return next((each.run_id for each in compactions(root) if run_id in each.runs), None)


def _add(
    files: dict[str, tuple[WrittenFile, frozenset[str]]],
    more: Iterable[WrittenFile],
    runs: Iterable[str],
) -> None:
    files.update({file.path: (file, frozenset(runs)) for file in more})


def _manifest(root: str, run_id: str) -> bytes | None:
    return read_if_there(FileSystems.join(run_folder(root, run_id), "manifest.json"))
