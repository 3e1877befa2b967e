"""`copydesk explain`: what came in beside what stayed of a document, and what became of it."""

import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from pipeline.__main__ import main
from pipeline.explain import explain
from pipeline.question import Question
from pipeline.report.explanation import print_explanation
from transforms.clean import clean_document
from transforms.language import tag_language
from transforms.model import CleanError, Duplicate, DuplicateKind, Failure, Reason
from transforms.read import read_file
from transforms.write.formats import write_records
from transforms.write.records import ARTICLE, DUPLICATE, FAILURE

ROOT = Path(__file__).parents[2]
RAIN = "It rained in Riga for three days, and the river rose by two metres before it fell again."
RECORDS = [
    {"id": "r1", "url": "https://a.example/rain", "title": "Rain", "text": f"{RAIN}\nShare"},
    {"id": "r2", "url": "https://a.example/sun?utm_source=x", "text": "The sun came out again."},
    {"id": "r3", "url": "https://a.example/none", "text": "Advertisement"},
]


@pytest.fixture
def records(desk):
    """Three records in the file `wire.jsonl`, the last of which is no article."""
    (desk / "wire.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in RECORDS))
    return list(read_file("wire.jsonl"))


@pytest.fixture(params=["jsonl", "parquet"])
def output(request, desk, records):
    """What a run with a trail would make of them, the second a duplicate of the first."""
    rain, sun, none = records
    article, copy = (tag_language(clean_document(each, trail=True)) for each in (rain, sun))
    copy = Duplicate(
        **dict(copy), duplicate_of=rain.id, duplicate_kind=DuplicateKind.EXACT, similarity=0.5
    )
    with pytest.raises(CleanError) as refusal:
        clean_document(none)
    failure = Failure.of(none, refusal.value)
    for folder, element, schema in (
        ("articles/language=en", article, ARTICLE),
        ("duplicates/kind=exact", copy, DUPLICATE),
        ("failures/step=clean", failure, FAILURE),
    ):
        path = desk / "out" / folder / f"part-r-1.{request.param}"
        path.parent.mkdir(parents=True)
        with path.open("wb") as stream:
            write_records(
                stream,
                [element],
                schema,
                file_format=request.param,
                compression="none",
                without=frozenset({"language", "step"}),
            )
    (desk / "out" / "_runs").mkdir()
    return SimpleNamespace(rain=rain, sun=sun, none=none)


def told(capsys, *command):
    """Return the JSON that a command answers."""
    assert main(["explain", *command, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


VIEW = """\
seeds/text/deepseek-cost.en.txt
  id        {id}
  type      text/plain
  url       https://harbor-herald.example/2025/02/what-deepseek-really-cost
  language  English (en), 1.00

     came in                                 stayed                                  rule
 1 → Technicians check racks in a server     → credits                               credit
     hall outside Hangzhou. (Photo: Mira
     Tolland/Harbor Press)
 3 - Share on Facebook  Twitter  WhatsApp                                            share_bar
 5   When the Chinese laboratory DeepSeek    When the Chinese laboratory DeepSeek
     put its reasoning model R1 on the web   put its reasoning model R1 on the web
     on…                                     on…
 7   The number is real, but it answers a    The number is real, but it answers a
     narrow question. It comes from the      narrow question. It comes from the
     techn…                                  techn…
 9 - Advertisements                                                                  advertisement
"""


def test_what_a_person_sees(monkeypatch):
    """Side by side, with signs that need no colours; the end is not shown here."""
    monkeypatch.chdir(ROOT)
    console = Console(file=io.StringIO(), width=100, highlight=False)
    answer = explain(Question("seeds/text/deepseek-cost.en.txt"))
    print_explanation(console, answer)
    lines = [line.rstrip() for line in console.file.getvalue().split("\n")]
    expected = VIEW.format(id=answer.explanation.id).splitlines()
    assert lines[: len(expected)] == expected


def test_a_summary_counts_lines_and_tells_each_rule(desk, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    lines = [RAIN, *["Share"] * 9, "Source: https://a.example/x"]
    (desk / "a.txt").write_text("\n".join(lines))
    assert main(["explain", "a.txt"]) == 0
    out = [line.rstrip() for line in capsys.readouterr().out.split("\n")]
    assert "     … 3 lines removed by share_bar …" in out
    assert out[out.index("Lines") :] == [
        "Lines",
        "  1     kept",
        "  1  →  moved",
        "  9  -  removed",
        "  9     share_bar: buttons to share the article",
        "  1     source: the address of the source, moved to `source_url`",
        "",
        "Fields",
        "  source_url  https://a.example/x",
        "",
    ]


def test_full_shows_all_lines_and_each_whole(desk, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    (desk / "a.txt").write_text("\n".join([RAIN * 5, *["Share"] * 30]))
    assert main(["explain", "a.txt", "--full"]) == 0
    out = capsys.readouterr().out
    assert "…" not in out
    assert out.count("- Share") == 30


def test_the_json_has_all_that_is_known(desk, records, capsys):
    told_of = told(capsys, "wire.jsonl", "--position", "0")
    assert list(told_of) == [
        "id", "uri", "position", "record_id", "media_type", "url", "outcomes", "refusal", "article",
        "moved", "counts", "rules", "rows", "pairs", "notes",
    ]  # fmt: skip
    assert told_of["id"] == records[0].id
    assert told_of["article"]["title"] == "Rain"
    assert told_of["article"]["text"] == RAIN
    assert told_of["article"]["language"] == "en"
    assert told_of["counts"] == {"kept": 1, "removed": 1}
    assert told_of["rules"] == {"share_bar": {"lines": 1, "reason": "buttons to share the article"}}
    assert told_of["rows"] == [
        {"line": 0, "before": RAIN, "after": RAIN, "fate": "kept", "rules": []},
        {"line": 1, "before": "Share", "after": None, "fate": "removed", "rules": ["share_bar"]},
    ]


@pytest.mark.parametrize(
    ("choice", "position"),
    [
        (["--url", "https://a.example/sun"], 1),
        (["--record-id", "r2"], 1),
        (["--url", "https://a.example/none"], 2),
    ],
)
def test_a_document_of_several_is_chosen(choice, position, records, capsys):
    assert told(capsys, "wire.jsonl", *choice)["id"] == records[position].id


def test_of_several_documents_the_first_are_listed(records, capsys):
    assert main(["explain", "wire.jsonl"]) == 2
    first, second, third = (each.source.position for each in records)
    assert capsys.readouterr().err == (
        "copydesk: wire.jsonl has several documents; choose one by --position, --url, --record-id "
        "or --id:\n"
        f"  --position {first:<4} Rain\n"
        f"  --position {second:<4} https://a.example/sun?utm_source=x\n"
        f"  --position {third:<4} https://a.example/none\n"
    )


def test_a_url_or_an_id_is_looked_for_in_the_input(records, capsys):
    sun = records[1]
    assert (
        told(capsys, "https://a.example/sun/#top", "--input", "seeds", "wire.jsonl")["id"] == sun.id
    )
    assert told(capsys, sun.id[:8].upper(), "--input", "wire.jsonl")["id"] == sun.id


def test_a_page_is_found_by_the_address_that_it_names(desk, capsys):
    page = (
        "<html><head><link rel=canonical href='https://a.example/news/rain'></head><body><article>"
        f"<p>{RAIN}</p><p>{RAIN}</p></article></body></html>"
    )
    (desk / "seeds" / "rain.html").write_text(page)
    assert told(capsys, "https://a.example/news/rain?utm_source=x", "--input", "seeds")["uri"] == (
        "seeds/rain.html"
    )


def test_stdin(desk, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(f"{RAIN}\nShare".encode())))
    assert told(capsys, "-")["counts"] == {"kept": 1, "removed": 1}


def test_a_rule_switched_off(records, capsys):
    told_of = told(capsys, "wire.jsonl", "--position", "0", "--without-rule", "share_bar")
    assert told_of["article"]["text"] == f"{RAIN}\nShare"


def test_an_article_of_a_run(output, capsys):
    """Found in `out` if nothing else is said; its source is read again."""
    told_of = told(capsys, output.rain.id[:8])
    assert [each["data_set"] for each in told_of["outcomes"]] == ["articles"]
    assert told_of["outcomes"][0]["path"].startswith("out/articles/language=en/part-r-1.")
    assert told_of["outcomes"][0]["record"]["language"] == "en"
    assert told_of["counts"] == {"kept": 1, "removed": 1}
    assert told_of["notes"] == []


def test_a_duplicate_of_a_run_names_the_article_that_is_kept(output, capsys, monkeypatch):
    (outcome,) = told(capsys, "https://a.example/sun", "--output", "out")["outcomes"]
    assert outcome["record"]["duplicate_of"] == output.rain.id
    assert outcome["kept"]["title"] == "Rain"
    monkeypatch.setenv("COLUMNS", "400")
    assert main(["explain", output.sun.id]) == 0
    assert (
        f"became    a duplicate (same words, 0.50) of {output.rain.id}, Rain, "
        "https://a.example/rain; in out/duplicates/kind=exact/part-r-1."
    ) in capsys.readouterr().out


def test_a_failure_of_a_run_is_explained_though_its_source_is_gone(output, capsys):
    Path("wire.jsonl").unlink()
    told_of = told(capsys, output.none.id)
    assert told_of["outcomes"][0]["record"]["step"] == "clean"
    assert told_of["refusal"]["reason"] == Reason.NO_TEXT
    assert [row["rules"] for row in told_of["rows"]] == [["advertisement"]]


def test_of_an_article_whose_source_is_gone_the_trail_is_shown(output, capsys):
    Path("wire.jsonl").unlink()
    told_of = told(capsys, output.rain.id)
    assert told_of["notes"] == [
        "its source, wire.jsonl, cannot be read from here; this is its trail"
    ]
    assert told_of["rows"] == [
        {"line": 1, "before": "Share", "after": None, "fate": "removed", "rules": ["share_bar"]}
    ]
    assert main(["explain", output.rain.id]) == 0
    assert "Rain\nwire.jsonl#0\n" in capsys.readouterr().out


SERVED = ["http://a.example/rain?p=1", "https://a.example/feed.xml", "kafka://broker:9092/wire"]


def came_from(uri, output):
    """Let the records of `output`, in JSON Lines, say that they were read at `uri`."""
    for path in output.rglob("part-*.jsonl"):
        path.write_text("".join(
            f"{json.dumps({**json.loads(line), 'uri': uri})}\n"
            for line in path.read_text().splitlines()
        ))  # fmt: skip


@pytest.mark.parametrize("output", ["jsonl"], indirect=True)
@pytest.mark.parametrize("uri", SERVED)
def test_what_was_served_or_sent_is_explained_by_its_record(uri, output, desk, capsys):
    """Nothing is fetched: of the article the trail is shown."""
    came_from(uri, desk / "out")
    told_of = told(capsys, output.rain.id, "--output", "out")
    assert [each["data_set"] for each in told_of["outcomes"]] == ["articles"]
    assert told_of["notes"] == [f"its source, {uri}, cannot be read from here; this is its trail"]
    assert [row["rules"] for row in told_of["rows"]] == [["share_bar"]]


@pytest.mark.parametrize("output", ["jsonl"], indirect=True)
@pytest.mark.parametrize("uri", SERVED)
def test_a_duplicate_that_was_served_is_shown_beside_what_it_repeats(uri, output, desk, capsys):
    """Their texts are those of their records."""
    came_from(uri, desk / "out")
    (pair,) = told(capsys, output.sun.id, "--output", "out")["pairs"]
    assert (pair["first"], pair["second"]["id"]) == (output.sun.id, output.rain.id)
    assert pair["duplicate"] == output.sun.id
    assert pair["passages"]


@pytest.mark.parametrize("output", ["jsonl"], indirect=True)
@pytest.mark.parametrize("uri", SERVED)
def test_a_failure_that_was_served_is_explained_from_its_kept_bytes(uri, output, desk, capsys):
    came_from(uri, desk / "out")
    told_of = told(capsys, output.none.id[:8], "--output", "out")
    assert told_of["outcomes"][0]["record"]["reason"] == Reason.NO_TEXT


@pytest.mark.parametrize("output", ["jsonl"], indirect=True)
def test_documents_that_were_served_can_be_compared(output, desk, capsys):
    came_from(SERVED[0], desk / "out")
    (pair,) = told(
        capsys, output.rain.id, "--output", "out", "--compare", output.sun.id
    )["pairs"]  # fmt: skip
    assert pair["second"]["id"] == output.sun.id


def test_a_source_that_has_changed_is_explained_as_it_is(output, capsys):
    changed = json.dumps({**RECORDS[0], "text": f"{RAIN} And again."})
    Path("wire.jsonl").write_text(changed)
    told_of = told(capsys, output.rain.id)
    assert told_of["notes"] == [
        "its source has changed since that run: this is what it holds at present"
    ]
    assert told_of["article"]["text"] == f"{RAIN} And again."


def test_what_became_of_a_document_in_a_file(output, capsys):
    """Runs name files as they were named to them."""
    told_of = told(capsys, "wire.jsonl", "--record-id", "r1", "--output", "out")
    assert [each["data_set"] for each in told_of["outcomes"]] == ["articles"]


def test_a_refused_document_is_explained(desk, capsys):
    (desk / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert told(capsys, "a.png")["refusal"]["reason"] == Reason.UNSUPPORTED_FORMAT


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("", "what to explain is missing: copydesk explain PATH, URL or ID"),
        (
            "--input seeds",
            (
                "what to explain is missing: copydesk explain PATH, URL or ID; "
                "it stands before --input"
            ),
        ),
        (
            "notes seeds",
            (
                "unexpected 'seeds': one document is explained at a time: "
                "copydesk explain PATH, URL or ID"
            ),
        ),
        ("notess", "notess: no such file or folder; did you mean notes?"),
        ("notes --ful", "no such option: --ful; did you mean --full?"),
        ("notes --url", "--url needs a value"),
        ("notes --full=1", "--full takes no value"),
        ("notes --format jsn", "--format: no such value: jsn; did you mean json? (text, json)"),
        (
            "notes --without-rule relatd",
            "--without-rule: no such rule: relatd; did you mean related?",
        ),
        (
            "notes --max-document-bytes lots",
            ("--max-document-bytes: 'lots' is no size; give bytes, or 500KB or 64MiB, below 2GiB"),
        ),
        ("notes --field autor=x", "--field: no such field: autor; did you mean author?"),
        ("notes --input seeds", "--input is where to look for a URL or an id; notes is neither"),
        ("notes --position 7", "notes: none of 1 document has position 7"),
        ("notes --url mailto:desk", "mailto:desk is no address of a web page"),
        ("ftp://a.example/b", None),
        ("0badc0de --input seeds", "seeds: none of 2 documents has id 0badc0de"),
        (
            "https://a.example/b --input seeds notes",
            "seeds, notes: none of 3 documents has URL https://a.example/b",
        ),
        (
            "https://a.example/b",
            (
                "https://a.example/b: say where to look: --input for documents as they came, "
                "--output for what a run wrote"
            ),
        ),
        ("0badc0de --output seeds", "--output seeds: no run has written anything there"),
        ("0badc0de --input=", "--input is empty"),
        ("seeds/*.md", "seeds/*.md: there is nothing to read"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_line(command, line, desk, capsys):
    assert main(["explain", *command.split()]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert line is None or err == f"copydesk: {line}\n"


def test_an_id_and_another_id_contradict_each_other(output, capsys):
    assert main(["explain", output.rain.id, "--id", "ffffffff"]) == 2
    assert capsys.readouterr().err == (
        f"copydesk: --id ffffffff: is another id than {output.rain.id}, which is to be explained\n"
    )


def test_an_id_may_be_told_twice(output, capsys):
    assert told(capsys, output.rain.id[:8], "--id", output.rain.id)["id"] == output.rain.id


@pytest.mark.parametrize("command", ["pipe", "0badc0de --input pipe", "notes --compare pipe"])
def test_a_pipe_is_not_waited_for(command, desk, capsys):
    os.mkfifo("pipe")
    assert main(["explain", *command.split()]) == 2
    assert capsys.readouterr().err == (
        "copydesk: pipe: is no file, but a pipe, a socket or a device; - reads stdin\n"
    )


def test_an_id_that_no_record_has(output, capsys):
    assert main(["explain", "0badc0de"]) == 2
    assert capsys.readouterr().err == (
        "copydesk: --output out: no article, duplicate or failure in 3 files has id 0badc0de\n"
    )


def test_records_that_are_broken_are_told_of(output, capsys):
    (broken,) = Path("out/articles").rglob("part-*")
    broken.write_bytes(b"{")
    assert main(["explain", "https://a.example/rain"]) == 1
    assert capsys.readouterr().err.startswith(f"copydesk: {broken} cannot be read: ")


def test_a_file_that_cannot_be_read_is_told_of_by_the_exit_code(desk, capsys):
    """As when it goes while it is looked for; what is known beforehand to be wrong is misuse."""
    (desk / "pipe").mkdir()
    (desk / "pipe" / "gone.txt").symlink_to("nowhere")
    assert main(["explain", "pipe"]) == 1
    assert "(unreadable)" in capsys.readouterr().out


def test_a_run_that_looked_at_many_documents_is_said_to_have_left_another_text(tmp_path, capsys):
    """A line that a site repeats goes in a run with --repeated-lines, and stays in the document."""
    output = tmp_path / "out"
    (tmp_path / "a.txt").write_text(f"{RAIN}\nIt stopped on the third day.")
    assert (
        main(["run", "--input", str(tmp_path / "a.txt"), "--output", str(output), "--quiet"]) == 0
    )
    (path,) = (output / "articles").rglob("*.jsonl")
    record = json.loads(path.read_text())
    path.write_text(json.dumps({**record, "text": "It rained."}) + "\n")
    assert main(["explain", record["id"], "--output", str(output)]) == 0
    assert "the run left another text" in " ".join(capsys.readouterr().out.split())
