"""The words after `copydesk explain` → what is asked, or one line that says what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .access import check_name
from .config import bytes_of
from .errors import UsageError, did_you_mean
from .flags import flag_parser, read_flags
from .options import record_fields, rule_names

FORMATS = ("text", "json")
_LISTS = ("field", "without_rule")
_TEXTS = ("output", "compare", "url", "position", "record_id", "id", "max_document_bytes", "format")
_SWITCHES = ("full", "verbose")
EXPLAIN_FLAGS = tuple(
    f"--{name.replace('_', '-')}" for name in ("input", *_LISTS, *_TEXTS, *_SWITCHES)
)
"""The flags of `copydesk explain`."""
_USAGE = "copydesk explain PATH, URL or ID"


@dataclass(frozen=True)
class Choice:
    """Which of several documents is meant; what is None does not matter.

    Attributes:
        url: Address at which it was published, in any spelling.
        position: Its place inside its file.
        record_id: The id that its container gives it.
        id: Its own id, or the beginning of it.
    """

    url: str | None = None
    position: str | None = None
    record_id: str | None = None
    id: str | None = None

    def __bool__(self) -> bool:
        return self != Choice()

    def __str__(self) -> str:
        names = {"url": "URL", "position": "position", "record_id": "record id", "id": "id"}
        return ", ".join(f"{names[name]} {value}" for name, value in vars(self).items() if value)


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        subject: A path, a URL or an id, or `-` for what stands on stdin.
        input: Where to look for a URL or an id among documents as they came.
        output: Where to look for what became of it.
        compare: A path, a URL or an id of a document to compare it with.
        choice: Which document of several is meant.
        fields: Our names of a record's fields → theirs.
        max_document_bytes: Size of the largest document; by default what `read_file` has.
        without: Names of rules to switch off.
        format: `text` for a person, `json` for a program.
        full: Whether to show all lines whole.
        verbose: Whether to show what Beam and the libraries say.
    """

    subject: str
    input: tuple[str, ...] = ()
    output: str | None = None
    compare: str | None = None
    choice: Choice = Choice()
    fields: Mapping[str, str] = field(default_factory=dict)
    max_document_bytes: int | None = None
    without: tuple[str, ...] = ()
    format: str = "text"
    full: bool = False
    verbose: bool = False


def ask(arguments: Sequence[str]) -> Question:
    """Return what a command line asks.

    Args:
        arguments: What stands after `copydesk explain`.

    Raises:
        UsageError: It asks for something that is unknown or invalid.
    """
    given, rest = _parse(arguments)
    for word in rest:
        if word.startswith("-"):
            name = word.partition("=")[0]
            raise UsageError(f"no such option: {name}{did_you_mean(name, EXPLAIN_FLAGS)}")
        raise UsageError(f"unexpected {word!r}: one document is explained at a time: {_USAGE}")
    subject = given.pop("subject", None)
    if not subject:
        hint = "; it stands before --input" if "input" in given else ""
        raise UsageError(f"what to explain is missing: {_USAGE}{hint}")
    for name in ("input", "output"):
        for path in given.get(name, []) if name == "input" else [given.get(name, "-")]:
            if not path.strip():
                raise UsageError(f"--{name} is empty")
            check_name(f"--{name}", path)
    if not given.get("compare", subject):
        raise UsageError("--compare is empty")
    form = given.get("format", "text")
    if form not in FORMATS:
        raise UsageError(
            f"--format: no such value: {form or repr(form)}{did_you_mean(form, FORMATS)} "
            f"({', '.join(FORMATS)})"
        )
    return Question(
        subject=subject,
        input=tuple(given.get("input", ())),
        output=given.get("output"),
        compare=given.get("compare"),
        choice=Choice(**{name: given.get(name) for name in vars(Choice())}),
        fields=record_fields(given.get("field", ()), "--field"),
        max_document_bytes=_size(given.get("max_document_bytes")),
        without=rule_names(given.get("without_rule", ()), "--without-rule"),
        format=form,
        full="full" in given,
        verbose="verbose" in given,
    )


def _parse(arguments: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    texts = [f"--{name.replace('_', '-')}" for name in _TEXTS]
    parser = flag_parser(*texts, switches=[f"--{name}" for name in _SWITCHES])
    parser.add_argument("subject", nargs="?")
    parser.add_argument("--input", nargs="+", action="extend")
    for name in _LISTS:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, action="append")
    return read_flags(parser, arguments)


def _size(written: str | None) -> int | None:
    try:
        return None if written is None else bytes_of(written)
    except ValueError as error:
        raise UsageError(f"--max-document-bytes: {error}") from None
