"""File systems: what they raise, and how a file is opened as the bytes that it is."""

from importlib import import_module
from typing import BinaryIO, cast

from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems

from ..model import ReadError, Reason

_CLIENT_ERRORS = (
    ("google.api_core.exceptions", "GoogleAPIError"),
    ("google.auth.exceptions", "GoogleAuthError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("apache_beam.io.aws.clients.s3.messages", "S3ClientError"),
    ("azure.core.exceptions", "AzureError"),
    ("hdfs.util", "HdfsError"),
)


def _storage_errors() -> tuple[type[Exception], ...]:
    errors: list[type[Exception]] = [OSError]
    for module, name in _CLIENT_ERRORS:
        try:
            errors.append(getattr(import_module(module), name))
        except ImportError:  # a file system that is not installed raises nothing
            continue
    return tuple(errors)


STORAGE_ERRORS: tuple[type[Exception], ...] = _storage_errors()
"""What the file systems that are installed raise where they fail."""
_OPENING_ERRORS: tuple[type[Exception], ...] = (*STORAGE_ERRORS, ValueError)


def open_file(path: str) -> BinaryIO:
    """Return the file at `path`, on any of Beam's file systems, open at its first byte.

    Raises:
        ReadError: `unreadable`.
    """
    try:
        return cast(
            "BinaryIO", FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED)
        )
    except _OPENING_ERRORS as error:  # ValueError: no such kind of file system
        raise ReadError(Reason.UNREADABLE, f"cannot be opened: {error}") from error
