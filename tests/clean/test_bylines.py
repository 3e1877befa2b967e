"""A line that only names authors is a byline; a sentence that begins like one is none."""

import pytest

from transforms.clean import clean_document
from transforms.clean.fields.bylines import read_byline
from transforms.testing import document

TEXT = "It rained in Riga for three days, and the river rose by two metres before it fell again."
MORE = "Nobody was hurt, the city said on Friday."


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Byron", ("Ada Byron",)),
        ("BY ADA BYRON", ("ADA BYRON",)),
        ("By Ada Byron and Bo Ek", ("Ada Byron", "Bo Ek")),
        ("By Ada Byron, Bo Ek & Max de la Cruz", ("Ada Byron", "Bo Ek", "Max de la Cruz")),
        ("By Ada Byron | Staff Writer", ("Ada Byron",)),
        ("By Ada Byron, political editor", ("Ada Byron",)),
        ("By Ada Byron in Riga", ("Ada Byron",)),
        ("By ADA BYRON Associated Press", ("ADA BYRON",)),
        ("By Ada Byron | 3 May 2024", ("Ada Byron",)),
        ("By Ada Byron (ada@herald.example)", ("Ada Byron",)),
        ("By Maud Ferrier, Harbor Herald", ("Maud Ferrier",)),
        ("By Reuters", ()),
        ("Ada Byron, Reuters", ("Ada Byron",)),
        ("Ada Byron, Staff Writer", ("Ada Byron",)),
        ("Written by: Ada Byron", ("Ada Byron",)),
        ("- Von: Ada BYRON, Max MUSTER", ("Ada BYRON", "Max MUSTER")),
        ("Von Ada Byron und Max Muster", ("Ada Byron", "Max Muster")),
        ("Von Ada von Byron", ("Ada von Byron",)),
        ("Text: Ada Byron", ("Ada Byron",)),
        ("mit dpa", ()),
        ("dpa/jk", ()),
        ("(Quelle: APA/dpa)", ()),
        ("Par Ada Byron", ("Ada Byron",)),
        ("Por Ada Byron y Bo Ek", ("Ada Byron", "Bo Ek")),
        ("Por Redacción", ()),
        ("Di Ada Byron", ("Ada Byron",)),
        ("Door Ada Byron", ("Ada Byron",)),
        ("Oleh Ada Byron", ("Ada Byron",)),
        ("Автор: Ада Байрон", ("Ада Байрон",)),
        ("بقلم: أحمد علي", ("أحمد علي",)),
        ("文/王小明", ("王小明",)),
        ("作者：王小明", ("王小明",)),
        ("記者 王小明/台北報導", ("王小明",)),
        ("(記者張三)", ("張三",)),
        ("本报记者 张三、李四", ("张三", "李四")),
        ("김철수 기자", ("김철수",)),
        ("(Reporting by Ada Byron in Riga; Editing by Bo Ek)", ("Ada Byron",)),
    ],
)
def test_a_byline_and_the_persons_in_it(line, names):
    byline = read_byline(line)
    assert byline is not None
    assert byline.names == names


@pytest.mark.parametrize(
    "line",
    [
        "By noon the rain had stopped.",
        "By noon the Rain Had Stopped",
        "By land and sea",
        "By Land and Sea",
        "Von Natur aus",
        "Von Natur aus neugierig",
        "Por favor",
        "Par ici la sortie",
        "Di più",
        "De Jong",
        "Ada Byron",
        "Ada Byron wrote it",
        "Ada Byron, who lives in Riga",
        "Text messages: what they cost",
        "記者會說明今天的天氣預報",
        "文化是一座城市的根",
        "Reporting by phone is free; try it",
        "",
        "By",
        "By Ada Byron " * 40,
    ],
)
def test_what_is_no_byline(line):
    assert read_byline(line) is None


def test_a_line_with_nothing_but_known_authors_is_a_byline():
    assert read_byline("Ada Byron", authors=("ada byron",)) is not None
    assert read_byline("Bo Ek, Ada Byron", authors=("Ada Byron", "Bo Ek")) is not None
    assert read_byline("Ada Byron swims", authors=("Ada Byron",)) is None


@pytest.mark.parametrize(
    "text",
    [
        f"By Ada Byron | 3 May 2024\n\n{TEXT}\n{MORE}",
        f"{TEXT}\n{MORE}\n\nBy Ada Byron | 3 May 2024",
        f"Rain in Riga\n\nA city counts its bridges\n\nBy Ada Byron | 3 May 2024\n\n{TEXT}\n{MORE}",
    ],
)
def test_a_byline_moves_from_an_edge_and_fills_what_is_not_known(text):
    article = clean_document(document(text), trail=True)
    assert article.byline == "By Ada Byron | 3 May 2024"
    assert article.authors == ("Ada Byron",)
    assert article.published_at.isoformat() == "2024-05-03T00:00:00+00:00"
    assert "By Ada Byron" not in article.text
    assert "byline" in [edit.rule for edit in article.trail]


def test_what_is_claimed_goes_before_what_a_byline_says():
    article = clean_document(
        document(
            f"By Ada Byron | 3 May 2024\n{TEXT}",
            authors=("Bo Ek",),
            published_at="2024-05-01T10:00:00Z",
        )
    )
    assert article.authors == ("Bo Ek",)
    assert article.published_at.day == 1
    assert article.byline == "By Ada Byron | 3 May 2024"


def test_a_byline_inside_a_text_stays():
    text = "\n".join([*[TEXT] * 6, "By Ada Byron", *[MORE] * 6])
    assert clean_document(document(text)).byline is None


def test_a_byline_that_is_all_the_text_stays():
    assert clean_document(document("By Ada Byron")).text == "By Ada Byron"


def test_the_rule_can_be_switched_off():
    article = clean_document(document(f"By Ada Byron\n\n{TEXT}"), without=["byline"])
    assert article.text == f"By Ada Byron\n\n{TEXT}"


def test_a_byline_on_a_page():
    page = (
        "<html><head><title>Rain in Riga</title></head><body><article><h1>Rain in Riga</h1>"
        f"<p>By Ada Byron</p><p>{TEXT} {MORE}</p><p>{TEXT}</p></article></body></html>"
    )
    article = clean_document(document(page, media_type="text/html"))
    assert article.text.startswith("It rained")
    assert article.authors == ("Ada Byron",)
