"""The plan: a batch that was decided on, until it is done.

Where there is a plan, the batch is done again under the same id, which replaces what it may have
published before; where there is its ledger too, all is published and only the cursor is to move.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from apache_beam.io.filesystems import FileSystems

from transforms.model import Document, Failure, Model
from transforms.model.base import UtcDatetime
from transforms.read.spool import spool_line
from transforms.write import Ledger, Manifest, run_folder
from transforms.write.compact.accounts import compactions

from ..paths import is_local
from .cursor import load
from .places import Places, keep, kept


class Plan(Model):
    """A batch.

    Attributes:
        run_id: Its run.
        moment: When it was planned.
        inputs: What it reads: files of folders, and the file in which documents wait.
        positions: Address → where the source is once it is done.
        files: How many files of folders it reads.
        documents: How many documents wait for it.
        arrived: When what it reads came in, in order, in seconds since 1970 (see `Arrivals`).
    """

    run_id: str
    moment: UtcDatetime
    inputs: tuple[str, ...]
    positions: Mapping[str, str]
    files: int = 0
    documents: int = 0
    arrived: tuple[float, ...] = ()

    def save(self, places: Places) -> None:
        """Keep it: from then on the batch will be done."""
        keep(places.plan, self.encoded())


def load_plan(places: Places) -> Plan | None:
    """Return the batch under way, if there is one.

    Raises:
        CursorError: What is there is no plan.
    """
    return load(Plan, places.plan)


def make_plan(
    places: Places,
    run_id: str,
    moment: datetime,
    taken: Mapping[str, tuple[Sequence[Document | Failure], Sequence[str], str]],
    max_document_bytes: int,
    arrived: Iterable[float] = (),
) -> Plan:
    """Keep documents safe and return the batch; until it is saved, nothing has happened.

    Args:
        places: Of the watch.
        run_id: Of the batch.
        moment: When it is planned.
        taken: Address → documents, files and position that the source handed on.
        max_document_bytes: Size of the largest document.
        arrived: When they came in.
    """
    documents = [each for found, _, _ in taken.values() for each in found]
    files = list(dict.fromkeys(path for _, found, _ in taken.values() for path in found))
    inputs = [escaped(path) for path in files]
    if documents:
        spool = places.spool(run_id)
        keep(spool, b"".join(spool_line(each, max_document_bytes) for each in documents))
        inputs.append(spool)
    return Plan(
        run_id=run_id,
        moment=moment,
        inputs=tuple(inputs),
        positions={address: position for address, (_, _, position) in taken.items()},
        files=len(files),
        documents=len(documents),
        arrived=tuple(sorted(arrived)),
    )


def is_published(output: str, run_id: str) -> bool:
    """Return whether a run is complete: its ledger is there, and its files are as it wrote them.

    Files that were compacted are in others, which were safe before these went.
    """
    folder = run_folder(output, run_id)
    manifest = kept(FileSystems.join(folder, "manifest.json"))
    if kept(FileSystems.join(folder, "ledger.json")) is None or manifest is None:
        return False
    files = Manifest.decoded(manifest).files
    if not is_local(output):
        return True
    # After the machine failed, a file may be named and lack its content.
    lacking = [file.path for file in files if _size(Path(output, file.path)) != file.bytes]
    if not lacking:
        return True
    replaced = {path for each in compactions(output) for path in each.replaced}
    return replaced.issuperset(lacking)


def read_ledger(output: str, run_id: str) -> Ledger | None:
    """Return what a run accounts for, or None if it is not complete."""
    content = kept(FileSystems.join(run_folder(output, run_id), "ledger.json"))
    return Ledger.decoded(content) if content is not None else None


def escaped(path: str) -> str:
    """Return what means the file at `path` alone, though it may have brackets in its name."""
    return path if is_local(path) else path.replace("[", "[[]")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
