"""An address, as it is written on a command line → the source without end that it names."""

from .unbounded import UnboundedSource


def source_at(address: str, *, settle: float | None = None) -> UnboundedSource:
    """Return the source at `address`.

    What a kind of source needs is imported here, so that it need not be installed for others.

    Args:
        address: A folder or glob on any of Beam's file systems.
        settle: Of a folder, how long a file stays as it is before it is taken, in seconds; None
            for as long as is usual.

    Raises:
        ValueError: There is no such kind of source.
    """
    from .folder import SETTLE_SECONDS, FolderSource  # noqa: PLC0415

    return FolderSource(address, settle=SETTLE_SECONDS if settle is None else settle)
