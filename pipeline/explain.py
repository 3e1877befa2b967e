"""What came of a document, and why: it is found, cleaned once more, and its records are read.

PATH   the document in a file
URL    among the documents of --input, or what a run wrote to --output
ID     the same, by the id of a document or the beginning of one
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transforms.clean import Explanation, Fate, Refusal, Row, explain_document
from transforms.clean.explanation.rows import moved_to
from transforms.language import detect_language
from transforms.model import Document, Failure, Reason, Source
from transforms.write.records import ARTICLE

from .access import check_name, check_openable, is_special
from .checks import check_file_system
from .documents import STDIN, Shelf, matching
from .errors import UsageError
from .outcomes import Outcome, find_outcomes, with_kept
from .pair import Pair, compared, repeated
from .paths import is_local
from .question import Choice, Question

DEFAULT_OUTPUT = "out"
"""Where to look for what runs wrote, if it is there and nothing else is said."""

_OTHER_TEXT = (
    "the run left another text: its rules were others, or --repeated-lines looked at many documents"
)
_ID = re.compile(r"[0-9a-fA-F]{8,32}")
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What is known of a document.

    Attributes:
        explanation: What cleaning makes of it.
        url: Where its container says that it was published.
        outcomes: What became of it in runs.
        pairs: It beside the articles that it repeats, or beside the one to compare it with.
        notes: What to know before believing all that.
        is_unread: Whether it could not be read.
        is_comparison: Whether it was to be compared with another, and nothing else.
    """

    explanation: Explanation
    url: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    pairs: tuple[Pair, ...] = ()
    notes: tuple[str, ...] = ()
    is_unread: bool = False
    is_comparison: bool = False


def explain(question: Question) -> Answer:
    """Return what is known of the document that is asked for.

    Raises:
        UsageError: There is no such document, or several; or one to compare has no text.
        OSError: What runs wrote cannot be read.
    """
    answer = _explain(question)
    if question.compare is None:
        return replace(answer, pairs=repeated(answer.outcomes))
    other = _explain(replace(question, subject=question.compare, choice=Choice()))
    pair = compared(_found(answer, question.subject), _found(other, question.compare))
    return replace(answer, pairs=(pair,), is_comparison=True)


def _explain(question: Question) -> Answer:
    subject = question.subject
    for flag, path in (
        *(("--input", path) for path in question.input),
        ("--output", question.output),
    ):
        if path is not None:
            check_file_system(flag, path)
    for path in question.input:
        check_openable(path)
        _check_regular(path)
    if _WEB.match(subject):
        return _explain_found(question, replace(question.choice, url=subject))
    if subject != STDIN and _ID.fullmatch(subject) and not os.path.lexists(subject):
        known, told = subject.lower(), (question.choice.id or "").lower()
        if not known.startswith(told) and not told.startswith(known):
            raise UsageError(f"--id {told}: is another id than {known}, which is to be explained")
        return _explain_found(question, replace(question.choice, id=max(known, told, key=len)))
    if question.input and question.compare is None:
        raise UsageError(f"--input is where to look for a URL or an id; {subject} is neither")
    if subject != STDIN:
        check_name("explain", subject)
        check_file_system("explain", subject)
        check_openable(subject, "")
        _check_regular(subject)
    document = _shelf(question, subject).the_one(question.choice)
    outcomes: list[Outcome] = []
    if question.output is not None:
        outcomes = _outcomes(question.output, Choice(id=document.id))
    return _answer(document, question, outcomes)


def _check_regular(path: str) -> None:
    if is_local(path) and is_special(path):
        raise UsageError(f"{path}: is no file, but a pipe, a socket or a device; - reads stdin")


def _found(answer: Answer, subject: str) -> Outcome:
    """Return the record of a document with its text: that of a run, or as it is cleaned here."""
    for outcome in answer.outcomes:
        if "text" in outcome.record:
            return outcome
    article = answer.explanation.article
    if article is None:
        raise UsageError(f"{subject} is no article: there is no text to compare")
    return Outcome("", answer.explanation.source.uri, ARTICLE.record(article))


def _explain_found(question: Question, choice: Choice) -> Answer:
    if question.input:
        document = _shelf(question, *question.input).the_one(choice)
        outcomes = _outcomes(question.output, Choice(id=document.id)) if question.output else []
        return _answer(document, question, outcomes)
    output = question.output
    if output is None and Path(DEFAULT_OUTPUT, "_runs").is_dir():
        output = DEFAULT_OUTPUT
    if output is None:
        raise UsageError(
            f"{question.subject}: say where to look: --input for documents as they came, "
            "--output for what a run wrote"
        )
    found = _outcomes(output, choice)
    first = found[0].record["id"]
    outcomes = [each for each in found if each.record["id"] == first]
    notes = [
        f"{each.data_set} has another document with this URL: {each.record['id']}"
        for each in found
        if each.record["id"] != first
    ]
    return _answer_from_record(question, outcomes, notes)


def _answer(
    document: Document | Failure,
    question: Question,
    outcomes: list[Outcome],
    notes: tuple[str, ...] = (),
) -> Answer:
    if isinstance(document, Failure):
        refusal = Refusal(step=document.step, reason=document.reason, message=document.message)
        explanation = Explanation(id=document.id, source=document.source, refusal=refusal)
    else:
        explanation = explain_document(document, without=question.without)
    if article := explanation.article:
        tagged = article.model_copy(update={"language": detect_language(article.text)})
        explanation = explanation.model_copy(update={"article": tagged})
        texts = {each.record.get("text", article.text) for each in outcomes}
        if not notes and texts - {article.text}:
            notes = (_OTHER_TEXT,)
    return Answer(
        explanation,
        url=document.claims.url,
        outcomes=tuple(outcomes),
        notes=notes,
        is_unread=isinstance(document, Failure) and document.reason == Reason.UNREADABLE,
    )


def _answer_from_record(question: Question, outcomes: list[Outcome], notes: list[str]) -> Answer:
    """Return what is known of a document from its source, read again, or from its record alone."""
    record = outcomes[0].record
    document = _read_again(question, record)
    if document is None and outcomes[0].data_set == "failures":
        kept = Choice(id=str(record["id"]))
        shelf = _shelf(question, outcomes[0].path)
        document = next(matching(shelf.documents(), kept), None)
    if document is None:
        return _answer_from_trail(record, outcomes, notes)
    if document.id != record["id"]:
        notes.append("its source has changed since that run: this is what it holds at present")
    return _answer(document, question, outcomes, tuple(notes))


def _read_again(question: Question, record: Mapping[str, Any]) -> Document | Failure | None:
    """Return what stands where the document was read; None if that cannot be read.

    Nothing is fetched: what a feed, a page or a topic has at present is not asked.
    """
    uri = str(record["uri"])
    if _WEB.match(uri) or (is_local(uri) and not Path(uri).is_file()):
        return None
    elsewhere = None
    try:
        for document in _shelf(question, uri).documents():
            if document.id == record["id"]:
                return document
            if isinstance(document, Document) and document.source.position == record["position"]:
                elsewhere = elsewhere or document
    except UsageError:  # it is gone, or on no file system, as a topic of Kafka is
        return None
    return elsewhere


def _answer_from_trail(
    record: Mapping[str, Any], outcomes: list[Outcome], notes: list[str]
) -> Answer:
    trail = record.get("trail")
    shown = "this is its trail" if trail else "its trail is empty"
    if trail is None:
        shown = "no trail was kept of it (run with --trail)"
    notes.append(f"its source, {record['uri']}, cannot be read from here; {shown}")
    rows = tuple(map(_row, trail or ()))
    source = Source(
        uri=str(record["uri"]),
        position=record["position"],
        record_id=record.get("record_id"),
        media_type=record.get("media_type") or "",
    )
    explanation = Explanation(id=str(record["id"]), source=source, rows=rows)
    return Answer(explanation, url=record.get("url"), outcomes=tuple(outcomes), notes=tuple(notes))


def _row(edit: Mapping[str, Any]) -> Row:
    if edit["after"] is not None:
        fate = Fate.CHANGED if edit["before"] else Fate.ADDED
    else:
        fate = Fate.MOVED if moved_to(edit["rule"]) else Fate.REMOVED
    return Row(
        line=edit["line"],
        before=edit["before"] or None,
        after=edit["after"],
        fate=fate,
        rules=(edit["rule"],),
    )


def _outcomes(output: str, choice: Choice) -> list[Outcome]:
    return [with_kept(output, outcome) for outcome in find_outcomes(output, choice)]


def _shelf(question: Question, *paths: str) -> Shelf:
    return Shelf(tuple(paths), question.fields, question.max_document_bytes)
