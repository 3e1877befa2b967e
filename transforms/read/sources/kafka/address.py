"""The address of a topic, as it is written on a command line."""

import re
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import parse_qsl, urlsplit

SCHEME = "kafka://"

Start = Literal["earliest", "latest"]

_OPTIONS = ("group", "start")
_STARTS = ("earliest", "latest")
_PORT = 9092
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+)(?::([0-9]{1,5}))?")
_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")  # as Kafka allows them
_FORM = "write kafka://host:9092/topic, with more hosts behind commas"


@dataclass(frozen=True)
class KafkaAddress:
    """Where a topic is.

    Attributes:
        servers: `host:port` of brokers to ask first, separated by commas.
        topic: Its name.
        group: A consumer group that is told how far we are, for those who watch its lag.
        start: Where to begin where nothing was read yet; what is deleted or comes later is none of
            its business.
    """

    servers: str
    topic: str
    group: str | None = None
    start: Start = "earliest"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what an address says.

        Raises:
            ValueError: It is none; a password is not shown.

        >>> KafkaAddress.parse("kafka://one,two:9093/news?group=desk")
        KafkaAddress(servers='one:9092,two:9093', topic='news', group='desk', start='earliest')
        """
        parts = urlsplit(text)
        if "@" in parts.netloc:
            raise ValueError(
                "user and password do not belong into an address; set COPYDESK_KAFKA_SASL_USERNAME "
                "and COPYDESK_KAFKA_SASL_PASSWORD"
            )
        hosts = [_HOST.fullmatch(host) for host in parts.netloc.split(",")]
        topic = parts.path.removeprefix("/")
        if not text.startswith(SCHEME) or parts.fragment or not all(hosts):
            raise ValueError(f"no address of a topic: {_FORM}")
        if not _TOPIC.fullmatch(topic) or topic in (".", ".."):
            raise ValueError(f"{topic!r} is no name of a topic: {_FORM}")
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
        if unknown := sorted(options.keys() - set(_OPTIONS)):
            raise ValueError(f"no such option: {unknown[0]} ({', '.join(_OPTIONS)})")
        start = options.get("start", _STARTS[0])
        if start not in _STARTS:
            raise ValueError(f"start={start}: choose {' or '.join(_STARTS)}")
        if options.get("group") == "":
            raise ValueError("group= needs the name of a consumer group")
        return cls(
            servers=",".join(f"{each[1]}:{each[2] or _PORT}" for each in hosts if each),
            topic=topic,
            group=options.get("group"),
            start="latest" if start == "latest" else "earliest",
        )

    @property
    def name(self) -> str:
        """The address without options: they do not change what the topic is."""
        return f"{SCHEME}{self.servers}/{self.topic}"

    @property
    def uri(self) -> str:
        """What documents say they were read from: the topic, from whichever broker it came."""
        return f"kafka:///{self.topic}"
