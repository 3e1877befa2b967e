"""The `copydesk run …` of every file in deploy/, as the application's own parser takes them."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
CACHE = Path(__file__).parents[2] / ".cache" / "deploy"
"""Where `make test-deploy` puts the tools."""

HOUR = "2025-04-01T10"
_COMMAND = re.compile(r"copydesk run((?: \\\n|.)*)")
_STANDS_FOR = {"%i": HOUR, "$hour": HOUR, "$INPUT": "gs://my-bucket/crawl"}
_FILES = {"/etc/copydesk/copydesk.yaml": "copydesk.yaml", "/etc/copydesk.yaml": "copydesk.yaml"}
"""Where a file of options lies when it is deployed → its name beside the command."""


def command_lines(path: Path) -> Iterator[list[str]]:
    """Yield the words after each `copydesk run` in a file that gives it options."""
    for written in _COMMAND.findall(path.read_text()):
        command = re.split(r"[`#|]|$", written.replace("\\\n", " "), maxsplit=1)[0]
        if " --" in command:
            yield [as_deployed(word, path.parent) for word in shlex.split(command)]


def as_deployed(word: str, folder: Path) -> str:
    """Return a word as the command gets it; of a file of options, the one in `folder`."""
    for name, value in _STANDS_FOR.items():
        word = word.replace(name, value)
    flag, equals, value = word.rpartition("=")
    return f"{flag}{equals}{folder / _FILES[value]}" if value in _FILES else word


def manifests(folder: str) -> dict[str, Any]:
    """Return what `kubectl apply --kustomize` would apply, by kind; compaction's by its name."""
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed")
    made = subprocess.run(
        ["kubectl", "kustomize", DEPLOY / folder], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return {
        "copydesk-compact"
        if manifest["metadata"]["name"] == "copydesk-compact"
        else manifest["kind"]: manifest
        for manifest in yaml.safe_load_all(made.stdout)
    }
