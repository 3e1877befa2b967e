"""An address, as it is written on a command line → the source without end that it names."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from apache_beam.io.filesystems import FileSystems

from ..file import MAX_DOCUMENT_BYTES
from .unbounded import UnboundedSource

_STORES = "gs://, s3://, hdfs:// and azfs://"
_SCHEMES = ("file", "gs", "s3", "hdfs", "azfs", "http", "https", "kafka", "pubsub")


def source_at(
    address: str,
    *,
    settle: float | None = None,
    kafka_settings: Callable[[], Mapping[str, str]] = dict,
    fields: Mapping[str, str] | None = None,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
    user_agent: str | None = None,
) -> UnboundedSource:
    """Return the source at `address`.

    What a kind of source needs is imported here, so that it need not be installed for others.

    Args:
        address: A folder or glob on any of Beam's file systems; a feed or sitemap, `https://…`; a
            topic, `kafka://host:9092/topic`.
        settle: Of a folder, how long a file stays as it is before it is taken, in seconds; None
            for as long as is usual.
        kafka_settings: Returns settings of librdkafka, for brokers that ask for more than a name.
        fields: What records call our fields, where the source reads them itself (see `FieldMap`).
        max_document_bytes: Size of the largest document, where the source reads it itself.
        user_agent: Who asks web servers, as `Name/version (+contact)`; None for Copydesk.

    Raises:
        ValueError: There is no such kind of source, or what it needs is not installed.
    """
    scheme = FileSystems.get_scheme(address)
    if scheme and scheme not in _SCHEMES:
        raise ValueError(
            f"nothing is read from {scheme}://; there are folders, also on {_STORES}, and "
            "https://, kafka:// and pubsub://"
        )
    if scheme in ("http", "https"):
        from .feeds import FeedOptions, FeedSource  # noqa: PLC0415

        options = FeedOptions(max_document_bytes=max_document_bytes)
        return FeedSource(
            address, replace(options, user_agent=user_agent) if user_agent else options
        )
    if address.startswith("pubsub://"):
        raise ValueError(
            "a subscription is read by copydesk run --streaming --runner DataflowRunner; here, "
            "let Pub/Sub write its messages into a bucket (a Cloud Storage subscription), and "
            "watch that"
        )
    if address.startswith("kafka://"):
        from .kafka import KafkaSource  # noqa: PLC0415

        return KafkaSource(
            address,
            settings=kafka_settings,
            fields=fields,
            max_document_bytes=max_document_bytes,
        )
    from .folder import SETTLE_SECONDS, FolderSource  # noqa: PLC0415

    return FolderSource(address, settle=SETTLE_SECONDS if settle is None else settle)
