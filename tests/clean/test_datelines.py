"""Place, day and agency at the beginning of a report become a field; other beginnings stay."""

import pytest

from transforms.clean import clean_document
from transforms.clean.fields.datelines import split_dateline
from transforms.testing import document

REST = "The price of rice fell in three cities on Monday, traders said, and nobody knew why it had."
MORE = "Nobody was hurt, the city said on Friday, and the market opens again when the sun is back."


@pytest.mark.parametrize(
    ("begins", "dateline"),
    [
        ("HANOI, Jan 28 (Reuters) – ", "HANOI, Jan 28 (Reuters)"),
        ("Jan 28 (Reuters) - ", "Jan 28 (Reuters)"),
        ("(Reuters) - ", "(Reuters)"),
        ("(CNN) — ", "(CNN)"),
        ("Hong Kong (CNN Business)", "Hong Kong (CNN Business)"),
        ("BERLIN (dpa) - ", "BERLIN (dpa)"),
        ("Riga, 3. Mai (dpa) – ", "Riga, 3. Mai (dpa)"),
        ("Hamburg (dpa/lno) – ", "Hamburg (dpa/lno)"),
        ("PARIS, le 3 mai (AFP) — ", "PARIS, le 3 mai (AFP)"),
        ("MADRID, 3 May. (EUROPA PRESS) - ", "MADRID, 3 May. (EUROPA PRESS)"),
        ("Lisboa, 03 mai 2024 (Lusa) – ", "Lisboa, 03 mai 2024 (Lusa)"),
        ("(ANSA) - ROMA, 03 MAG - ", "(ANSA) - ROMA, 03 MAG"),
        ("Warszawa (PAP) – ", "Warszawa (PAP)"),
        ("București, 3 mai /Agerpres/ - ", "București, 3 mai /Agerpres/"),
        ("ANKARA (AA) - ", "ANKARA (AA)"),
        ("New Delhi, May 3 (PTI) ", "New Delhi, May 3 (PTI)"),
        ("Jakarta, CNN Indonesia -- ", "Jakarta, CNN Indonesia"),
        ("TEMPO.CO, Jakarta - ", "TEMPO.CO, Jakarta"),
        ("EFE.- ", "EFE."),
        ("TOKYO -- ", "TOKYO"),
        ("London — ", "London"),
        ("LONDON, May 3 — ", "LONDON, May 3"),
        ("HARBOR FALLS, Wis. — ", "HARBOR FALLS, Wis."),
        ("HARBOR FALLS, Wis. (WHBF) — ", "HARBOR FALLS, Wis. (WHBF)"),
        ("OBERWEILER – ", "OBERWEILER"),
    ],
)
def test_a_dateline_before_a_sentence(begins, dateline):
    assert split_dateline(begins + REST) == (dateline, REST)


@pytest.mark.parametrize(
    ("line", "dateline", "rest"),
    [
        (
            "МОСКВА, 3 мая. /ТАСС/. Цены на рис упали в трёх городах.",
            "МОСКВА, 3 мая. /ТАСС/.",
            "Цены на рис упали в трёх городах.",
        ),
        (
            "МОСКВА, 3 мая — РИА Новости. Цены на рис упали в трёх городах.",
            "МОСКВА, 3 мая — РИА Новости.",
            "Цены на рис упали в трёх городах.",
        ),
        (
            "Москва. 3 мая. INTERFAX.RU - Цены на рис упали в трёх городах.",
            "Москва. 3 мая. INTERFAX.RU",
            "Цены на рис упали в трёх городах.",
        ),
        (
            "（中央社記者張三台北3日電）米價在三個城市下跌。",
            "（中央社記者張三台北3日電）",
            "米價在三個城市下跌。",
        ),
        (
            "【新华社北京5月3日电】米价在三个城市下跌。",
            "【新华社北京5月3日电】",
            "米价在三个城市下跌。",
        ),
        (
            "新华社北京5月3日电（记者张三）米价在三个城市下跌。",
            "新华社北京5月3日电（记者张三）",
            "米价在三个城市下跌。",
        ),
        (
            "【東京＝山田太郎】米の値段が三つの都市で下がった。",
            "【東京＝山田太郎】",
            "米の値段が三つの都市で下がった。",
        ),
        (
            "(서울=연합뉴스) 김철수 기자 = 쌀값이 세 도시에서 떨어졌다.",
            "(서울=연합뉴스) 김철수 기자",
            "쌀값이 세 도시에서 떨어졌다.",
        ),
        (
            "القاهرة (رويترز) - انخفضت أسعار الأرز في ثلاث مدن",
            "القاهرة (رويترز)",
            "انخفضت أسعار الأرز في ثلاث مدن",
        ),
        (
            "नई दिल्ली, 3 मई (भाषा) चावल के दाम तीन शहरों में गिरे।",
            "नई दिल्ली, 3 मई (भाषा)",
            "चावल के दाम तीन शहरों में गिरे।",
        ),
        (
            "(Dân trí) - Giá gạo giảm ở ba thành phố.",
            "(Dân trí)",
            "Giá gạo giảm ở ba thành phố.",
        ),
    ],
)
def test_a_dateline_in_other_scripts(line, dateline, rest):
    assert split_dateline(line) == (dateline, rest)


@pytest.mark.parametrize(
    "line",
    [
        f"BREAKING — {REST}",
        f"EXCLUSIVE: {REST}",
        f"NATO – {REST}",
        f"IT WAS LATE — {REST}",
        f"Update (10:00) - {REST}",
        f"Apple (AAPL) - {REST}",
        f"SpaceX (NASA) - {REST}",
        f"Prices (and rents) – {REST}",
        "Die Deutsche Presse-Agentur (dpa) hat ihren Sitz in Hamburg.",
        "Agence France-Presse (AFP) Reporter arbeiten in allen Ländern der Welt.",
        "Berlin - Paris - Madrid is the way that trains go, but nobody rides it, it is so slow.",
        "Paris – Nice",
        "LONDON — rain",
        "RIGA (Reuters) - Rain",
        "MIGRATION – Probleme, die in vielen Ländern und Städten ein Thema sind, und mehr",
        "我们（记者）去了三个城市。",
        "",
    ],
)
def test_what_is_no_dateline(line):
    assert split_dateline(line) is None


def test_the_text_begins_with_the_sentence_and_the_trail_tells():
    article = clean_document(
        document(f"Rain in Riga\n\nRIGA (Reuters) - {REST}\n{MORE}"), trail=True
    )
    assert (article.title, article.dateline) == ("Rain in Riga", "RIGA (Reuters)")
    assert article.text == f"{REST}\n{MORE}"
    assert [(edit.rule, edit.after) for edit in article.trail] == [
        ("title", None),
        ("dateline", REST),
    ]


def test_only_the_first_paragraph_has_a_dateline():
    text = f"{REST}\nRIGA (Reuters) - {MORE}"
    assert clean_document(document(text)).text == text


def test_the_rule_can_be_switched_off():
    text = f"RIGA (Reuters) - {REST}"
    assert clean_document(document(text), without=["dateline"]).text == text
