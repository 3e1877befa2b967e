"""The cursor: how far each source is."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Self, TypeVar

from pydantic import ValidationError

from transforms.model import Model
from transforms.model.base import UtcDatetime
from transforms.read.sources import BEGINNING

from .places import Places, keep, kept

_MILLISECOND = timedelta(milliseconds=1)
_Kept = TypeVar("_Kept", bound=Model)


class CursorError(RuntimeError):
    """The state of a watch cannot be read: going on without it would read all again."""


class Cursor(Model):
    """How far each source is.

    Attributes:
        positions: Address → what the source said is behind it, for those that were ever polled.
        last: When the last batch was planned: the next is later, whatever the clock says.
        run_id: The last batch.
    """

    positions: Mapping[str, str] = {}
    last: UtcDatetime | None = None
    run_id: str | None = None

    @classmethod
    def load(cls, places: Places) -> Self:
        """Return the cursor of a watch; the first one if it has none yet.

        Raises:
            CursorError: What is there is none.
        """
        return load(cls, places.cursor) or cls()

    def save(self, places: Places) -> None:
        """Keep it in place of the one before."""
        keep(places.cursor, self.encoded())

    def position(self, address: str) -> str:
        """Return where a source goes on."""
        return self.positions.get(address, BEGINNING)

    def moved(self, positions: Mapping[str, str]) -> Self:
        """Return the cursor with some sources at other positions."""
        return self.model_copy(update={"positions": {**self.positions, **positions}})

    def next_moment(self, clock: datetime) -> datetime:
        """Return when the next batch is planned: by the clock, but after the last."""
        now = clock.astimezone(UTC)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        return now if self.last is None or now > self.last else self.last + _MILLISECOND


def load(kind: type[_Kept], path: str) -> _Kept | None:
    """Return the model that is kept at `path`, or None if nothing is.

    Raises:
        CursorError: What is there is none.
    """
    content = kept(path)
    try:
        return None if content is None else kind.decoded(content)
    except ValidationError as error:
        raise CursorError(
            f"{path} cannot be read: {error.errors()[0]['msg']}; put back a copy of it, or take it "
            "away to begin anew: what was read before comes as duplicates"
        ) from error


def batch_id(moment: datetime) -> str:
    """Return the id of a batch that was planned then; ids sort as their moments do."""
    milliseconds = moment.microsecond // 1000
    return f"{moment:%Y%m%dT%H%M%S}.{milliseconds:03}Z-{token_hex(3)}"
