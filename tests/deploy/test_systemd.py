"""One machine: the units are valid, and the hours that are due are those without a ledger."""

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from commands import DEPLOY

from pipeline.compaction import Asked, asked
from pipeline.watch.request import watch_request

UNITS = DEPLOY / "systemd"
WATCH = (UNITS / "copydesk-watch.service").read_text()


def test_systemd_takes_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for unit in [*UNITS.glob("*.service"), *UNITS.glob("*.timer")]:
        text = unit.read_text()
        for program in ("/opt/copydesk/bin/copydesk ", "/usr/local/bin/copydesk-due "):
            text = text.replace(program, "/bin/true ")  # it looks whether they are there
        (tmp_path / unit.name.replace("@", "@x")).write_text(text)
    verified = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    assert (verified.stderr, verified.returncode) == ("", 0)


def test_the_watch_is_one_that_the_application_takes():
    """Its unit names a file of options, and nothing else."""
    words = re.findall(r"^ExecStart=/opt/copydesk/bin/copydesk (.*)$", WATCH, re.MULTILINE)
    assert words == ["watch --config /etc/copydesk-watch.yaml"]
    asked = watch_request(["--config", str(UNITS / "copydesk-watch.yaml")])
    assert asked.config.output.startswith("/var/lib/copydesk/")  # the one place it may write to
    assert (asked.metrics_port, asked.log_format) == (9464, "json")
    assert not asked.once


def test_the_watch_begins_again_after_what_may_pass_and_is_given_time_to_end():
    assert "\nRestart=on-failure\n" in WATCH
    assert "\nRestartPreventExitStatus=2\n" in WATCH
    assert "\nKillMode=mixed\n" in WATCH


def test_what_is_compacted_is_what_the_watch_wrote_and_is_a_day_old():
    service = (UNITS / "copydesk-compact.service").read_text()
    (words,) = re.findall(r"^ExecStart=/opt/copydesk/bin/copydesk (.*)$", service, re.MULTILINE)
    command, *flags = words.split()
    output = watch_request(["--config", str(UNITS / "copydesk-watch.yaml")]).config.output
    assert (command, asked(flags)) == ("compact", Asked(output, older_than=timedelta(days=1)))
    assert f"\nConditionPathExists={output}/_runs\n" in service


def hour(ago):
    return (datetime.now(UTC) - timedelta(hours=ago)).strftime("%Y-%m-%dT%H")


@pytest.fixture
def due(tmp_path):
    """Runs copydesk-due; returns its exit code and what it started, in order."""
    started = tmp_path / "started"
    started.touch()
    systemctl = tmp_path / "bin" / "systemctl"
    systemctl.parent.mkdir()
    systemctl.write_text(f'#!/bin/sh\necho "$@" >> {started}\ntest ! -e {tmp_path}/"fails-$2"\n')
    systemctl.chmod(0o755)

    def run(*arguments):
        finished = subprocess.run(
            [UNITS / "copydesk-due", tmp_path / "in", tmp_path / "out", *arguments],
            env={"PATH": f"{systemctl.parent}:{os.environ['PATH']}"},
            check=False,
        )
        return finished.returncode, started.read_text().splitlines()

    return run


def test_hours_with_input_and_without_a_ledger_are_due_oldest_first(tmp_path, due):
    for ago in (1, 3, 5, 30):
        (tmp_path / "in" / hour(ago)).mkdir(parents=True)
    (tmp_path / "out" / "_runs" / hour(3)).mkdir(parents=True)
    (tmp_path / "out" / "_runs" / hour(3) / "ledger.json").touch()
    assert due() == (0, [f"start copydesk@{hour(5)}.service", f"start copydesk@{hour(1)}.service"])


def test_the_hour_that_is_not_over_is_not_due(tmp_path, due):
    (tmp_path / "in" / hour(0)).mkdir(parents=True)
    assert due() == (0, [])


def test_an_hour_that_fails_does_not_keep_others_from_being_done(tmp_path, due):
    for ago in (1, 2):
        (tmp_path / "in" / hour(ago)).mkdir(parents=True)
    (tmp_path / f"fails-copydesk@{hour(2)}.service").touch()
    assert due() == (1, [f"start copydesk@{hour(2)}.service", f"start copydesk@{hour(1)}.service"])


def test_how_far_back_it_looks_can_be_said(tmp_path, due):
    (tmp_path / "in" / hour(30)).mkdir(parents=True)
    assert due("48") == (0, [f"start copydesk@{hour(30)}.service"])
