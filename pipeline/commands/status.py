"""`copydesk status`: how watches, streams and runs do."""

import sys

from ..exit_codes import DONE, FAILED
from ..terminal import console, tell


def status(arguments: list[str]) -> int:
    """Do what stands after `copydesk status`; return the exit code."""
    from ..chatter import hush  # noqa: PLC0415

    hush(verbose=False)
    from ..watch.status_request import status_request  # noqa: PLC0415

    asked = status_request(arguments)
    from ..report.watching import print_status, status_json  # noqa: PLC0415
    from ..watch.cursor import CursorError  # noqa: PLC0415
    from ..watch.status import status_of  # noqa: PLC0415

    try:
        found = status_of(asked.output)
    except CursorError as error:
        tell(str(error))
        return FAILED
    if asked.format == "json":
        sys.stdout.write(status_json(found) + "\n")
    else:
        print_status(console(), found)
    return DONE
