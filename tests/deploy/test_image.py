"""The image is of one piece with the constraints, the application and what lies in the folder."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from commands import DEPLOY

ROOT = DEPLOY.parent
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
CONSTRAINTS = (DEPLOY / "constraints.txt").read_text()
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
BEAM = re.search(r"^apache-beam==(.+)$", CONSTRAINTS, re.MULTILINE)[1]


def test_hadolint_has_nothing_to_say():
    beside_python = str(Path(sys.executable).parent)
    hadolint = shutil.which("hadolint") or shutil.which("hadolint", path=beside_python)
    if hadolint is None:
        pytest.skip("hadolint is not installed: make test-deploy")
    said = subprocess.run(
        [hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (said.stdout, said.returncode) == ("", 0)


def test_workers_have_the_beam_that_builds_the_job():
    assert re.findall(r"beam_python\S+_sdk:(\S+)", DOCKERFILE) == [BEAM]
    assert re.findall(r"flink-[\d.]+-job-server:(\S+)", DOCKERFILE) == [BEAM]


def test_python_launcher_and_workers_are_of_one_version():
    assert {
        re.search(r"python:(\d\.\d+)", DOCKERFILE)[1],
        re.search(r"beam_python(\d\.\d+)_sdk", DOCKERFILE)[1],
        re.sub(r"^3", "3.", re.search(r"python(\d+)-template-launcher", DOCKERFILE)[1]),
    } == {"3.11"}


def test_what_is_installed_is_the_version_of_this_folder():
    assert re.findall(r"copydesk\[gcp,aws,kafka\]==([^' ]+)", DOCKERFILE) == [VERSION]


def test_every_image_has_a_tag_and_none_is_latest():
    images = re.findall(r"^ARG \w+_IMAGE=(\S+)$", DOCKERFILE, re.MULTILINE)
    assert len(images) == 4
    assert all(re.search(r":(?!latest$)[\w.-]+$", image) for image in images)


def test_what_the_image_copies_is_there_and_is_not_kept_out():
    """`.dockerignore` keeps everything out but what it names."""
    let_in = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    }
    assert copied == let_in
    assert all((ROOT / source).exists() for source in copied)


@pytest.mark.parametrize(
    "package", ["google-cloud-storage", "boto3", "google-cloud-dataflow-client"]
)
def test_what_the_image_installs_is_locked(package):
    assert re.search(rf"^{package}==", CONSTRAINTS, re.MULTILINE)


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(DEPLOY.rglob("*"))
        if path.is_file() and path.suffix in {".yaml", ".py", ".md", ""}
    ],
    ids=lambda path: path.relative_to(DEPLOY).as_posix(),
)
def test_every_tag_of_ours_is_this_version(path):
    tags = re.findall(r"copydesk[/-](?:copydesk)?[:-]?(\d+\.\d+\.\d+)", path.read_text())
    assert {VERSION, *tags} == {VERSION}
