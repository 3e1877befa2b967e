"""What a stream has published, told again and again while it runs, at the price of what is new."""

import hashlib
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from apache_beam.io.filesystem import BeamIOError
from apache_beam.io.filesystems import FileSystems

from ..model import Model, UtcDatetime
from .panes import Pane, panes_folder
from .publish import run_folder, to_json
from .storage import read_if_there, write_whole
from .stream_runs import pane_names, read_pane

_SECONDS = 0.5  # between two looks: a poll may follow another within a millisecond
_TELL_SECONDS = 5.0  # between two tellings of how far a source was polled
_LOGGER = logging.getLogger(__name__)


class PollState(Model):
    """How far a source was polled, which for some seconds may be more than is told.

    Attributes:
        address: Of the source.
        handed_on: Documents and files that its polls handed on so far.
        has_more: Whether there was more than was asked for.
        moment: When it was polled.
    """

    address: str
    handed_on: int
    has_more: bool
    moment: UtcDatetime


class NewPane(NamedTuple):
    """A manifest.

    Attributes:
        pane: What it says.
        moment: When it was written.
    """

    pane: Pane
    moment: datetime


class NewPanes:
    """The manifests of a stream, each once.

    Args:
        root: The output folder.
        run_id: The run.
    """

    def __init__(self, root: str, run_id: str) -> None:
        self._root = root
        self._run_id = run_id
        self._seen: set[str] = set()

    def read(self) -> list[NewPane]:
        """Return those that were not returned before, in order of their windows."""
        there = pane_names(self._root, self._run_id)
        panes = []
        for name in there:
            if name not in self._seen and (pane := read_pane(self._root, self._run_id, name)):
                path = FileSystems.join(panes_folder(self._root, self._run_id), name)
                moment = datetime.fromtimestamp(FileSystems.last_updated(path), UTC)
                panes.append(NewPane(pane, moment))
        self._seen = set(there)
        return panes


class Published:
    """Tells how much of what a source handed on is published; for `Polling.published`.

    Args:
        root: The output folder.
        run_id: The run.
    """

    def __init__(self, root: str, run_id: str) -> None:
        self._panes = NewPanes(root, run_id)
        self._known: dict[str, int] = {}
        self._due = 0.0

    def __call__(self, address: str) -> int:
        """Return how many documents and files a source had handed on with its last poll published.

        One that cannot be asked for now is told as it was: it is asked again.
        """
        if time.monotonic() >= self._due:
            with suppress(OSError):
                self._look()
            self._due = time.monotonic() + _SECONDS
        return self._known.get(address, 0)

    def _look(self) -> None:
        """See what is new, for all sources: a manifest is read once."""
        for new in self._panes.read():
            for span in new.pane.spans:
                self._known[span.address] = max(self._known.get(span.address, 0), span.handed_on)


class TellPolls:
    """Tells, in a file for each source, how far it was polled; for `Polling.tell`.

    Args:
        root: The output folder.
        run_id: The run.
    """

    def __init__(self, root: str, run_id: str) -> None:
        self._folder = polls_folder(root, run_id)
        self._due: dict[str, float] = {}

    def __call__(self, address: str, handed_on: int, *, has_more: bool) -> None:
        """Tell of a poll, unless that was done just before."""
        if time.monotonic() < self._due.get(address, 0.0):
            return
        state = PollState(
            address=address, handed_on=handed_on, has_more=has_more, moment=datetime.now(UTC)
        )
        name = hashlib.sha256(address.encode()).hexdigest()[:16]
        try:
            write_whole(FileSystems.join(self._folder, f"{name}.json"), to_json(state))
        except OSError as error:  # nothing depends on it
            _LOGGER.warning("how far %s was polled cannot be told: %s", address, error)
        self._due[address] = time.monotonic() + _TELL_SECONDS


def polls_folder(root: str, run_id: str) -> str:
    """Return the folder in which a stream tells how far its sources were polled."""
    return FileSystems.join(run_folder(root, run_id), "polls")


def poll_states(root: str, run_id: str) -> Mapping[str, PollState]:
    """Return by address how far the sources of a stream were polled, as it last told."""
    pattern = FileSystems.join(polls_folder(root, run_id), "*.json")
    with suppress(BeamIOError):
        (match,) = FileSystems.match([pattern])
        contents = [read_if_there(found.path) for found in match.metadata_list]
        states = [PollState.model_validate_json(each) for each in contents if each is not None]
        return {state.address: state for state in sorted(states, key=lambda each: each.address)}
    return {}
