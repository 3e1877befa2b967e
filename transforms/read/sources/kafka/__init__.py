"""A topic of Apache Kafka as a source without end.

address    what is written on a command line
settings   how the brokers are spoken to, secrets among it
position   how far each partition is
topic      the connection: partitions, ends, messages
source     poll: what there is behind a position, and what is gone
"""

from .address import KafkaAddress
from .source import KafkaSource

__all__ = ["KafkaAddress", "KafkaSource"]
