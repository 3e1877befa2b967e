"""`copydesk estimate`: what a run will take."""

import sys

from ..exit_codes import DONE
from ..terminal import console


def estimate(arguments: list[str]) -> int:
    """Do what stands after `copydesk estimate`; return the exit code."""
    from ..chatter import hush  # noqa: PLC0415

    hush(verbose="--verbose" in arguments)
    from ..estimate.request import request  # noqa: PLC0415

    asked = request(arguments)
    from ..checks import check_detector, check_input  # noqa: PLC0415
    from ..estimate.estimate import SAMPLE, estimate  # noqa: PLC0415
    from ..input_files import InputFiles  # noqa: PLC0415
    from ..machine import free_memory  # noqa: PLC0415
    from ..report.estimation import estimate_json, print_estimate  # noqa: PLC0415
    from ..workers import local_workers_of  # noqa: PLC0415

    check_detector(asked.config)
    check_input(asked.config)
    files = InputFiles(asked.config.input)
    workers = local_workers_of(asked.config, files)
    found = estimate(asked.config, files.sizes, workers, asked.sample or SAMPLE)
    if asked.format == "json":
        sys.stdout.write(estimate_json(found) + "\n")
    else:
        print_estimate(console(), found, free_memory())
    return DONE
