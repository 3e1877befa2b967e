"""What stands beside an article in plain text is moved to fields of its own."""

import pytest

from transforms.clean import clean_document
from transforms.testing import document

TEXT = "It rained in Riga for three days, and the river rose by two metres before it fell again."
MORE = "Nobody was hurt, the city said on Friday."


def _cleaned(text, **claims):
    return clean_document(document(text, **claims), trail=True)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Rain in Riga", TEXT),
        ("Wie viel Strom verträgt das Netz?", TEXT),
        ("DeepSeek: The AI Revolution from Asia", TEXT),
        (
            "晶片新規上路前，小廠先囤貨",
            "美國政府一月公布的人工智慧晶片出口規定，把全球買家分成三級，預計五月正式生效。",
        ),
        (
            "نموذج صيني رخيص يعيد حسابات المستثمرين",
            "لم تكن شركة ديب سيك معروفة خارج أوساط الباحثين قبل شهر يناير،.",
        ),
    ],
)
def test_a_line_like_a_headline_is_the_title(title, text):
    article = _cleaned(f"{title}\n\n{text}")
    assert article.title == title
    assert article.text == text
    assert [note.rule for note in article.trail] == ["title"]


@pytest.mark.parametrize(
    "first",
    [
        "It rained in Riga.",
        "RIGA (Reuters) - Rain",
        "- rain in Riga",
        "1. Rain in Riga",
        "https://example.org/rain in Riga",
        "rain in riga",
        "Rain in Riga:",
        "12 34",
    ],
)
def test_no_title_is_made_of_another_line(first):
    article = _cleaned(f"{first}\n\n{TEXT}")
    assert article.title is None
    assert article.text == f"{first}\n\n{TEXT}"


def test_the_first_of_lines_broken_to_a_width_is_no_title():
    article = _cleaned("It rained in Riga for three days and\nThe river rose by two metres.")
    assert article.title is None


def test_a_claimed_title_is_not_looked_for_and_not_repeated():
    article = _cleaned(f"Rain in Riga\n\nA subtitle\n\n{TEXT}", title="Rain  in Riga")
    assert article.title == "Rain in Riga"
    assert article.text == f"A subtitle\n\n{TEXT}"
    assert [(note.rule, note.before) for note in article.trail] == [
        ("title_repeated", "Rain in Riga")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "The river. (Photo: REUTERS/TTXVN)",
        "Der Fluss. (Foto: dpa)",
        "Con sông. (Ảnh: TTXVN)",
        "(صورة: رويترز)",
        "图：新华社",
        "写真：共同通信",
        "Photo: Mira Tolland",
    ],
)
def test_a_caption_with_a_credit_at_the_top_is_moved(line):
    article = _cleaned(f"{line}\n{TEXT}\n{MORE}")
    assert article.credits == (line,)
    assert article.text == f"{TEXT}\n{MORE}"


def test_a_credit_under_the_headline_is_at_the_top_as_well():
    article = _cleaned(f"Rain in Riga\n\nThe river. (Photo: LETA)\n\n{TEXT}")
    assert (article.title, article.credits) == ("Rain in Riga", ("The river. (Photo: LETA)",))
    assert article.text == TEXT


@pytest.mark.parametrize(
    "label",
    ["Source: ", "Quelle: ", "Source : ", "Nguồn: ", "来源：", "المصدر: ", "Fuente: ", "출처: "],
)
@pytest.mark.parametrize("place", ["end", "start"])
def test_a_named_source_is_moved(label, place):
    line = f"{label}https://Example.org/rain?utm_source=x"
    article = _cleaned(f"{TEXT}\n{line}" if place == "end" else f"{line}\n{TEXT}")
    assert article.text == TEXT
    assert article.source_url == "https://Example.org/rain?utm_source=x"
    assert article.canonical_url == "https://example.org/rain"
    assert article.url is None


def test_the_address_of_the_document_itself_goes_before_its_source():
    article = _cleaned(f"{TEXT}\nSource: https://b.example/x", url="https://a.example/y")
    assert article.canonical_url == "https://a.example/y"
    assert article.source_url == "https://b.example/x"


def test_a_source_without_an_address_stays():
    text = f"{TEXT}\nSource: harbour office"
    assert _cleaned(text).text == text


def test_an_agency_that_is_the_source_is_the_byline():
    article = _cleaned(f"{TEXT}\nSource: Reuters")
    assert (article.text, article.byline) == (TEXT, "Source: Reuters")


@pytest.mark.parametrize(
    "heading", ["References", "Reference(s):", "Literatur", "参考文献", "Tài liệu tham khảo"]
)
def test_references_at_the_end_are_moved_without_their_marks(heading):
    article = _cleaned(f"{TEXT}\n\n{heading}\n\n 1. Byron, A. (1843)\n[2] leta.lv\n- LETA")
    assert article.references == ("Byron, A. (1843)", "leta.lv", "LETA")
    assert article.text == TEXT


def test_a_section_on_literature_is_no_list_of_references():
    text = f"{TEXT}\nLiteratur\nDer Roman erzählt von einem Fluss.\nEr ist lang."
    assert _cleaned(text).text == text


@pytest.mark.parametrize(("end", "expected"), [("./.", "."), (".\n###", "."), (".\n-30-", ".")])
def test_the_end_mark_of_an_agency_goes(end, expected):
    body = TEXT.removesuffix(".")
    assert _cleaned(body + end).text == body + expected
