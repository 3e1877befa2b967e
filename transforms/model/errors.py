"""The refusals that Copydesk foresees.

    ArticleError            a document is refused: the one thing that transforms catch
    ├── ReadError           its file or record cannot be read
    └── CleanError          no article can be made of it

Any other exception is a bug, and fails the run.
"""

from enum import StrEnum
from typing import ClassVar

from .base import Step


class Reason(StrEnum):
    """Why a document was refused; the value is what the output says, and stays."""

    BINARY = "binary"
    """Neither text nor any format known here."""
    CONSENT_WALL = "consent_wall"
    """The page asks for consent to be tracked, and shows nothing else."""
    CRASHED = "crashed"
    """What the document does to a library ends the process that works on it."""
    DISALLOWED = "disallowed"
    """It may not be fetched: robots.txt forbids it, or its address is not one of the open web."""
    EMPTY = "empty"
    """Nothing but white space."""
    ERROR_PAGE = "error_page"
    """The page says that there is no such page, or that the site is out of order."""
    FEED = "feed"
    """A feed, site map or other data that was served as a page."""
    HOME_PAGE = "home_page"
    """The first page of a site."""
    HTTP_STATUS = "http_status"
    """The page was not served as a success, but with a status such as 404 or 301."""
    LISTING = "listing"
    """A page that leads to articles: a section, a tag, a search."""
    LOGIN_WALL = "login_wall"
    """The page asks to log in or subscribe, and shows nothing of its article."""
    MALFORMED = "malformed"
    """The record breaks the rules of its format."""
    MEMORY_LIMIT = "memory_limit"
    """Working on the document takes more memory than the limit that was set."""
    NO_CONTENT = "no_content"
    """The record has none of the fields that would hold an article."""
    NO_TEXT = "no_text"
    """The page was read and holds no article text."""
    ROBOT_WALL = "robot_wall"
    """What a site shows to robots in the place of a page."""
    SCRIPT_SHELL = "script_shell"
    """The page is empty until a script fills it."""
    TIME_LIMIT = "time_limit"
    """Working on the document takes more time than the limit that was set."""
    TOO_DEEP = "too_deep"
    """Its elements are nested deeper than the limit that was set."""
    TOO_LARGE = "too_large"
    """The document is larger than the limit that was set."""
    TRUNCATED = "truncated"
    """The file ends before its format says that it does."""
    UNDECODABLE = "undecodable"
    """The bytes are text in no encoding that was declared or can be told."""
    UNREADABLE = "unreadable"
    """The file system would not hand the file over, or no server the page."""
    UNSUPPORTED_FORMAT = "unsupported_format"
    """A known format that holds no articles, such as an image or a PDF."""


class ArticleError(Exception):
    """A document is refused.

    Attributes:
        step: The stage that refuses.
        reason: Why, as a stable, machine-readable value.
        message: Why, for a person: what was found and what to do about it.
    """

    step: ClassVar[Step]

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(reason, message)
        self.reason = reason
        self.message = message

    def __str__(self) -> str:
        return f"{self.step}: {self.reason}: {self.message}"


class ReadError(ArticleError):
    """A file or record cannot be read."""

    step = Step.READ


class CleanError(ArticleError):
    """No article can be made of a document."""

    step = Step.CLEAN
