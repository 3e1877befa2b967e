"""An explanation for a program: one JSON object."""

import json
from collections.abc import Mapping
from typing import Any

from transforms.clean import REASONS
from transforms.deduplicate import Passage, PassageKind
from transforms.write.records import ARTICLE, json_value

from ..explain import Answer
from ..outcomes import Outcome
from ..pair import Pair

_BYTES = "content_base64"
_NAMES = ("id", "url", "title", "published_at")  # of the other one of a pair


def answer_json(answer: Answer) -> str:
    """Return what is known of a document as JSON, indented.

    Keys: `id`, `uri`, `position`, `record_id`, `media_type`, `url` (by its container);
    `outcomes` (each `data_set`, `path`, `record` as it was written without its bytes, and `kept`,
    the article that it repeats); `refusal` (`step`, `reason`, `message`) or null; `article` (the
    columns of articles, null those of later stages but the language) or null; `moved` (field →
    lines); `counts` (fate → lines); `rules` (rule → `lines`, `reason`); `rows` (each `line` from 0,
    `before`, `after`, `fate`, `rules`); `pairs` (see below); `notes`.

    Each of `pairs`: `first` (an id); `second` (`id`, `url`, `title`, `published_at`), `path` (the
    file that holds its record, null where that is not found), `run_id` (the earlier run that kept
    it, or null); `duplicate` (id of the one that repeats the other), `kind` and `rule`, null where
    neither does; `similarity`, `containment`; `findings` (each `criterion`, `holds`, `evidence`);
    `passages` (each `kind`, `first` and `second`, from the code point `start` to before `end` of
    that text, `is_moved`, and `text` as it stands there), null where a text is not found.
    """
    explanation = answer.explanation
    source, article = explanation.source, explanation.article
    return json.dumps(
        {
            "id": explanation.id,
            "uri": source.uri,
            "position": source.position,
            "record_id": source.record_id,
            "media_type": source.media_type,
            "url": answer.url,
            "outcomes": [_outcome(outcome) for outcome in answer.outcomes],
            "refusal": explanation.refusal and explanation.refusal.model_dump(mode="json"),
            "article": article and ARTICLE.record(article),
            "moved": explanation.moved,
            "counts": {str(fate): count for fate, count in explanation.fates.items()},
            "rules": {
                rule: {"lines": count, "reason": REASONS.get(rule, "")}
                for rule, count in explanation.rules.items()
            },
            "rows": [row.model_dump(mode="json") for row in explanation.rows],
            "pairs": [_pair(pair) for pair in answer.pairs],
            "notes": answer.notes,
        },
        ensure_ascii=False,
        indent=2,
        default=json_value,
    )


def _outcome(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "data_set": outcome.data_set,
        "path": outcome.path,
        "record": {name: value for name, value in outcome.record.items() if name != _BYTES},
        "kept": outcome.kept,
    }


def _pair(pair: Pair) -> Mapping[str, Any]:
    return {
        "first": pair.first["id"],
        "second": {name: pair.second.get(name) for name in _NAMES},
        "path": pair.path,
        "run_id": pair.run_id,
        "duplicate": pair.duplicate,
        "kind": pair.kind,
        "rule": pair.rule,
        "similarity": pair.likeness.resemblance,
        "containment": pair.likeness.containment,
        "findings": [finding.model_dump(mode="json") for finding in pair.findings],
        "passages": pair.passages
        if pair.passages is None
        else [_passage(passage, pair) for passage in pair.passages],
    }


def _passage(passage: Passage, pair: Pair) -> Mapping[str, Any]:
    is_second = passage.kind == PassageKind.SECOND
    text, span = (pair.second, passage.second) if is_second else (pair.first, passage.first)
    return {
        "kind": passage.kind,
        "first": passage.first._asdict(),
        "second": passage.second._asdict(),
        "is_moved": passage.is_moved,
        "text": text["text"][span.start : span.end],
    }
