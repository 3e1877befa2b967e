"""How far a topic was read: the next offset of each partition."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

_FORMS = "no position in a topic"


@dataclass(frozen=True)
class TopicPosition:
    """How far a topic was read.

    Attributes:
        offsets: Partition → the offset that comes next.
        topic_id: Which topic of that name they belong to: one that is deleted and made again has
            another. None where brokers give no ids, as those before Kafka 2.8.
    """

    offsets: Mapping[int, int] = field(default_factory=dict)
    topic_id: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return what `format` wrote, or None for the beginning.

        Raises:
            ValueError: It is no position in a topic.
        """
        if not text:
            return None
        try:
            written = json.loads(text)
            offsets = {int(partition): next_ for partition, next_ in written["offsets"].items()}
            topic_id = written["topic_id"]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(_FORMS) from error
        if not all(type(each) is int and each >= 0 for each in offsets.values()):
            raise ValueError(_FORMS)
        return cls(offsets, topic_id if isinstance(topic_id, str) else None)

    def format(self) -> str:
        """Return it as JSON; the same position is always the same text.

        >>> TopicPosition({1: 7, 0: 12}, "mrtdQp").format()
        '{"offsets": {"0": 12, "1": 7}, "topic_id": "mrtdQp"}'
        """
        offsets = {str(partition): self.offsets[partition] for partition in sorted(self.offsets)}
        return json.dumps({"offsets": offsets, "topic_id": self.topic_id})
