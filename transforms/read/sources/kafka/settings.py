"""How brokers are spoken to, in librdkafka's own names.

https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
"""

from collections.abc import Mapping

OURS = (
    "auto.offset.reset",
    "bootstrap.servers",
    "enable.auto.commit",
    "enable.auto.offset.store",
    "enable.partition.eof",
    "group.id",
    "isolation.level",
    "metadata.broker.list",
)
"""What has to be as it is, so that nothing is lost."""

_MAX_MESSAGE_BYTES = 64 << 20
"""A message that is larger than others is still to be received, and refused by its size."""


def client_settings(
    given: Mapping[str, str], servers: str, group: str | None
) -> dict[str, str | int | bool]:
    """Return the settings of a consumer.

    Args:
        given: Settings of the one who runs it, such as `security.protocol`.
        servers: Where the brokers are.
        group: Consumer group to commit to, if any.

    Raises:
        ValueError: One of them is not for others to set.
    """
    if taken := sorted(given.keys() & set(OURS)):
        raise ValueError(f"the setting {taken[0]} is Copydesk's own: take it out")
    return {
        "client.id": "copydesk",
        "log_level": 0,  # what goes wrong is told by what is raised
        "queued.max.messages.kbytes": 16 << 10,  # what waits here beside what is handed on
        "fetch.wait.max.ms": 200,
        "fetch.max.bytes": _MAX_MESSAGE_BYTES,
        "receive.message.max.bytes": _MAX_MESSAGE_BYTES + (1 << 20),
        **given,
        "bootstrap.servers": servers,
        "group.id": group or "copydesk",  # it is never joined, and without a group nothing commits
        "enable.auto.commit": False,
        "enable.auto.offset.store": False,
        "auto.offset.reset": "error",  # an offset that is gone is told, never passed over
        "enable.partition.eof": True,
        "isolation.level": "read_committed",
    }
