"""What was broken is mended, in one order, until nothing changes any more.

    tidy ──► join ──► rules of lines, fields ──► mend

Lines that were one are joined before anything looks at lines. Sentences are parted and paragraphs
compared in what is left of the page, so that no line of a menu counts as the first of two. Each
repair is a rule with a name, in a module of its own.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from ..trail import Line, Trail
from .bullets import mark_items
from .hyphens import join_words
from .repetitions import drop_repeated
from .sentences import part_sentences
from .wraps import join_wraps

_REPAIRS: tuple[Callable[[Iterable[Line], Trail], list[Line]], ...] = (
    mark_items,
    part_sentences,
    drop_repeated,
)


def join(
    lines: Sequence[Line], raw: Sequence[str], trail: Trail, code: Collection[int] = ()
) -> list[Line]:
    """Return `lines` of a text that may have been broken to a width, what was one line joined.

    Args:
        lines: As `tidy_lines` leaves them; the result is as tidy.
        raw: The text that came, by line number. Empty where it is not known.
        trail: Learns what was changed.
        code: Numbers of lines that are code and stay as they are.
    """
    lines = join_words(join_wraps(lines, raw, trail, code), raw, trail, code)
    # Cleaned again, the text will show no indents, and must stay as it is.
    while (again := join_words(join_wraps(lines, (), trail, code), (), trail, code)) != lines:
        lines = again
    return lines


def mend(lines: Sequence[Line], trail: Trail, code: Collection[int] = ()) -> list[Line]:
    """Return `lines`, each a paragraph, an item or a heading, mended.

    Args:
        lines: As `tidy_lines` leaves them; the result is as tidy.
        trail: Learns what was changed.
        code: Numbers of lines that are code and stay as they are.
    """
    lines = list(lines)
    while (mended := _mended_once(lines, trail, code)) != lines:
        lines = mended
    return lines


def _mended_once(lines: list[Line], trail: Trail, code: Collection[int]) -> list[Line]:
    prose = [line for line in lines if line.number not in code] if code else lines
    for repair in _REPAIRS:
        prose = repair(prose, trail)
    if not code:
        return prose
    return sorted(
        (*prose, *(line for line in lines if line.number in code)), key=lambda line: line.number
    )
