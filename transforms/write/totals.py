"""What a stream has published, added up, so that who asks reads the manifests that came since.

A manifest is never written again, so the sum of some of them stays right. It is kept beside them,
with the names of those that it holds: it can be written by anybody at any time, and thrown away.
"""

from collections.abc import Mapping

from apache_beam.io.filesystems import FileSystems
from pydantic import ValidationError

from ..model import Model, UtcDatetime
from .ledger import Tally
from .panes import Pane, Span, joined
from .publish import DATA_SETS, run_folder
from .storage import read_if_there, write_whole
from .stream_runs import pane_names, read_pane


class PaneTotals(Model):
    """The sum of some manifests of a stream.

    Attributes:
        names: Of the manifests.
        window: When the last of their windows ended.
        read: Documents read, as in a `Pane`, and so on.
        articles: Of them.
        duplicates: Of them.
        failures: Of them.
        spans: Of the sources; those that follow one another as one.
    """

    names: tuple[str, ...] = ()
    window: UtcDatetime | None = None
    read: Tally = Tally()
    articles: Tally = Tally()
    duplicates: Tally = Tally()
    failures: Tally = Tally()
    spans: tuple[Span, ...] = ()

    def plus(self, panes: Mapping[str, Pane]) -> "PaneTotals":
        """Return the sum with other manifests, by their names."""
        parts: list[PaneTotals | Pane] = [self, *panes.values()]
        windows = [part.window for part in parts if part.window is not None]
        return PaneTotals(
            names=(*self.names, *panes),
            window=max(windows, default=None),
            spans=tuple(joined(span for part in parts for span in part.spans)),
            **{
                name: Tally.sum(getattr(part, name) for part in parts)
                for name in ("read", *DATA_SETS)
            },
        )


def pane_totals(root: str, run_id: str) -> PaneTotals:
    """Return the sum of all that a stream has published so far."""
    kept = _kept(root, run_id)
    new = set(pane_names(root, run_id)).difference(kept.names)
    panes = {name: read_pane(root, run_id, name) for name in sorted(new)}
    return kept.plus({name: pane for name, pane in panes.items() if pane is not None})


def keep_totals(root: str, run_id: str) -> None:
    """Write down what a stream has published so far, for the next who asks."""
    write_whole(_path(root, run_id), pane_totals(root, run_id).encoded())


def _kept(root: str, run_id: str) -> PaneTotals:
    content = read_if_there(_path(root, run_id))
    try:
        return PaneTotals() if content is None else PaneTotals.decoded(content)
    except ValidationError:
        return PaneTotals()


def _path(root: str, run_id: str) -> str:
    return FileSystems.join(run_folder(root, run_id), "totals.json")
