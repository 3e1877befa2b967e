"""What the launcher of the Flex Template starts: parameters become words of `copydesk run`.

A template's parameters all have a value, and each stands there once. So a switch is `true` or
`false` there, and what may be repeated is written with spaces between.
"""

import sys
from collections.abc import Iterable, Iterator

from pipeline.__main__ import main
from pipeline.options import LISTS, SWITCHES


def words(parameters: Iterable[str]) -> Iterator[str]:
    """Yield the words that `--name=value` parameters mean, Beam's own as they are.

    >>> list(words(["--trail=true", "--input=gs://a/* gs://b/*", "--region=europe-west1"]))
    ['--trail', '--input=gs://a/*', '--input=gs://b/*', '--region=europe-west1']
    """
    for parameter in parameters:
        flag, equals, value = parameter.partition("=")
        name = flag.lstrip("-").replace("-", "_")
        if equals and name in SWITCHES:
            yield from [flag] if value == "true" else []
        elif equals and name in LISTS:
            yield from (f"{flag}={each}" for each in value.split())
        else:
            yield parameter


if __name__ == "__main__":
    sys.exit(main(["run", *words(sys.argv[1:])]))
