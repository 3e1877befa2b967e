"""A sample of the input → what a run over all of it would take."""

import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from transforms.model import Document, Failure
from transforms.read import MAX_DOCUMENT_BYTES, can_split
from transforms.read.match import is_unicode

from ..config import Config
from ..footprint import run_memory
from .excerpts import Reading, excerpt
from .places import Kind, choose_places
from .trial import Stage, Trial, Tried, index_bytes, parquet_bytes, timed

SAMPLE = 200
"""Documents that are tried where nothing else is said: some seconds."""
LONGEST_SECONDS = 60.0
"""Of a processor, for trying them: what is done by then counts."""
_WARM_UP = 3  # articles: the first ones wait for what stages load
_START_SECONDS = 4.0  # of a processor, for each process of a run: imports, and Beam's own start
_MOVES = 6  # times that an article is encoded and decoded in a run


@dataclass(frozen=True)
class Estimate:
    """What a run would take.

    Attributes:
        files: To be read.
        input_bytes: Of them, as they are stored.
        documents: In them, what cannot be read included.
        articles: Of those, what would be kept or be duplicates.
        seconds: Of a processor like this one's, by stage.
        start_seconds: Of a processor, for each process.
        workers: Processes on this machine.
        wall_seconds: By the clock on this machine, if nothing else runs.
        memory_bytes: Of the local runner, at most.
        jsonl_bytes: Written as JSON Lines, the index included.
        parquet_bytes: Written as Parquet, the index included.
        tried: How many documents these figures are from.
        is_counted: Whether all documents were counted, and not only those at some places.
    """

    files: int
    input_bytes: int
    documents: int
    articles: int
    seconds: Mapping[Stage, float]
    start_seconds: float
    workers: int
    wall_seconds: float
    memory_bytes: int
    jsonl_bytes: int
    parquet_bytes: int
    tried: int
    is_counted: bool

    @property
    def worker_hours(self) -> float:
        """Hours of a processor like this one's, on a cluster, without its start."""
        return sum(self.seconds.values()) / 3600


def estimate(
    config: Config, sizes: Mapping[str, int], workers: int, sample: int = SAMPLE
) -> Estimate:
    """Return what a run would take.

    Args:
        config: What it is to do.
        sizes: Of its input: path → bytes.
        workers: How many processes it is to have here.
        sample: How many documents to try.
    """
    read = Reading(config.fields, config.max_document_bytes or MAX_DOCUMENT_BYTES)
    unread = {path for path, size in sizes.items() if not size or not is_unicode(path)}
    readable = {path: size for path, size in sizes.items() if path not in unread}
    looks = [_look(kind, read) for kind in choose_places(readable)]
    tried = _try(Trial(config), looks, sample)
    totals = _Totals()
    totals.documents += len(unread)  # each is a failure: there is nothing in it, or no way to it
    for look in looks:
        totals.add(look, tried)
    seconds = {Stage.READ: totals.read_seconds} | {
        stage: totals.seconds.get(stage, 0.0) for stage in Stage if stage != Stage.READ
    }
    seconds[Stage.MOVE] *= _MOVES
    alongside = sum(seconds.values()) - seconds[Stage.MOVE]
    trials = list(tried.values())
    jsonl = max(1, sum(each.written for each in trials))
    index = index_bytes(trials) * totals.articles / max(1, sum(each.is_kept for each in trials))
    alone = (size for path, size in readable.items() if not can_split(path, size))
    largest = max(alone, default=0) / max(1, sum(sizes.values()))
    # What cannot be split is read by one worker; groups are kept by the process that began.
    cores = os.cpu_count() or 1
    share = max(1 / min(workers, cores), largest)
    processes = workers + 1 if workers > 1 else 1
    start = _START_SECONDS * processes / min(processes, cores)
    wall = start + alongside * share + seconds[Stage.MOVE]
    return Estimate(
        files=len(sizes),
        input_bytes=sum(sizes.values()),
        documents=round(totals.documents),
        articles=round(totals.articles),
        seconds=seconds,
        start_seconds=_START_SECONDS,
        workers=workers,
        wall_seconds=wall,
        memory_bytes=run_memory(totals.documents, totals.moved, workers),
        jsonl_bytes=round(totals.written + index),
        parquet_bytes=round(totals.written * parquet_bytes(trials) / jsonl + index),
        tried=len(tried),
        is_counted=all(look.kind.is_all for look in looks),
    )


@dataclass(frozen=True)
class _Look:
    """What stands at the places of a kind.

    Attributes:
        kind: The kind.
        documents: All that were read there.
        density: Documents in a stored byte.
        read_seconds: For a stored byte.
    """

    kind: Kind
    documents: tuple[Document | Failure, ...]
    density: float
    read_seconds: float


def _look(kind: Kind, read: Reading) -> _Look:
    seconds: dict[Stage, float] = {}
    documents: list[Document | Failure] = []
    looked_at, densities = 0.0, []
    beginnings: dict[str, float] = {}
    for place in kind.places:
        if place.path not in beginnings:
            with timed(seconds, Stage.READ):
                found = excerpt(place, read)
            documents += found.documents
            looked_at += found.size
            # Where none begins, it is in the midst of a long one.
            densities.append(len(found.documents) / found.size if found.size else 0.0)
            if found.is_beginning:
                beginnings[place.path] = densities[-1]
        else:
            densities.append(beginnings[place.path])
    # A place is as likely as its bytes are many: of some, the mean of their densities tells.
    mean = sum(densities) / max(1, len(densities))
    density = len(documents) / kind.size if kind.is_all else mean
    return _Look(kind, tuple(documents), density, seconds.get(Stage.READ, 0) / max(1, looked_at))


def _try(trial: Trial, looks: Sequence[_Look], sample: int) -> dict[int, Tried]:
    """Try some of the documents, the same ones each time; of each kind by its share of all."""
    expected = {look.kind.suffix: look.density * look.kind.size for look in looks}
    total = sum(expected.values()) or 1
    chosen: list[Document | Failure] = []
    for look in looks:
        count = max(2, round(sample * expected[look.kind.suffix] / total))
        chosen += sorted(look.documents, key=_chance)[:count]
    chosen.sort(key=_chance)
    kept = (document for document in chosen if trial(document).is_kept)
    for _ in islice(kept, _WARM_UP):
        pass
    tried: dict[int, Tried] = {}
    start = time.process_time()
    for document in chosen:
        tried[id(document)] = trial(document)  # one may be there twice, with one id
        if time.process_time() - start > LONGEST_SECONDS:
            break
    return tried


def _chance(document: Document | Failure) -> bytes:
    return hashlib.sha256(f"{document.id} {document.source.position}".encode()).digest()


class _Totals:
    """Of all kinds, from what was tried of each."""

    def __init__(self) -> None:
        self.documents = 0.0
        self.articles = 0.0
        self.read_seconds = 0.0
        self.moved = 0.0
        self.written = 0.0
        self.seconds: dict[Stage, float] = {}

    def add(self, look: _Look, tried: Mapping[int, Tried]) -> None:
        """Take a kind into account: what a byte of its documents takes, times all bytes."""
        documents = look.density * look.kind.size
        self.documents += documents
        self.read_seconds += look.read_seconds * look.kind.size
        trials = [tried[id(each)] for each in look.documents if id(each) in tried]
        if not trials:
            return
        content = sum(len(each.content or b"") for each in look.documents) + len(look.documents)
        mean = content / len(look.documents)
        # By the bytes of documents, since long ones take long; a byte more for those without.
        scale = documents * mean / sum(each.content + 1 for each in trials)
        self.articles += documents * sum(each.is_kept for each in trials) / len(trials)
        self.moved += scale * sum(each.moved for each in trials)
        self.written += scale * sum(each.written for each in trials)
        for each in trials:
            for stage, spent in each.seconds.items():
                self.seconds[stage] = self.seconds.get(stage, 0.0) + scale * spent
