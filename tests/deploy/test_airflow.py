"""Airflow imports the DAG, and its task is the pod of deploy/kubernetes."""

import json
import os
import subprocess

import pytest
from commands import CACHE, DEPLOY, manifests

PYTHON = CACHE / "airflow" / "bin" / "python"
_TELL = """
import json
from datetime import UTC, datetime

import jinja2
from airflow.timetables.interval import CronDataIntervalTimetable
from pendulum import instance

from copydesk_hourly import dag

(task,) = dag.tasks
schedule = CronDataIntervalTimetable(dag.timetable.expression, timezone=dag.timetable.timezone)
interval = schedule.infer_manual_data_interval(
    run_after=instance(datetime(2025, 4, 1, 11, 5, tzinfo=UTC))
)
words = [*task.cmds, *task.arguments]
told = {
    "interval": [interval.start.isoformat(), interval.end.isoformat()],
    "words": [jinja2.Template(word).render(data_interval_start=interval.start) for word in words],
    "catchup": dag.catchup,
    "at_once": dag.max_active_runs,
    "retries": task.retries,
    "image": task.image,
    "requests": task.container_resources.requests,
    "limits": task.container_resources.limits,
    "service_account": task.service_account_name,
}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What Airflow makes of the DAG, its templates filled in for the interval until 11:05."""
    if not PYTHON.exists():
        pytest.skip("Airflow is not here: make test-deploy")
    home = str(tmp_path_factory.mktemp("airflow"))
    finished = subprocess.run(
        [PYTHON, "-c", _TELL],
        cwd=DEPLOY / "airflow",
        env={"PATH": os.environ["PATH"], "HOME": home, "AIRFLOW_HOME": home},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout.splitlines()[-1])


def test_a_run_takes_in_the_hour_with_which_its_interval_begins(told):
    assert told["interval"] == ["2025-04-01T10:05:00+00:00", "2025-04-01T11:05:00+00:00"]
    assert told["words"] == [
        "copydesk",
        "run",
        "--config=/etc/copydesk/copydesk.yaml",
        "--input=gs://my-bucket/crawl/2025-04-01T10",
        "--run-id=2025-04-01T10",
    ]


def test_no_hour_is_skipped_and_no_two_run_at_once(told):
    assert (told["catchup"], told["at_once"], told["retries"]) == (True, 1, 2)


def test_the_pod_is_that_of_the_cron_job(told):
    job = manifests("kubernetes")["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = job["containers"]
    assert told["image"] == container["image"]
    assert told["requests"] == container["resources"]["requests"]
    assert told["limits"] == container["resources"]["limits"]
    assert told["service_account"] == job["serviceAccountName"]
