"""The Flex Template asks for the real options, and its launcher's command leaves the job behind."""

import json
import re

import pytest
import yaml
from commands import DEPLOY, HOUR
from launch import words
from metadata import metadata

from pipeline.__main__ import main
from pipeline.config import Config
from pipeline.options import FLAGS, parse

COMMITTED = (DEPLOY / "dataflow" / "metadata.json").read_text()
PARAMETERS = {each["name"]: each for each in json.loads(COMMITTED)["parameters"]}
WORKFLOW = yaml.safe_load((DEPLOY / "dataflow" / "hourly.yaml").read_text())


def test_the_metadata_are_those_of_the_real_options():
    """Else: python deploy/dataflow/metadata.py > deploy/dataflow/metadata.json."""
    assert json.loads(COMMITTED) == metadata()


def test_every_option_is_a_parameter_but_those_that_dataflow_says_itself():
    names = {flag.removeprefix("--").replace("-", "_") for flag in FLAGS}
    # A template is a job that ends.
    streams = {"streaming", "window", "allowed_lateness", "every", "user_agent", "in_flight"}
    streams |= {"metrics_port", "metrics_host", "log_format"}
    assert names - PARAMETERS.keys() == {"config", "workers"} | streams
    assert PARAMETERS.keys() - names == {"sdk_container_image"}


def takes(name, value):
    return all(re.search(regex, value) for regex in PARAMETERS[name]["regexes"])


GOOD = {
    "input": ["gs://crawl/2025-04-01/*.warc.gz", "gs://a/* gs://b/*"],
    "output": ["gs://my-bucket/news"],
    "run_id": [HOUR],
    "index": ["gs://my-bucket/news/index"],
    "remember": ["30d", "4w"],
    "format": ["jsonl", "parquet"],
    "compression": ["zstd", "none"],
    "partition_by": ["language,date", "site", "none"],
    "duplicate_kinds": ["url,revision,exact,near,contained,translation", "url"],
    "language_detector": ["profiles", "langdetect"],
    "alike": ["0.55", "1"],
    "shards": ["4"],
    "max_depth": ["1000"],
    "max_seconds": ["30", "0.5"],
    "max_document_bytes": ["500KB", "64MiB", "1000"],
    "max_memory_bytes": ["4GiB"],
    "field": ["text=article.body", "text=body title=head"],
    "without_rule": ["fused_sentences", "bullets repeated_paragraphs"],
    "trail": ["true", "false"],
    "repeated_lines": ["true"],
    "quiet": ["true"],
    "verbose": ["true"],
}
BAD = {
    "input": ["crawl/*.warc.gz", "gs://a/* crawl/*", ""],
    "output": ["news", "gs://my-bucket/my news"],
    "run_id": ["-x", "2025/04/01", ""],
    "remember": ["30", "a month"],
    "format": ["csv"],
    "partition_by": ["author", "language,"],
    "alike": ["2", "55"],
    "shards": ["-1", "many"],
    "max_document_bytes": ["64 megabytes"],
    "trail": ["yes"],
}


def test_every_parameter_has_an_example():
    assert GOOD.keys() == PARAMETERS.keys() - {"sdk_container_image"}


@pytest.mark.parametrize(("name", "value"), [(name, each) for name in GOOD for each in GOOD[name]])
def test_what_a_parameter_takes_the_command_takes(name, value):
    needed = {"input": "gs://a/*", "output": "gs://b", "run_id": HOUR}
    if name == "remember":
        needed["index"] = "gs://b/index"
    assert takes(name, value)
    given = [f"--{key}={each}" for key, each in (needed | {name: value}).items()]
    assert isinstance(parse(list(words(given))), Config)


@pytest.mark.parametrize(("name", "value"), [(name, each) for name in BAD for each in BAD[name]])
def test_what_a_parameter_refuses_never_reaches_the_command(name, value):
    assert not takes(name, value)


def test_switches_and_lists_become_words():
    assert list(
        words(
            [
                "--trail=true",
                "--repeated_lines=false",
                "--input=gs://a/* gs://b/*",
                "--field=text=body title=head",
                "--job_name=copydesk",
            ]
        )
    ) == [
        "--trail",
        "--input=gs://a/*",
        "--input=gs://b/*",
        "--field=text=body",
        "--field=title=head",
        "--job_name=copydesk",
    ]


def launch_parameter():
    (launch,) = [step["launch"] for step in WORKFLOW["run_job"]["steps"] if "launch" in step]
    return launch["args"]["body"]["launchParameter"]


def test_the_workflow_gives_the_template_what_it_asks_for():
    written = launch_parameter()["parameters"]
    hour = re.compile(r'^\$\{(?:"(.*)" \+ )?hour\}$')
    given = {name: hour.sub(rf"\g<1>{HOUR}", value) for name, value in written.items()}
    assert {name for name, each in PARAMETERS.items() if not each["isOptional"]} <= given.keys()
    assert all(takes(name, value) for name, value in given.items())
    config = parse(list(words(f"--{name}={value}" for name, value in given.items())))
    assert config.run_id == HOUR
    assert config.input == (f"gs://my-bucket/crawl/{HOUR}",)
    assert config.index == (f"{config.output}/index",)


def test_no_second_job_of_the_name_is_started_beside_a_running_one():
    assert launch_parameter()["jobName"] == "copydesk-hourly"


@pytest.fixture
def on_dataflow(tmp_path, monkeypatch):
    """A command that would run an article on Dataflow, without its `--runner` and what follows."""
    pytest.importorskip(
        "google.cloud.dataflow_v1beta3", reason="copydesk[gcp] is not installed: make test-deploy"
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("An article.")
    return [
        "--input=in",
        "--output=out",
        f"--run_id={HOUR}",
        "--index=out/index",
        "--runner=DataflowRunner",
        "--project=my-project",
        "--region=europe-west1",
        "--temp_location=gs://my-bucket/tmp",
        "--staging_location=gs://my-bucket/staging",
        "--sdk_container_image=registry.example/copydesk:0.1.0",
        "--no_auth",
    ]


def test_the_graph_is_one_that_dataflow_s_runner_takes(tmp_path, on_dataflow, capsys):
    """Translated whole, by a dry run: nothing is submitted, and nothing written."""
    assert main(["run", *on_dataflow, "--dry_run=true"]) == 0
    assert "built and handed over" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_launcher_finds_the_job_at_its_template_location(on_dataflow, monkeypatch, capsys):
    """As the launcher of a Flex Template starts it; what would go to storage is kept here."""
    from apache_beam.options.pipeline_options import GoogleCloudOptions
    from apache_beam.runners.dataflow.internal.apiclient import DataflowApplicationClient

    staged = {}

    def keep(self, folder, name, stream, **_):
        staged[f"{folder}/{name}"] = stream if isinstance(stream, str) else stream.read()

    monkeypatch.setattr(DataflowApplicationClient, "stage_file_with_retry", keep)
    monkeypatch.setattr(
        GoogleCloudOptions, "_warn_if_soft_delete_policy_enabled", lambda self, name: None
    )
    launched = [*on_dataflow, "--template_location=gs://my-bucket/staging/job_object"]
    assert main(["run", *words(launched)]) == 0
    assert "built and handed over" in capsys.readouterr().err
    job = json.loads(staged["gs://my-bucket/staging/job_object"])
    (harness,) = job["environment"]["workerPools"][0]["sdkHarnessContainerImages"]
    assert harness["containerImage"] == "registry.example/copydesk:0.1.0"
