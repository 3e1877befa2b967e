"""Every command in deploy/ is one that the application takes."""

import re

import pytest
from commands import DEPLOY, HOUR, command_lines

from pipeline.errors import UsageError
from pipeline.options import parse

README = (DEPLOY / "README.md").read_text()
FILES = [path for path in sorted(DEPLOY.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
COMMANDS = [
    pytest.param(words, id=f"{path.relative_to(DEPLOY)}-{number}")
    for path in FILES
    for number, words in enumerate(command_lines(path))
]


def parsed(words):
    try:
        return parse(words)
    except UsageError as error:
        if "is not installed" in str(error):
            pytest.skip(str(error))
        raise


def test_there_are_commands_for_kubernetes_and_for_one_machine():
    found = {str(path.parent.name) for path in FILES if list(command_lines(path))}
    assert {"kubernetes", "systemd"} <= found


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_is_valid_and_names_its_run_by_the_hour(words):
    assert parsed(words).run_id == HOUR


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_remembers_what_it_wrote_itself(words):
    config = parsed(words)
    assert config.index == (f"{config.output}/index",)
    assert config.remember == 30


def test_flink_gets_the_hour_s_command_with_options_of_its_own():
    (words,) = command_lines(DEPLOY / "kubernetes" / "hourly.yaml")
    config = parse([word.replace("/kubernetes/", "/flink/") for word in words])
    assert "--runner=FlinkRunner" in config.beam_options
    assert {"--environment_type=EXTERNAL", "--environment_config=localhost:50000"} <= set(
        config.beam_options
    )


def test_the_ledgers_can_be_watched_as_the_readme_says(tmp_path, monkeypatch):
    import duckdb

    from pipeline.__main__ import main

    (query,) = re.findall(r"^```sql\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text("<p>Too short to be an article.")
    (tmp_path / "in" / "b.json").write_text('{"text": "The council voted on Monday to close it."}')
    assert main(["run", "--input=in", "--output=out", f"--run-id={HOUR}", "--quiet"]) == 0
    ((run, read, articles, duplicates, failures),) = duckdb.sql(query).fetchall()
    assert (run, read) == (HOUR, 2)
    assert read == articles + duplicates + failures


def test_every_file_that_the_readme_links_to_is_there():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (DEPLOY / link).exists()] == []
