"""Which stretches of a text are in which language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.language import detect_language

ENGLISH = (
    "The council of the small harbour town has put off its decision until the spring. "
    "Residents who came to the meeting said that they had waited long enough, and that the "
    "harbour needs a new quay before the winter comes back. The mayor promised an answer by "
    "the end of March."
)
GERMAN = (
    "Der Gemeinderat der kleinen Hafenstadt hat seine Entscheidung auf das Frühjahr vertagt. Die "
    "Einwohner sagten, sie hätten lange genug gewartet."
)
VIETNAMESE = "Hội đồng của thành phố cảng nhỏ đã hoãn quyết định đến mùa xuân năm sau."
JAPANESE = "港町の議会は、五時間にわたる話し合いの末、決定を来年の春まで先送りした。"


def spans(text):
    return [(each.tag, text[each.start : each.end]) for each in detect_language(text).passages]


def test_a_caption_in_another_language_is_a_passage():
    text = f"{VIETNAMESE}\n\n{ENGLISH}"
    assert spans(text) == [("vi", VIETNAMESE), ("en", ENGLISH)]
    assert detect_language(text).tag == "en"


def test_a_paragraph_in_the_midst_is_a_passage():
    assert spans(f"{ENGLISH}\n\n{GERMAN}\n\n{ENGLISH}") == [
        ("en", ENGLISH),
        ("de", GERMAN),
        ("en", ENGLISH),
    ]


def test_a_quotation_is_a_passage():
    quoted = "“Die Einwohner haben lange genug auf eine Entscheidung gewartet”"
    found = spans(f"{ENGLISH} The paper wrote: {quoted}. {ENGLISH}")
    assert [tag for tag, _ in found] == ["en", "de", "en"]
    assert found[1][1].startswith("“Die Einwohner")
    assert "gewartet" in found[1][1]


def test_the_main_language_is_that_of_most_letters():
    told = detect_language(f"{GERMAN}\n{ENGLISH}")
    assert told.tag == "en"
    assert [each.tag for each in told.languages] == ["en", "de"]
    assert sum(each.share for each in told.languages) == pytest.approx(1, abs=1e-3)
    assert told.languages[0].share > 0.6


def test_another_script_is_a_passage():
    assert spans(f"{ENGLISH}\n\n{JAPANESE}") == [("en", ENGLISH), ("ja", JAPANESE)]


@pytest.mark.parametrize(
    "inside",
    [
        "Deutsche Bahn Aktiengesellschaft",
        "Universidad Nacional Autónoma de México",
        "“Cien años de soledad”",
        "東京 (Tokyo)",
        "Владимир Маяковский",
    ],
)
def test_names_and_titles_are_no_passages(inside):
    assert spans(f"{ENGLISH} The report names {inside} among others. {ENGLISH}") == []


def test_places_are_those_of_the_text_even_where_accents_stand_apart():
    import unicodedata

    apart = unicodedata.normalize("NFD", VIETNAMESE)
    text = f"{ENGLISH}\n\n{apart}\n\n{ENGLISH}"
    assert spans(text)[1] == ("vi", apart)


PARTS = st.lists(
    st.sampled_from([ENGLISH, GERMAN, VIETNAMESE, JAPANESE, "12 34", "\n", ""]), max_size=6
)


@settings(max_examples=50, deadline=None)
@given(PARTS, st.sampled_from(["\n\n", " ", ""]))
def test_passages_are_in_order_and_shares_make_a_whole(parts, joint):
    text = joint.join(parts)
    told = detect_language(text)
    ends = [place for each in told.passages for place in (each.start, each.end)]
    assert ends == sorted(ends)
    assert not ends or (ends[0] >= 0 and ends[-1] <= len(text))
    assert len(told.passages) != 1
    assert sum(each.share for each in told.languages) <= 1.001
    if told.languages:
        assert told.tag == told.languages[0].tag
