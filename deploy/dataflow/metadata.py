"""Writes metadata.json, by which Dataflow asks for the template's parameters and checks them.

Names and explanations are those of `copydesk --help`, values those of `Config`:

    python deploy/dataflow/metadata.py > deploy/dataflow/metadata.json
"""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any, get_args

from pipeline.config import COMPRESSIONS, DuplicateKind, Format, LanguageDetector, PartitionKey
from pipeline.manual import HELP
from pipeline.options import SWITCHES

_REQUIRED = ("input", "output", "run_id")  # a launch that is tried again has to be the same run
_STREAM = (  # a template is a job that ends
    "streaming",
    "window",
    "allowed_lateness",
    "every",
    "in_flight",
    "metrics_port",
    "metrics_host",
    "log_format",
    "user_agent",
)
_LEFT_OUT = ("config", "runner", "workers", *_STREAM)  # a file on no worker; what Dataflow knows
_ENTRY = re.compile(r"^  --([a-z-]+)(?: ([A-Z.=]+))? {1,}(\S.*(?:\n {25,}\S.*)*)", re.MULTILINE)
_NUMBER, _SIZE, _FOLDER = r"[0-9]+", r"[0-9]+ ?([KMG]i?)?B?", r"gs://\S+"


def _one_of(*values: str) -> str:
    return f"({'|'.join(values)})"


def _several(value: str, between: str) -> str:
    return f"{value}({between}{value})*"


_VALUES = {
    "input": _several(_FOLDER, " "),
    "output": _FOLDER,
    "index": _several(_FOLDER, " "),
    "run_id": r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}",
    "remember": "[0-9]+[dw]",
    "format": _one_of(*get_args(Format)),
    "compression": _one_of(*sorted({each for known in COMPRESSIONS.values() for each in known})),
    "partition_by": _one_of("none", _several(_one_of(*get_args(PartitionKey)), ",")),
    "duplicate_kinds": _several(_one_of(*get_args(DuplicateKind)), ","),
    "language_detector": _one_of(*get_args(LanguageDetector)),
    "alike": r"(0?\.[0-9]+|1(\.0+)?)",
    "shards": _NUMBER,
    "max_depth": _NUMBER,
    "max_seconds": r"[0-9]+(\.[0-9]+)?",
    "max_document_bytes": _SIZE,
    "max_memory_bytes": _SIZE,
    "field": _several(r"[a-z_]+=\S+", " "),
    "without_rule": _several("[a-z_]+", " "),
    **dict.fromkeys(SWITCHES, _one_of("true", "false")),
}
"""Parameter → what its values look like, as a regular expression for all of it."""


def metadata() -> dict[str, Any]:
    """Return what metadata.json holds."""
    return {
        "name": "Copydesk",
        "description": " ".join(HELP.partition("\n\n")[0].split()),
        "parameters": [*_parameters(), _IMAGE],
    }


_IMAGE = {
    "name": "sdk_container_image",
    "label": "Image of the workers",
    "helpText": "the image of this template: workers and launcher are the same",
    "isOptional": False,
    "regexes": [r"^\S+[:@]\S+$"],
}


def _parameters() -> Iterator[dict[str, Any]]:
    for flag, _, text in _ENTRY.findall(HELP):
        name = flag.replace("-", "_")
        if name not in _LEFT_OUT:
            yield {
                "name": name,
                "label": flag.replace("-", " ").capitalize(),
                "helpText": " ".join(text.split()),
                "isOptional": name not in _REQUIRED,
                "regexes": [f"^{_VALUES[name]}$"],
            }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(metadata(), indent=2) + "\n")
