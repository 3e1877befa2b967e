"""`copydesk explain`: what became of a document, and why."""

import sys

from ..exit_codes import DONE, FAILED
from ..terminal import console, tell


def explain(arguments: list[str]) -> int:
    """Do what stands after `copydesk explain`; return the exit code."""
    from ..chatter import hush  # noqa: PLC0415

    hush(verbose="--verbose" in arguments)
    from ..question import ask  # noqa: PLC0415

    question = ask(arguments)
    from ..explain import explain  # noqa: PLC0415

    hush(verbose=question.verbose)
    try:
        answer = explain(question)
    except OSError as error:
        tell(" ".join(str(error).split()))
        return FAILED
    if question.format == "json":
        from ..report.answer import answer_json  # noqa: PLC0415

        sys.stdout.write(answer_json(answer) + "\n")
    else:
        from ..report.explanation import print_explanation  # noqa: PLC0415

        print_explanation(console(), answer, full=question.full)
    return FAILED if answer.is_unread else DONE
