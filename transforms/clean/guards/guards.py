"""Whether a page is an article at all, or stands in the place of one.

Each guard is a rule by name (see `RULES`) and can be switched off like one. It refuses instead of
editing, for a reason of its own, and its message tells the evidence.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lxml.etree import XPath, _Element

from ...model import CleanError, Reason
from ..page.json_ld import JsonLd
from ..trail import Trail
from . import walls
from .listings import Shape, listing, shape_of
from .served import feed
from .walls import Said, Verdict

_LONGEST_WALL = 4_000  # characters; what says more has its article
_LONGEST_FORM = 1_500  # characters; what says more is no form to log in
_LITTLE = 300  # characters; what says less is looked at closely
_MOST_SHOWN = 20_000  # characters of what a page shows, if it comes to that
_MOST_WORDS = 40  # that a page shows which a script would fill

_SHOWN = XPath(
    "//text()[normalize-space(.) and not(parent::script or parent::style or ancestor::noscript or "
    "ancestor::template or ancestor::head)]"
)
_SOURCES = XPath("//script/@src | //iframe/@src | //link/@href | //*/@id")
_SCRIPTS = XPath("count(//script)")
_NOSCRIPTS = XPath("count(//noscript)")
_EMPTY_PLACE = XPath("boolean(//body//div[@id and not(node())])")
# In JSON-LD, without its spaces and quotation marks, F in lower case.
_NOT_FREE = XPath(
    "boolean(//script[contains(@type, 'ld+json')]"
    "[contains(translate(., 'F \"', 'f'), 'isAccessibleforfree:false')])"
)

_WALLS: Mapping[str, Callable[[Said], Verdict | None]] = {
    "robot_wall": walls.robot_wall,
    "error_page": walls.error_page,
    "consent_wall": walls.consent_wall,
    "login_wall": walls.login_wall,
}


class Sight(NamedTuple):
    """What is seen of each page while its tree is whole.

    Attributes:
        title: Its title.
        heading: Its first heading of the first level.
        has_password: Whether it asks for a password.
        shape: What tells a list from an article, if it may be one.
    """

    title: str
    heading: str
    has_password: bool
    shape: Shape | None


def look(page: _Element, linked: JsonLd, url: str | None) -> Sight:
    """Return what `check_page` wants to know of a page.

    Args:
        page: The whole parsed page.
        linked: Its JSON-LD.
        url: Where it was found, if that is known.
    """
    first: dict[str, str] = {}
    has_password = False
    for element in page.iter("title", "h1", "input"):
        tag = str(element.tag)
        if tag == "input":
            has_password = has_password or (element.get("type") or "").lower() == "password"
        elif tag not in first:
            first[tag] = " ".join("".join(element.itertext()).split())
    return Sight(
        first.get("title", ""), first.get("h1", ""), has_password, shape_of(page, linked, url)
    )


def check_source(html: str, trail: Trail) -> None:
    """Check that `html` is a page.

    Raises:
        CleanError: FEED.
    """
    if trail.allows("feed"):
        _refuse(feed(html))


def check_page(sight: Sight, text: str, whole: Callable[[], _Element], trail: Trail) -> None:
    """Check that a page is that of an article.

    Args:
        sight: What was seen of it.
        text: What was extracted from it.
        whole: Gives the whole parsed page; asked only if there is hardly any text.
        trail: Tells which guards are switched on.

    Raises:
        CleanError: HOME_PAGE, LISTING, ERROR_PAGE, ROBOT_WALL, CONSENT_WALL, LOGIN_WALL or
            SCRIPT_SHELL.
    """
    if len(text) <= _LITTLE:
        page = whole()
        said = _said_by_all(page, sight, text)
        _check_walls(said, trail)
        if trail.allows("script_shell"):
            _refuse(_script_shell(page, said))
    elif len(text) <= _LONGEST_WALL:
        asks = len(text) <= _LONGEST_FORM and sight.has_password
        _check_walls(Said(text, sight.title, sight.heading, has_password=asks), trail)
    found = listing(sight.shape, text) if sight.shape else None
    if found and trail.allows(str(found.reason)):
        _refuse(found)


def check_text(text: str, title: str | None, trail: Trail) -> None:
    """Check that a plain text is no wall that was taken for one.

    Raises:
        CleanError: ERROR_PAGE, ROBOT_WALL, CONSENT_WALL or LOGIN_WALL.
    """
    if len(text) <= _LONGEST_WALL:
        _check_walls(Said(text, title or ""), trail)


def _check_walls(said: Said, trail: Trail) -> None:
    for rule, wall in _WALLS.items():
        if trail.allows(rule):
            _refuse(wall(said))


def _said_by_all(page: _Element, sight: Sight, text: str) -> Said:
    shown = "\n".join(" ".join(piece.split()) for piece in _SHOWN(page))
    return Said(
        text,
        sight.title,
        sight.heading,
        shown=shown[:_MOST_SHOWN],
        scripts="\n".join(map(str, _SOURCES(page)))[:_MOST_SHOWN],
        has_password=sight.has_password,
        is_paid=bool(_NOT_FREE(page)),
    )


def _script_shell(page: _Element, said: Said) -> Verdict | None:
    """Return why a page is empty until a script fills it."""
    words = len(said.shown.split())
    scripts, notices = int(_SCRIPTS(page)), int(_NOSCRIPTS(page))
    if not (scripts or notices) or words > _MOST_WORDS:
        return None
    is_menu = bool(_EMPTY_PLACE(page)) and all(map(walls.is_label, said.text.split("\n")))
    if said.text.strip() and not is_menu and not walls.script_text(said.text):
        return None
    return Verdict(
        Reason.SCRIPT_SHELL,
        f"an empty page that {scripts} scripts would fill: it shows {words} words without them; "
        "fetch it with a browser",
    )


def _refuse(verdict: Verdict | None) -> None:
    if verdict is not None:
        raise CleanError(verdict.reason, verdict.message)
