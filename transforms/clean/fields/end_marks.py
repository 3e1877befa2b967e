"""How agencies end a story: after the last full stop, or on a line of its own."""

_MARKS = ("./.", "。/。")
_LINES = frozenset(
    {"###", "# # #", "-30-", "– 30 –", "(end)", "ends", "-ends-", "(完)", "-完-", "/."}
)


def is_end_line(line: str) -> bool:
    """Whether `line` says that the story has ended, and nothing else."""
    return line.casefold() in _LINES


def end_mark(line: str) -> str | None:
    """Return the mark that stands after the last sentence of `line`, with its full stop.

    >>> end_mark("It rained./.")
    './.'
    """
    return next((mark for mark in _MARKS if line.endswith(mark) and line != mark), None)
