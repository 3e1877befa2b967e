"""PublishRun: the files that a run staged → all in place, with manifest and ledger, or none.

The ledger is made from the data and checked first; a run that does not add up publishes nothing.
Then the files go into place, and what an earlier run of the same id had left goes. The ledger is
written last: where it is, the run is complete. Each step can be done again after a crash.

Bounded only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.typehints.decorators import no_annotations

from ..model.coders import register
from .ledger import LargeCluster, Ledger, Tally
from .manifest import Manifest, StagedFile
from .storage import delete, move_into_place, read_if_there, write_whole

register(Ledger)

DATA_SETS = ("articles", "duplicates", "failures")
"""What the ledger counts; the index is a further one, with an entry for each article."""


def run_folder(root: str, run_id: str) -> str:
    """Return the folder in which a run of that id keeps its accounts."""
    return FileSystems.join(root, "_runs", run_id)


def staging_folder(root: str, run_id: str) -> str:
    """Return the folder in which the files of a run wait until all are written."""
    return FileSystems.join(run_folder(root, run_id), "staging")


@dataclass(eq=False)
class PublishRun(beam.PTransform):
    """Put the staged files of a run in place, once the ledger adds up.

    Attributes:
        root: The output folder.
        run_id: The run.
    """

    root: str
    run_id: str

    def __post_init__(self) -> None:
        super().__init__()

    @no_annotations  # Beam would warn that it cannot check several inputs
    def expand(self, pcolls: Mapping[str, beam.PCollection]) -> beam.PCollection[Ledger]:
        """Return the run's ledger.

        Args:
            pcolls: `read`: pairs of media type and how many documents had it; `articles`,
                `duplicates` and `failures`: `StagedFile`s; and so `index`, if there is one;
                `known`: pairs of an earlier run and how many of its articles are remembered, and
                `largest`: `LargeCluster`s, if they are to be told.
        """
        pipeline = next(iter(pcolls.values())).pipeline
        sides = {name: beam.pvalue.AsList(pcoll) for name, pcoll in pcolls.items()}
        return (
            pipeline
            | "Run" >> beam.Create([self.run_id])
            | "Publish" >> beam.Map(_publish, self.root, **sides).with_output_types(Ledger)
        )


def _publish(
    run_id: str,
    root: str,
    read: Iterable[tuple[str, int]],
    known: Iterable[tuple[str, int]] | None = None,
    largest: Iterable[LargeCluster] = (),
    **staged: Iterable[StagedFile],
) -> Ledger:
    ledger = Ledger(
        run_id=run_id,
        read=Tally.of(({"media_type": media_type}, count) for media_type, count in read),
        known=sum(count for _, count in known or ()),
        largest=tuple(sorted(largest, key=lambda each: (-each.size, each.id))),
        **{name: Tally.sum(file.tally for file in staged[name]) for name in DATA_SETS},
    )
    ledger.check()
    if "index" in staged:
        ledger.check_index(sum(each.file.rows for each in staged["index"]))
    known_runs = None if known is None else tuple(sorted(run for run, _ in known))
    publish_files(root, run_id, (file for files in staged.values() for file in files), known_runs)
    write_whole(FileSystems.join(run_folder(root, run_id), "ledger.json"), to_json(ledger))
    return ledger


def publish_files(
    root: str,
    run_id: str,
    staged: Iterable[StagedFile],
    known_runs: tuple[str, ...] | None = None,
) -> Manifest:
    """Put staged files in place of those that the run of that id had before."""
    folder = run_folder(root, run_id)
    staged = sorted(staged, key=lambda each: each.file.path)
    manifest = Manifest(
        run_id=run_id,
        known_runs=known_runs,
        files=tuple(
            each.file.model_copy(update={"path": each.file.path.removeprefix(root).lstrip("/\\")})
            for each in staged
        ),
    )
    manifest_path = FileSystems.join(folder, "manifest.json")
    before = read_if_there(manifest_path)
    delete([FileSystems.join(folder, "ledger.json")])  # not complete until it is there again
    if before is not None:
        kept = {file.path for file in manifest.files}
        delete(
            FileSystems.join(root, *file.path.split("/"))
            for file in Manifest.model_validate_json(before).files
            if file.path not in kept
        )
    write_whole(manifest_path, to_json(manifest))
    move_into_place((each.staged_path, each.file.path) for each in staged)
    delete([staging_folder(root, run_id)])
    return manifest


def withdraw(root: str, run_id: str) -> None:
    """Take back what a run that did not finish has left; a finished one of that id stays."""
    folder = run_folder(root, run_id)
    if FileSystems.exists(FileSystems.join(folder, "ledger.json")):
        delete([staging_folder(root, run_id)])
        return
    manifest = read_if_there(FileSystems.join(folder, "manifest.json"))
    if manifest is not None:  # it was stopped while its files went into place
        delete(
            FileSystems.join(root, *file.path.split("/"))
            for file in Manifest.model_validate_json(manifest).files
        )
    delete([folder])


def to_json(model: Any) -> bytes:
    """Return a model as JSON for people: indented, ending in a line end."""
    return (model.model_dump_json(indent=2) + "\n").encode()
