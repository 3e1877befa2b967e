"""How far a source has been polled, as the restriction of a splittable DoFn."""

from typing import Self

from apache_beam.io.iobase import RestrictionProgress, RestrictionTracker

from ...model import Model
from ...model.coders import register
from .unbounded import BEGINNING


class Polls(Model):
    """The polls of a source that are still to be made: from a position, without end or to an end.

    Attributes:
        position: Where the next one goes on.
        number: How many before it handed anything on.
        handed_on: How many documents and files those did.
        is_over: Whether there is none any more.
    """

    position: str = BEGINNING
    number: int = 0
    handed_on: int = 0
    is_over: bool = False

    def after(self, position: str, handed_on: int = 0) -> Self:
        """Return those behind a poll that handed on so much and ended at `position`."""
        return self.model_copy(
            update={
                "position": position,
                "number": self.number + 1,
                "handed_on": self.handed_on + handed_on,
            }
        )

    def end(self) -> Self:
        """Return none."""
        return self.model_copy(update={"is_over": True})


register(Polls)


class PollTracker(RestrictionTracker):
    """Claims one poll after the other; what is claimed is what follows it.

    Beam splits it where it likes: all that is not claimed goes to the residual.
    """

    def __init__(self, polls: Polls) -> None:
        self._rest = polls
        self._is_split = polls.is_over

    def current_restriction(self) -> Polls:
        """Return the polls to be made here; none behind those that are claimed, once split."""
        return self._rest

    def try_claim(self, rest: Polls) -> bool:
        """Take a poll, of which `rest` is what follows; False if others were given what follows."""
        if self._is_split:
            return False
        self._rest = rest
        self._is_split = rest.is_over
        return True

    def try_split(self, fraction_of_remainder: float) -> tuple[Polls, Polls] | None:  # noqa: ARG002
        """Give away all that is not claimed; None if there is nothing to give away."""
        if self._is_split:
            return None
        self._is_split = True
        residual, self._rest = self._rest, self._rest.end()
        return self._rest, residual

    def check_done(self) -> bool:
        """Raise a `ValueError` unless there is nothing left to do here."""
        if not self._is_split:
            raise ValueError(f"polls from {self._rest.position!r} on are still to be made")
        return True

    def current_progress(self) -> RestrictionProgress:
        """Tell that there is more: how much, no source knows."""
        return RestrictionProgress(fraction=1.0 if self._is_split else 0.0)

    def is_bounded(self) -> bool:
        """Say that there is no end to it."""
        return False
