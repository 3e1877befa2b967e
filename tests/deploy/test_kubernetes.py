"""The manifests are valid by the schemas of Kubernetes and Flink; the hour is the scheduled one."""

import os
import subprocess
from datetime import timedelta

import pytest
import yaml
from commands import CACHE, DEPLOY, manifests

from pipeline.compaction import Asked, asked

CRD = CACHE / "META-INF" / "fabric8" / "flinkdeployments.flink.apache.org-v1.yml"


def only_known_fields(schema):
    """Return a schema that refuses what the API server would drop without a word."""
    if isinstance(schema, dict):
        closed = {key: only_known_fields(value) for key, value in schema.items()}
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            closed.setdefault("additionalProperties", False)
        return closed
    return [only_known_fields(each) for each in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("folder", ["kubernetes", "flink"])
def test_the_manifests_are_valid(folder):
    """By the schemas of a Kubernetes that has all that is used, unknown fields refused."""
    validator = pytest.importorskip("kubernetes_validate", reason="see make test-deploy")
    made = manifests(folder)
    made.pop("FlinkDeployment", None)  # which has a test of its own
    kinds = {"Namespace", "ServiceAccount", "ConfigMap", "CronJob"}
    assert kinds | {"copydesk-compact"} == made.keys()
    for manifest in made.values():
        validator.validate(manifest, "1.31", strict=True)


def test_the_flink_cluster_is_valid():
    jsonschema = pytest.importorskip("jsonschema", reason="see make test-deploy")
    if not CRD.exists():
        pytest.skip("the operator's schema is not here: make test-deploy")
    crd = yaml.safe_load(CRD.read_text())
    (version,) = [each for each in crd["spec"]["versions"] if each["name"] == "v1beta1"]
    schema = only_known_fields(version["schema"]["openAPIV3Schema"])
    schema["properties"] |= {name: {} for name in ("apiVersion", "kind", "metadata")}
    jsonschema.validate(manifests("flink")["FlinkDeployment"], schema)


def test_flink_and_the_jar_that_is_given_to_it_are_of_one_version():
    cluster = yaml.safe_load((DEPLOY / "flink" / "cluster.yaml").read_text())["spec"]
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    assert cluster["flinkVersion"] == "v1_20"
    assert cluster["image"].startswith("flink:1.20.")
    assert "beam-runners-flink-1.20-job-server.jar /opt/flink/job-server.jar" in dockerfile


def test_both_images_of_the_flink_job_are_the_same():
    made = manifests("flink")
    job = made["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    workers = made["FlinkDeployment"]["spec"]["taskManager"]["podTemplate"]["spec"]["containers"][1]
    assert job["containers"][0]["image"] == workers["image"]


def cron_job(name="hourly"):
    (manifest,) = yaml.safe_load_all((DEPLOY / "kubernetes" / f"{name}.yaml").read_text())
    return manifest["spec"]


@pytest.mark.parametrize("name", ["hourly", "compact"])
def test_runs_never_overlap_and_wrong_commands_are_not_tried_again(name):
    job = cron_job(name)["jobTemplate"]["spec"]
    assert cron_job(name)["concurrencyPolicy"] == "Forbid"
    assert job["podFailurePolicy"]["rules"][1] == {
        "action": "FailJob",
        "onExitCodes": {"containerName": "copydesk", "operator": "In", "values": [2]},
    }


@pytest.mark.parametrize(
    ("job", "hour"),
    [
        ("copydesk-29058425", "2025-04-01T10"),  # of 11:05
        ("copydesk-29058005", "2025-04-01T03"),  # of 04:05
        ("copydesk-29057825", "2025-04-01T00"),  # of 01:05
        ("copydesk-29057765", "2025-03-31T23"),  # of 00:05
    ],
)
def test_the_hour_is_that_before_the_minute_in_the_name_of_the_job(tmp_path, job, hour):
    """Whenever its pod is started: the name is all that it looks at."""
    (container,) = cron_job()["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    program = tmp_path / "copydesk"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    run = subprocess.run(
        container["command"],
        env={
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "INPUT": "gs://my-bucket/crawl",
            "JOB": job,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [
        "run",
        "--config",
        "/etc/copydesk/copydesk.yaml",
        "--input",
        f"gs://my-bucket/crawl/{hour}",
        "--run-id",
        hour,
    ]


def test_what_is_compacted_is_the_output_of_the_hours():
    (container,) = cron_job("compact")["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    values = {each["name"]: each["value"] for each in container["env"]}
    program, command, *words = (
        word.replace("$(OUTPUT)", values["OUTPUT"]) for word in container["command"]
    )
    assert (program, command) == ("copydesk", "compact")
    options = yaml.safe_load((DEPLOY / "kubernetes" / "copydesk.yaml").read_text())
    assert asked(words) == Asked(options["output"], older_than=timedelta(days=1))


def test_a_compaction_runs_as_the_hours_do():
    """In the same account, with no more rights, and nowhere else to write."""
    pods = [
        cron_job(name)["jobTemplate"]["spec"]["template"]["spec"] for name in ("hourly", "compact")
    ]
    for key in ("serviceAccountName", "securityContext", "automountServiceAccountToken"):
        assert pods[0][key] == pods[1][key]
    first, second = (pod["containers"][0]["securityContext"] for pod in pods)
    assert first == second
