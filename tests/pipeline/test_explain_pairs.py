"""`copydesk explain` of a duplicate, and of two documents: what both texts have in common."""

import io
import json
import os
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.__main__ import main
from pipeline.explain import explain
from pipeline.question import Question
from pipeline.report.explanation import print_explanation
from pipeline.report.passages import lines_of
from transforms.deduplicate import PassageKind, compare

SEEDS = Path(__file__).parents[2] / "seeds"
HERALD = "https://harbor-herald.example"
NEAR = "https://ledger-quarter.example/markets/monday-the-chips-fell"
KEPT = f"{HERALD}/2025/01/the-monday-of-doubt"
REVISED = f"{HERALD}/2025/02/brackwater-council-delays-vote"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the seeds, and in `out` what a run made of some of them."""
    folder, before = tmp_path_factory.mktemp("desk"), Path.cwd()
    (folder / "seeds").symlink_to(SEEDS)
    os.chdir(folder)
    try:
        command = "run --input seeds/records seeds/web seeds/html --output out --run-id r --quiet"
        assert main(command.split()) == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture(autouse=True)
def _at_the_desk(desk, monkeypatch):
    monkeypatch.chdir(desk)
    monkeypatch.setenv("COLUMNS", "100")


def id_of(url):
    (record,) = [
        record
        for path in Path("out").glob("*/*=*/**/*.jsonl")
        for record in map(json.loads, path.read_text().splitlines())
        if record.get("canonical_url") == url and not record.get("revised_by")
    ]
    return record["id"]


def told(capsys, *command):
    """Return the one pair that a command answers as JSON."""
    assert main(["explain", *command, "--format", "json"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)["pairs"]
    return pair


def shown(capsys, *command):
    """Return what a command prints of a pair, by lines."""
    assert main(["explain", *command]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    return lines[
        next(i for i, line in enumerate(lines) if line in {"A duplicate of", "Compared with"}) :
    ]


def words_of_lines(first, second):
    """Return the lines of a page: numbers in both texts, and the pieces with their kinds' signs."""
    signs = {PassageKind.SHARED: "=", PassageKind.FIRST: "-", PassageKind.SECOND: "+"}
    return [
        (
            line.number(PassageKind.FIRST),
            line.number(PassageKind.SECOND),
            "".join(f"{signs[piece.kind]}{piece.text.strip()}" for piece in line.pieces),
        )
        for line in lines_of(first, second, compare(first, second))
    ]


VIEW = """\
A duplicate of
  title        The Monday that doubt was worth more than chips
  id           {kept}
  url          https://harbor-herald.example/2025/01/the-monday-of-doubt
  published    2025-01-28T18:00:00Z
  found in     out/articles/language=en/date=2025-01-28/part-r-c4a288d71c1083a4.jsonl
  kind         near: mostly the same words
  rule         alike: 92.3 % of the shorter text stands in the longer; the least is 55 %
  similarity   85.7 % of what stands in either text stands in both
  containment  92.3 % of the shorter text stands in the longer

1 1 ~ … Shares of Nvidia, which makes the processors that most language models run on, [-dropped-]
      {{+fell+}} by 17 per cent on 27 January. Nearly 600 billion dollars of market value were gone
      by the evening, more than any company had ever lost in a single [-session.-] {{+day.+}}
"""
END = """\
9 5 ~ Wynn kept the chart of that Monday. It hangs above his desk, upside down. "To remind me," he
      says, "that I was [-sure-] {{+wrong+}} both times."

Words
  242     in both
    7  -  in {copy:.8} alone
    7  +  in {kept:.8} alone
"""


def test_a_duplicate_is_shown_beside_the_article_that_it_repeats(capsys):
    ids = {"copy": id_of(NEAR), "kept": id_of(KEPT)}
    view, end = VIEW.format(**ids).splitlines(), END.format(**ids).splitlines()
    lines = shown(capsys, NEAR)
    assert lines[: len(view)] == view
    assert lines[-len(end) :] == end


def test_the_json_has_the_passages_with_their_places(capsys):
    pair = told(capsys, NEAR)
    passages = pair.pop("passages")
    findings = pair.pop("findings")
    assert pair == {
        "first": id_of(NEAR),
        "second": {
            "id": id_of(KEPT),
            "url": KEPT,
            "title": "The Monday that doubt was worth more than chips",
            "published_at": "2025-01-28T18:00:00Z",
        },
        "path": "out/articles/language=en/date=2025-01-28/part-r-c4a288d71c1083a4.jsonl",
        "run_id": None,
        "duplicate": id_of(NEAR),
        "kind": "near",
        "rule": "alike: 92.3 % of the shorter text stands in the longer; the least is 55 %",
        "similarity": 0.8571,
        "containment": 0.9231,
    }
    assert [(each["criterion"], each["holds"]) for each in findings] == [
        ("address", False),
        ("words", False),
        ("alike", True),
        ("found", True),
        ("translation", False),
    ]
    assert passages[-3:-1] == [
        {
            "kind": "first",
            "first": {"start": 1368, "end": 1373},
            "second": {"start": 1363, "end": 1363},
            "is_moved": False,
            "text": "sure ",
        },
        {
            "kind": "second",
            "first": {"start": 1373, "end": 1373},
            "second": {"start": 1363, "end": 1369},
            "is_moved": False,
            "text": "wrong ",
        },
    ]


def test_a_revision_says_which_version_came_next(capsys):
    revision = next(Path("out/duplicates/kind=revision").glob("*.jsonl"))
    pair = told(capsys, json.loads(revision.read_text())["id"])
    assert pair["kind"] == "revision"
    assert pair["rule"].endswith(
        "harbor-herald.example/2025/02/brackwater-council-delays-vote; "
        "the next version: the one that is kept"
    )
    assert [(each["kind"], each["text"]) for each in pair["passages"]][-1] == (
        "first",
        "Update, Wednesday: Tidal Compute has said it will pay for the second opinion.",
    )


def test_an_article_is_beside_nothing(capsys):
    assert main(["explain", KEPT, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == []


def test_of_what_an_earlier_run_kept_elsewhere_the_text_is_not_shown(tmp_path, capsys):
    shutil.copytree("out", tmp_path / "out")
    (duplicate,) = (tmp_path / "out/duplicates/kind=near").glob("*.jsonl")
    record = json.loads(duplicate.read_text().splitlines()[0])
    kept = {"duplicate_of": "0" * 32, "duplicate_of_run": "2025-03-31"}
    duplicate.write_text(json.dumps(record | kept) + "\n")
    command = record["id"], "--output", str(tmp_path / "out")
    assert shown(capsys, *command) == [
        "A duplicate of",
        "  id           00000000000000000000000000000000",
        f"  url          {KEPT}",
        "  published    2025-01-28T18:00:00Z",
        "  kept by      an earlier run, 2025-03-31",
        "  found in     nothing below the same output: its text cannot be shown",
        "  kind         near: mostly the same words",
        "  rule         alike: 92.3 % of the shorter text stands in the longer; the least is 55 %",
        "  similarity   85.7 % of what stands in either text stands in both",
        "  containment  92.3 % of the shorter text stands in the longer",
    ]
    assert told(capsys, *command)["passages"] is None


def test_any_two_documents_are_compared(capsys, monkeypatch):
    """By the criteria of a run that is asked for nothing else; each says what it finds."""
    monkeypatch.setenv("COLUMNS", "200")
    lines = shown(capsys, KEPT, "--compare", REVISED)
    start = lines.index("  kind         no duplicate: both would be kept")
    assert lines[start : start + 9] == [
        "  kind         no duplicate: both would be kept",
        "  similarity   0 % of what stands in either text stands in both",
        "  containment  0 % of the shorter text stands in the longer",
        f"  address      no: different canonical URLs: {KEPT} and {REVISED}",
        "  words        no: different words",
        "  alike        no: 0 % of the shorter text stands in the longer; the least is 55 %",
        (
            "  found        no: 0 of the runs of 5 words that stand for the texts are shared; "
            "the least is 2"
        ),
        "  translation  no: both are in one language, or that of one is not known",
        "",
    ]
    assert lines[-3:] == [
        "Words",
        f"  249  -  in {id_of(KEPT):.8} alone",
        f"  240  +  in {id_of(REVISED):.8} alone",
    ]


def test_of_two_documents_that_are_compared_the_duplicate_is_named(capsys):
    lines = shown(capsys, KEPT, "--compare", NEAR)
    assert lines[lines.index("  kind         near: mostly the same words") + 1] == (
        f"  duplicate    {id_of(NEAR)}"
    )


def test_translations_are_kept_and_linked(capsys):
    files = "seeds/translations/turbines.en.md", "seeds/translations/turbines.zh-hans.md"
    lines = shown(capsys, files[0], "--compare", files[1])
    assert "  kind         no duplicate: both would be kept, linked as translations" in lines


def test_documents_of_files_are_compared_as_they_are_cleaned(capsys):
    files = "seeds/text/openai-funding-round.en.txt", "seeds/text/deepseek-cost.en.txt"
    pair = told(capsys, files[0], "--compare", files[1])
    assert pair["duplicate"] is None
    assert pair["path"] == files[1]


def test_one_may_be_a_file_and_the_other_an_address_of_the_input(capsys):
    files = "--input", "seeds/records/archive.json"
    path = "seeds/text/openai-funding-round.en.txt"
    assert told(capsys, NEAR, *files, "--compare", path)["path"] == path
    assert told(capsys, path, *files, "--compare", NEAR)["second"]["id"] == id_of(NEAR)


def test_what_is_no_article_is_not_compared(capsys):
    assert main(["explain", KEPT, "--compare", "seeds/broken/not-found.de.html"]) == 2
    assert capsys.readouterr().err == (
        "copydesk: seeds/broken/not-found.de.html is no article: there is no text to compare\n"
    )
    assert main(["explain", KEPT, "--compare="]) == 2
    assert capsys.readouterr().err == "copydesk: --compare is empty\n"


def test_in_a_terminal_colours_tell_the_words_that_differ():
    console = Console(
        file=io.StringIO(), width=100, highlight=False, force_terminal=True, color_system="standard"
    )
    print_explanation(console, explain(Question(NEAR)))
    out = console.file.getvalue()
    assert "that I was \x1b[31msure \x1b[0m\x1b[32mwrong \x1b[0mboth times" in out
    assert "[-" not in out


def test_where_there_is_nothing_but_ascii_the_marks_are_too():
    console = Console(file=io.TextIOWrapper(io.BytesIO(), "ascii"), width=100, highlight=False)
    print_explanation(console, explain(Question(NEAR)))


def test_full_shows_each_line_whole(capsys):
    lines = shown(capsys, NEAR, "--full")
    assert not [line for line in lines if "…" in line]


class TestLines:
    def test_words_that_differ_stand_in_one_line(self):
        assert words_of_lines("One two three four.", "One two five four.") == [
            (1, 1, "=One two-three+five=four.")
        ]

    def test_a_line_of_one_text_stands_by_itself(self):
        assert words_of_lines("One two.\n\nSix.", "One two.\n\nThree four five.\n\nSix.") == [
            (1, 1, "=One two."),
            (None, 3, "+Three four five."),
            (3, 5, "=Six."),
        ]

    def test_lines_that_have_nothing_in_common_stand_one_after_the_other(self):
        assert words_of_lines("One.\nTwo three.\nFour.\nFive.", "One.\nSix seven.\nFive.") == [
            (1, 1, "=One."),
            (2, None, "-Two three."),
            (3, None, "-Four."),
            (None, 2, "+Six seven."),
            (4, 3, "=Five."),
        ]

    def test_a_text_that_is_wrapped_stands_in_the_lines_of_the_first(self):
        assert words_of_lines("One two three.\nFour five.", "One two three. Four five.") == [
            (1, 1, "=One two three."),
            (2, None, "=Four five."),
        ]

    def test_what_goes_on_behind_the_end_of_the_other(self):
        assert words_of_lines("One two three.", "One two three.\nFour.") == [
            (1, 1, "=One two three."),
            (None, 2, "+Four."),
        ]

    def test_a_text_that_was_cut_within_a_line(self):
        assert words_of_lines("One two three four.\nFive.", "One two thr…") == [
            (1, 1, "=One two-three four.+thr…"),
            (2, None, "-Five."),
        ]

    def test_nothing(self):
        assert words_of_lines("", "") == []
