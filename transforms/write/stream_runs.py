"""Runs of a stream: what they have published so far, where a stream goes on, and how one is closed.

A stream that ends, and one that was killed, is closed by adding up the manifests of its panes: then
its folder holds a ledger and a manifest as that of any run.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from apache_beam.io.filesystems import FileSystems

from ..model import Model
from .ledger import Ledger
from .manifest import Manifest
from .panes import Pane, Span, finish_pane, ledger_of, panes_folder
from .publish import run_folder, staging_folder, to_json
from .storage import delete, folders_with, read_if_there, write_whole

_POSITIONS = "positions.json"


class Positions(Model):
    """Where the sources of a stream go on.

    Attributes:
        number: That of the run among those of streams in its output folder, in order of time.
        began: By address, where the run began.
        reached: By address, where all before it is published; only of a run that is closed.
    """

    number: int = 0
    began: Mapping[str, str]
    reached: Mapping[str, str] | None = None


def read_panes(root: str, run_id: str) -> list[Pane]:
    """Return the manifests that a stream has written so far, in order of their windows."""
    read = (read_pane(root, run_id, name) for name in pane_names(root, run_id))
    return sorted((pane for pane in read if pane), key=lambda pane: (pane.window, pane.index))


def pane_names(root: str, run_id: str) -> list[str]:
    """Return the names of the manifests that a stream has written so far, in order of windows."""
    folder = panes_folder(root, run_id)
    if FileSystems.get_scheme(folder) is None:
        return sorted(path.name for path in Path(folder).glob("[!.]*.json"))
    (match,) = FileSystems.match([FileSystems.join(folder, "*.json")])
    return sorted(FileSystems.split(found.path)[1] for found in match.metadata_list)


def read_pane(root: str, run_id: str, name: str) -> Pane | None:
    """Return a manifest of a stream by its name; None if it is gone."""
    content = read_if_there(FileSystems.join(panes_folder(root, run_id), name))
    return None if content is None else Pane.model_validate_json(content)


def stream_ledger(root: str, run_id: str) -> Ledger:
    """Return the accounts of a run of a stream, ended or not: what it has published.

    What it has read and not published yet is in no account.
    """
    written = read_if_there(FileSystems.join(run_folder(root, run_id), "ledger.json"))
    if written is not None:
        return Ledger.model_validate_json(written)
    return ledger_of(run_id, read_panes(root, run_id))


def stream_runs(root: str) -> list[str]:
    """Return the ids of the runs of streams below an output folder, in order."""
    found = folders_with(_POSITIONS, FileSystems.join(root, "_runs"))
    return [folder.replace("\\", "/").rstrip("/").rpartition("/")[2] for folder in found]


def open_runs(root: str, addresses: Iterable[str]) -> list[str]:
    """Return the runs of streams of these sources that did not end, or go on."""
    wanted = set(addresses)
    positions = {run: stream_positions(root, run) for run in stream_runs(root)}
    return [
        run
        for run, each in positions.items()
        if each.reached is None and wanted & each.began.keys()
    ]


def open_run(root: str, run_id: str, addresses: Iterable[str]) -> Mapping[str, str]:
    """Begin a run of a stream: return for each source where it goes on.

    Runs of a stream of these sources that did not end are closed first, so that at most one may
    run at a time.

    Raises:
        ValueError: There is a run of that id: its files must not be mixed with those of another.
    """
    if read_if_there(FileSystems.join(run_folder(root, run_id), "manifest.json")) is not None or (
        run_id in stream_runs(root)
    ):
        raise ValueError(f"there is a run {run_id} already; a stream goes on under another id")
    addresses = sorted(addresses)
    for run in open_runs(root, addresses):
        close_run(root, run)
    ended: dict[str, Positions] = {run: stream_positions(root, run) for run in stream_runs(root)}
    began = dict.fromkeys(addresses, "")
    for run in sorted(ended, key=lambda run: ended[run].number):
        began |= {
            address: position
            for address, position in (ended[run].reached or {}).items()
            if address in began
        }
    number = 1 + max((each.number for each in ended.values()), default=0)
    _write(root, run_id, _POSITIONS, Positions(number=number, began=began))
    return began


def close_run(root: str, run_id: str) -> Positions:
    """Put in place what a stream that ended was about to, and add up its accounts.

    Done again it gives the same.
    """
    panes = read_panes(root, run_id)
    for pane in panes:
        finish_pane(root, pane)
    positions = stream_positions(root, run_id)
    there = reached(positions.began, (span for pane in panes for span in pane.spans))
    closed = positions.model_copy(update={"reached": there})
    files = {file.path: file for pane in panes for file in pane.files}
    manifest = Manifest(run_id=run_id, files=tuple(files[path] for path in sorted(files)))
    _write(root, run_id, "manifest.json", manifest)
    _write(root, run_id, "ledger.json", ledger_of(run_id, panes))
    _write(root, run_id, _POSITIONS, closed)
    delete([staging_folder(root, run_id)])
    return closed


def reached(began: Mapping[str, str], spans: Iterable[Span]) -> dict[str, str]:
    """Return, by address, the position before which all is published.

    Windows may be published in another order than that of the polls: what lies behind a poll of
    which nothing was published is read again.
    """
    positions = dict(began)
    following = dict.fromkeys(began, 0)
    for span in sorted(spans, key=lambda each: (each.address, each.first)):
        if span.first <= following.get(span.address, -1) <= span.last:
            positions[span.address] = span.position
            following[span.address] = span.last + 1
    return positions


def stream_positions(root: str, run_id: str) -> Positions:
    """Return where the sources of a run of a stream began, and how far they came."""
    content = read_if_there(FileSystems.join(run_folder(root, run_id), _POSITIONS))
    return Positions(began={}) if content is None else Positions.model_validate_json(content)


def _write(root: str, run_id: str, name: str, model: Model) -> None:
    write_whole(FileSystems.join(run_folder(root, run_id), name), to_json(model))
