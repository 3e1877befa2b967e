"""An explanation for a program: one JSON object."""

import json
from collections.abc import Mapping
from typing import Any

from transforms.clean import REASONS
from transforms.write.records import ARTICLE, json_value

from ..explain import Answer
from ..outcomes import Outcome

_BYTES = "content_base64"


def answer_json(answer: Answer) -> str:
    """Return what is known of a document as JSON, indented.

    Keys: `id`, `uri`, `position`, `record_id`, `media_type`, `url` (by its container);
    `outcomes` (each `data_set`, `path`, `record` as it was written without its bytes, and `kept`,
    the article that it repeats); `refusal` (`step`, `reason`, `message`) or null; `article` (the
    columns of articles, null those of later stages but the language) or null; `moved` (field →
    lines); `counts` (fate → lines); `rules` (rule → `lines`, `reason`); `rows` (each `line` from 0,
    `before`, `after`, `fate`, `rules`); `notes`.
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
