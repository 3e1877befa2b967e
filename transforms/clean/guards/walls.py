"""Pages that stand in the place of an article: errors, walls before robots, consent, and log-in.

Told by what they say, in the words of `guards.txt`: their title, and their text while it is short.
An article may say the same things; it has more to say.
"""

from typing import NamedTuple

from ...model import Reason
from ..lines.boilerplate import boilerplate_rule
from .phrases import (
    count_phrases,
    first_phrase,
    has_phrase,
    inner_phrase,
    line_phrase,
    title_phrase,
)

# No wall is longer, except for those about consent. UTF-8 bytes, so that scripts which say more
# with a sign count alike.
_LONGEST_WALL = 1_500
_LONGEST_CONSENT = 4_000
_BEGINNING = 400  # characters, in which a notice about consent says what it is about
_LONGEST_ERROR = 4_000  # where title and heading both say it
_LONGEST_PAIR = 200  # of a page that says nothing beside one sentence
_MOST_OF_IT = 0.7  # share of a text that a wall's own words make
_HALF_OF_IT = 0.5  # the same, where title or script say what it is
_FEWEST_CONSENT_WORDS = 3

_LONGEST_LABEL = 40  # of an entry of a menu
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "।", "؟", "…", ":", "”", '"')


class Verdict(NamedTuple):
    """Why a page is no article.

    Attributes:
        reason: As the output says it.
        message: The evidence, and what to do.
    """

    reason: Reason
    message: str


class Said(NamedTuple):
    """What a page says.

    Attributes:
        text: What was extracted from it.
        title: Its title.
        heading: Its first heading of the first level.
        shown: All that it shows, if little was extracted.
        scripts: Addresses of its scripts and frames, if little was extracted.
        has_password: Whether it asks for a password.
        is_paid: Whether it says that its article is not free.
    """

    text: str
    title: str = ""
    heading: str = ""
    shown: str = ""
    scripts: str = ""
    has_password: bool = False
    is_paid: bool = False


def error_page(said: Said) -> Verdict | None:
    """Return why a page is what a site shows in the place of one that it does not have."""
    size = _size(said.text)
    if size > _LONGEST_ERROR or (size > _LONGEST_WALL / 2 and _has_paragraph(said.text)):
        return None
    titles = [
        (name, phrase)
        for name, whole in (("title", said.title), ("heading", said.heading))
        if (phrase := title_phrase(whole, "error title"))
    ]
    named = {name for name, _ in titles}
    sentence = None
    if size <= _LONGEST_WALL:
        first = said.text.partition("\n")[0]
        sentence = first_phrase(said.text, "error text") or line_phrase(first, "error title")
    is_error = (
        len(named) > 1
        or ("title" in named and size <= _LONGEST_WALL)
        or (bool(named) and size <= _LONGEST_WALL / 2)
        or (sentence is not None and size <= _LONGEST_WALL / 2)
    )
    if not is_error:
        return None
    evidence = f'its {titles[0][0]} is "{titles[0][1]}"' if titles else f'it says "{sentence}"'
    return Verdict(
        Reason.ERROR_PAGE,
        f"an error page: {evidence}, and it has {_words(said.text)} words; fetch it again, or drop "
        "its address",
    )


def robot_wall(said: Said) -> Verdict | None:
    """Return why a page is what a site shows to robots."""
    size = _size(said.text)
    if size > _LONGEST_WALL:
        return None
    title = title_phrase(said.title, "robot title")
    sentence = inner_phrase(said.text, "robot text") or (
        inner_phrase(said.shown, "robot text") if size <= _LONGEST_PAIR else None
    )
    script = inner_phrase(said.scripts, "robot script") if size <= _LONGEST_PAIR else None
    # A headline may be "Just a moment", and an article may quote such a wall: one of them is
    # enough only where nothing else is said.
    signs = (title is not None) + (count_phrases(said.text, "robot text") or sentence is not None)
    if script is None and not (signs > 1 or (signs and size <= _LONGEST_PAIR)):
        return None
    evidence = (
        f'it says "{sentence}"' if sentence else f'it loads "{script}"' if script else f'"{title}"'
    )
    return Verdict(
        Reason.ROBOT_WALL,
        f"a wall before robots: {evidence}; fetch it more slowly, or as the site allows",
    )


def consent_wall(said: Said) -> Verdict | None:
    """Return why a page is nothing but the question whether its visitor agrees to be tracked."""
    size = _size(said.text)
    if size > _LONGEST_CONSENT or (
        size > _LONGEST_PAIR and not count_phrases(said.text[:_BEGINNING], "consent words")
    ):
        return None
    text = said.text if size > _LONGEST_PAIR else f"{said.text}\n{said.shown}"
    lines = _lines(text)
    about = [line for line in lines if count_phrases(line, "consent words") > 1]
    words = count_phrases(text, "consent words")
    share = sum(map(len, about)) / max(sum(map(len, lines)), 1)
    vendor = inner_phrase(said.scripts, "consent vendor")
    title = title_phrase(said.title, "consent title")
    is_notice = boilerplate_rule(" ".join(said.text.split())) == "cookie_notice"
    needed = _MOST_OF_IT if vendor is None and title is None else _HALF_OF_IT
    if not is_notice and (
        words < _FEWEST_CONSENT_WORDS
        or share < needed
        or inner_phrase(text, "consent request") is None
    ):
        return None
    asked = f"by {vendor}" if vendor else f'titled "{title}"' if title else "of the site"
    return Verdict(
        Reason.CONSENT_WALL,
        f"a wall that asks for consent, {asked}: {share:.0%} of its text is about it; fetch it "
        "with consent given",
    )


def login_wall(said: Said) -> Verdict | None:
    """Return why a page is nothing but the invitation to log in or to subscribe."""
    size = _size(said.text)
    if size > _LONGEST_WALL:
        return None
    lines = _lines(said.text)
    known = [line for line in lines if _is_of_login(line)]
    others = [line for line in lines if not is_label(line) and line not in known]
    share = sum(map(len, known)) / max(sum(map(len, known)) + sum(map(len, others)), 1)
    title = title_phrase(said.title, "login title")
    if boilerplate_rule(" ".join(said.text.split())) == "log_in":
        evidence: str | None = f'it says "{_shortened(lines[0])}"'
    elif all(map(is_label, lines)) and not known:
        evidence = (
            "it says that its article is not free"
            if said.is_paid
            else "it asks for a password"
            if said.has_password and (title or _size(said.shown) <= _LONGEST_WALL)
            else None
        )
    elif (known and (share >= 1 and len(known) > 1)) or (
        share >= _MOST_OF_IT and (title or said.has_password or said.is_paid)
    ):
        evidence = f'it says "{_shortened(known[0])}"'
    elif title and said.has_password and size <= _LONGEST_WALL / 2:
        evidence = f'it asks for a password under the title "{title}"'
    else:
        evidence = None
    if evidence is None:
        return None
    return Verdict(
        Reason.LOGIN_WALL,
        f"a wall before those who are not logged in: {evidence}, and nothing of an article stands "
        "before it; fetch it with a subscription",
    )


def script_text(text: str) -> bool:
    """Whether `text` is only what a page built by scripts says before they have run."""
    if _size(text) > 2 * _LONGEST_PAIR:
        return False
    lines = _lines(text)
    notices = [
        line_phrase(line, "script line") or first_phrase(line, "script text") for line in lines
    ]
    return any(notices) and all(
        is_notice or is_label(line) for line, is_notice in zip(lines, notices, strict=True)
    )


def is_label(line: str) -> bool:
    """Whether `line` is an entry of a menu or the like, and neither sentence nor part of one."""
    line = line.strip(" -•*")
    return _size(line) <= _LONGEST_LABEL and not line.endswith(_SENTENCE_ENDS)


def _has_paragraph(text: str) -> bool:
    return any(_size(line) >= _LONGEST_PAIR for line in text.split("\n"))


def _is_of_login(line: str) -> bool:
    """Whether `line` is a sentence, a button or a field of a form to log in or to subscribe."""
    if boilerplate_rule(line) in {"log_in", "newsletter", "cookie_notice", "copyright"}:
        return True
    if _size(line) > _LONGEST_PAIR:
        return False
    return has_phrase(line, "login text")


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _shortened(line: str) -> str:
    return line if len(line) <= 60 else f"{line[:60].rstrip()}…"  # noqa: PLR2004


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _words(text: str) -> int:
    return len(text.split())
