"""How brokers of Kafka are spoken to: from the environment, where secrets belong."""

import os

_PREFIX = "COPYDESK_KAFKA_"


def kafka_settings() -> dict[str, str]:
    """Return the settings of librdkafka that the environment holds.

    `COPYDESK_KAFKA_SASL_PASSWORD` is `sasl.password`, and so is it with every other name.
    https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
    """
    return {
        name.removeprefix(_PREFIX).lower().replace("_", "."): value
        for name, value in os.environ.items()
        if name.startswith(_PREFIX)
    }
