"""`copydesk compact`: few large files of many small ones."""

import sys

from ..exit_codes import DONE, FAILED
from ..terminal import tell


def compact(arguments: list[str]) -> int:
    """Do what stands after `copydesk compact`; return the exit code."""
    from ..chatter import hush  # noqa: PLC0415

    hush(verbose=False)
    from ..compaction import asked, compact_as_asked  # noqa: PLC0415

    what = asked(arguments)
    from transforms.write.compact import CompactError  # noqa: PLC0415  2 seconds

    try:
        line = compact_as_asked(what)
    except (CompactError, OSError) as error:
        tell(" ".join(str(error).split()))
        return FAILED
    sys.stdout.write(line + "\n")
    return DONE
