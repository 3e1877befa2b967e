"""Two documents beside each other: a duplicate and what it repeats, or any two of the output."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from transforms.deduplicate import Finding, Likeness, Passage, explain_pair, rule_of
from transforms.model import Article, Duplicate, Language, Source

from .outcomes import Outcome

_SOURCE = ("uri", "position", "record_id", "fetched_at")
# Fields of an article that are models, and flat in records; no texts are compared by the most.
_NESTED = {"source", "language", "rights", "facts", "cluster", "translations", "trail"}


@dataclass(frozen=True)
class Pair:
    """Two documents.

    Attributes:
        first: The record of the one that was asked for.
        second: The record of the other; if that was not found, what the first says of it.
        path: The file that holds the other's record; None if that was not found.
        run_id: The earlier run that kept the other; None for the same run.
        duplicate: Id of the one that repeats the other; None if neither does.
        kind: How it does.
        rule: By what that is known, for a person.
        likeness: How alike the texts are.
        findings: What each criterion says of the two; none where one was not found.
        passages: What both texts have in common, and what not; None where one was not found.
    """

    first: Mapping[str, Any]
    second: Mapping[str, Any]
    path: str | None
    run_id: str | None
    duplicate: str | None
    kind: str | None
    rule: str | None
    likeness: Likeness
    findings: tuple[Finding, ...] = ()
    passages: tuple[Passage, ...] | None = None


def repeated(outcomes: Iterable[Outcome]) -> tuple[Pair, ...]:
    """Return a document beside each article that it repeats by the records of runs."""
    pairs: dict[tuple[str, str], Outcome] = {}
    for outcome in outcomes:
        kept_id = outcome.record.get("duplicate_of")
        if outcome.data_set == "duplicates" and kept_id and kept_id != outcome.record["id"]:
            pairs.setdefault((kept_id, outcome.record["text"]), outcome)
    return tuple(map(_repeated, pairs.values()))


def compared(first: Outcome, second: Outcome) -> Pair:
    """Return any two documents beside each other."""
    one, other = _article(first.record), _article(second.record)
    explanation = explain_pair(one, other)
    stated = isinstance(one, Duplicate) and one.duplicate_of == other.id
    return Pair(
        first=first.record,
        second=second.record,
        path=second.path,
        run_id=first.record.get("duplicate_of_run") if stated else None,
        duplicate=explanation.duplicate,
        kind=explanation.kind,
        rule=explanation.rule,
        likeness=explanation.likeness,
        findings=explanation.findings,
        passages=explanation.passages,
    )


def _repeated(outcome: Outcome) -> Pair:
    record = outcome.record
    if outcome.kept and outcome.kept_path:
        return compared(outcome, Outcome("articles", outcome.kept_path, outcome.kept))
    duplicate = Duplicate(**_fields(record, Duplicate))
    return Pair(
        first=record,
        second={
            "id": record["duplicate_of"],
            "url": record.get("duplicate_of_url"),
            "published_at": record.get("duplicate_of_published_at"),
        },
        path=None,
        run_id=duplicate.duplicate_of_run,
        duplicate=duplicate.id,
        kind=duplicate.duplicate_kind,
        rule=rule_of(duplicate),
        likeness=Likeness(duplicate.similarity, duplicate.containment),
    )


def _article(record: Mapping[str, Any]) -> Article:
    if record.get("duplicate_of"):
        return Duplicate(**_fields(record, Duplicate))
    return Article(**_fields(record, Article))


def _fields(record: Mapping[str, Any], model: type[Article]) -> dict[str, Any]:
    """Return the fields of an article or duplicate by its record, but for what is nested there."""
    tag, confidence = record.get("language"), record.get("language_confidence")
    return {
        **{
            name: record[name]
            for name in model.model_fields.keys() - _NESTED
            if record.get(name) is not None
        },
        "source": Source(**{name: record.get(name) for name in _SOURCE}),
        "language": Language(tag=tag, confidence=confidence or 0) if tag else None,
    }
