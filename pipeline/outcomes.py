"""What became of a document in a run: its records in the data sets of an output folder."""

import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import zstandard

from transforms.model import ReadError
from transforms.read import NoMatchError, match_files
from transforms.read.storage import STORAGE_ERRORS

from .addresses import address
from .config import DATA_SETS
from .errors import UsageError
from .question import Choice
from .records import read_records

_KEYS = ("id", "url", "canonical_url")
# What files raise that cannot be read, are no JSON Lines or Parquet, or are cut.
_BROKEN: tuple[type[Exception], ...] = (
    *STORAGE_ERRORS,
    ValueError,
    KeyError,
    EOFError,
    lzma.LZMAError,
    zstandard.ZstdError,
)


@dataclass(frozen=True)
class Outcome:
    """A record of a document.

    Attributes:
        data_set: `articles`, `duplicates` or `failures`.
        path: The file that holds it.
        record: All that it says.
        kept: The record of the article that it repeats, if it is a duplicate of another.
        kept_path: The file that holds that.
    """

    data_set: str
    path: str
    record: Mapping[str, Any]
    kept: Mapping[str, Any] | None = None
    kept_path: str | None = None


def find_outcomes(output: str, choice: Choice) -> list[Outcome]:
    """Return the records below `output` that have the id or the URL that is asked for.

    Args:
        output: The output folder of runs.
        choice: An id, or the beginning of one, or a URL.

    Returns:
        Articles before duplicates before failures.

    Raises:
        UsageError: There is nothing that a run wrote, no such record, or a beginning of several
            ids.
        OSError: A file cannot be read.
    """
    search = _Search(choice)
    found = [outcome for data_set in DATA_SETS for outcome in search.below(output, data_set)]
    if not search.files:
        raise UsageError(f"--output {output}: no run has written anything there")
    if not found:
        raise UsageError(
            f"--output {output}: no article, duplicate or failure in {_several(search.files)} "
            f"has {choice}"
        )
    ids = sorted({outcome.record["id"] for outcome in found})
    if choice.id is not None and len(ids) > 1:
        raise UsageError(f"{choice.id} is the beginning of {len(ids)} ids: {', '.join(ids[:9])}")
    return found


def with_kept(output: str, outcome: Outcome) -> Outcome:
    """Return `outcome` with the record of the article that it repeats, if there is one."""
    kept_id = outcome.record.get("duplicate_of")
    if not kept_id or kept_id == outcome.record["id"]:
        return outcome
    articles = _Search(Choice(id=kept_id)).below(output, "articles")
    kept = next(articles, None)
    return replace(outcome, kept=kept.record, kept_path=kept.path) if kept else outcome


def _several(files: int) -> str:
    return f"{files:,} file" + ("" if files == 1 else "s")


class _Search:
    def __init__(self, choice: Choice) -> None:
        self._id = choice.id.lower() if choice.id else ""
        self._url = address(choice.url)
        self.files = 0

    def below(self, output: str, data_set: str) -> Iterator[Outcome]:
        try:
            paths = match_files(f"{output}/{data_set}")
        except NoMatchError:
            return
        except ReadError as error:
            raise UsageError(f"--output {' '.join(error.message.split())}") from None
        for path in paths:
            self.files += 1
            yield from (Outcome(data_set, path, record) for record in self._matching(path))

    def _matching(self, path: str) -> Iterator[Mapping[str, Any]]:
        try:
            if path.endswith(".parquet") and not any(map(self._fits, read_records(path, _KEYS))):
                return
            yield from filter(self._fits, read_records(path, containing=self._id.encode()))
        except _BROKEN as error:
            raise OSError(f"{path} cannot be read: {' '.join(str(error).split())}") from error

    def _fits(self, record: Mapping[str, Any]) -> bool:
        if self._id:
            return str(record["id"]).startswith(self._id)
        return self._url in (
            address(record.get("canonical_url")),
            address(record.get("url")),
        )
