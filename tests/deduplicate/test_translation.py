"""How articles are told to be one article in two languages."""

import subprocess
import sys
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate.translation import (
    MIN_SHARED_TERMS,
    TRANSLATED,
    translation_fingerprint,
    translation_likeness,
)
from transforms.testing import article

ENGLISH = """\
The brewer Halbmond sold 1.42 million hectolitres last year, 6.3 percent more than in 2023.

Its head, Leonie Brandt, put the profit at 27.5 million euros in Rotterdam on 4 March.

The 1,380 employees receive 3.8 percent more. Tomas Reyl of the union had asked for 5.5 percent.
"""
GERMAN = """\
Die Brauerei Halbmond hat im vergangenen Jahr 1,42 Millionen Hektoliter verkauft, 6,3 Prozent mehr
als 2023.

Ihre Chefin Leonie Brandt bezifferte den Gewinn am 4. März in Rotterdam auf 27,5 Millionen Euro.

Die 1.380 Beschäftigten erhalten 3,8 Prozent mehr. Tomas Reyl von der Gewerkschaft hatte 5,5 Prozent
verlangt.
"""
RUSSIAN = """\
Пивоварня Halbmond продала в прошлом году 1,42 млн гектолитров, на 6,3 % больше, чем в 2023 году.

Её глава Леони Брандт 4 марта назвала в Роттердаме прибыль: 27,5 миллиона евро.

1380 сотрудников получат на 3,8 процента больше. Томас Рейл из профсоюза требовал 5,5 процента.
"""
CHINESE = """\
啤酒商Halbmond去年销售142万百升，比2023年增长6.3%。

负责人莱奥妮·布兰特3月4日在鹿特丹公布，利润为2750万欧元。

1380名员工的工资将提高3.8%。工会的托马斯·雷尔曾要求5.5%。
"""
TEXTS = {"en": ENGLISH, "de": GERMAN, "ru": RUSSIAN, "zh": CHINESE}


def fingerprint(text, language, **fields):
    return translation_fingerprint(article(text, language=language, **fields))


def likeness(first, second):
    """Return the likeness of two (text, language)."""
    return translation_likeness(fingerprint(*first).evidence, fingerprint(*second).evidence)


def terms(text, language):
    found = fingerprint(text, language).terms
    return {found[start : start + 8] for start in range(0, len(found), 8)}


class TestLikeness:
    @pytest.mark.parametrize("language", ["de", "ru", "zh"])
    def test_of_a_translation_is_high(self, language):
        assert likeness((ENGLISH, "en"), (TEXTS[language], language)) >= 0.85

    def test_of_the_same_language_is_nothing(self):
        assert likeness((ENGLISH, "en"), (ENGLISH, "en-GB")) == 0.0
        assert likeness((GERMAN, "nb"), (GERMAN, "no")) == 0.0

    def test_of_an_unknown_language_is_nothing(self):
        assert likeness((ENGLISH, "en"), (GERMAN, "und")) == 0.0
        assert likeness((ENGLISH, "en"), (GERMAN, None)) == 0.0

    def test_is_low_with_other_figures_on_the_same_pattern(self):
        other = GERMAN.translate(str.maketrans("12345678", "56781234"))
        assert likeness((ENGLISH, "en"), (other, "de")) < TRANSLATED

    def test_is_lower_with_the_paragraphs_in_another_order(self):
        filled = [paragraph + " — " * 150 for paragraph in GERMAN.split("\n\n")]
        same = "\n\n".join(filled)
        other = "\n\n".join([*filled[1:], filled[0]])
        english = "\n\n".join(paragraph + " — " * 150 for paragraph in ENGLISH.split("\n\n"))
        assert likeness((english, "en"), (other, "de")) < TRANSLATED
        assert likeness((english, "en"), (same, "de")) >= 0.85

    def test_of_texts_of_very_different_length_is_nothing(self):
        longer = GERMAN + "Und so weiter und so fort. " * 40
        assert likeness((ENGLISH, "en"), (longer, "de")) == 0.0

    def test_of_little_evidence_is_nothing(self):
        """A few figures are those of the event, and every short report of it has them."""
        english = (
            "It shook at 3.15 with 6.4 for 84.5 seconds; 127 died, 1,253 fled, 37 are missing."
        )
        german = "Es bebte um 3.15 mit 6,4 für 84,5 Sekunden; 127 starben, 1.253 flohen, 37 fehlen."
        assert likeness((english, "en"), (german, "de")) == 1.0
        without_english = english.replace("1,253", "many")
        without_german = german.replace("1.253", "viele")
        assert likeness((without_english, "en"), (without_german, "de")) == 0.0

    def test_counts_an_address_only_where_both_quote_it(self):
        text = GERMAN.replace("27,5", "28,6")
        english = fingerprint(ENGLISH, "en", source_url="https://a.example/1").evidence
        german = fingerprint(text, "de", source_url="https://b.example/2").evidence
        without = likeness((ENGLISH, "en"), (text, "de"))
        assert translation_likeness(english, german) == without
        german = fingerprint(text, "de", source_url="http://www.a.example/1/").evidence
        assert translation_likeness(english, german) > without

    @given(
        st.sampled_from(sorted(TEXTS)),
        st.sampled_from(sorted(TEXTS)),
        st.text(max_size=400),
    )
    def test_is_the_same_both_ways_and_from_0_to_1(self, first, second, tail):
        one = fingerprint(TEXTS[first] + tail, first).evidence
        other = fingerprint(TEXTS[second], second).evidence
        assert translation_likeness(one, other) == translation_likeness(other, one)
        assert 0.0 <= translation_likeness(one, other) <= 1.0


class TestTerms:
    @pytest.mark.parametrize("language", ["de", "ru", "zh"])
    def test_are_shared_by_translations(self, language):
        shared = terms(ENGLISH, "en") & terms(TEXTS[language], language)
        assert len(shared) >= MIN_SHARED_TERMS

    @pytest.mark.parametrize(
        "text",
        [
            "100 in 2025",
            "10 % of 500",
            "of Google in 2025",
            "by Google and of Apple",
            "375",
            "Leonie Brandt",
        ],
    )
    def test_are_not_made_of_what_many_articles_have(self, text):
        assert terms(text, "en") == set()

    @pytest.mark.parametrize(
        "text",
        ["375 of 412", "Leonie Brandt met Tomas Reyl", "of H800 and OpenAI", "375 on 4 March"],
    )
    def test_are_made_of_two_things_near_each_other(self, text):
        assert len(terms(f"It was {text}", "en")) == 1

    def test_do_not_depend_on_the_order_of_neighbours(self):
        assert terms("of 375 and 412", "en") == terms("von 412 und 375", "de")

    def test_are_32_at_most(self):
        text = " ".join(f"Leonie{number} {number}.5" for number in range(100, 900))
        assert len(terms(text, "en")) == 32


class TestFingerprint:
    def test_of_an_unknown_language_has_no_terms(self):
        assert fingerprint(ENGLISH, "und").terms == b""

    def test_is_the_same_in_every_process(self):
        program = textwrap.dedent(
            """
            import sys
            from transforms.deduplicate.translation import translation_fingerprint
            from transforms.testing import article
            print(translation_fingerprint(article(sys.argv[1], language="en")).evidence.hex())
            """
        )
        shown = subprocess.run(
            [sys.executable, "-c", program, ENGLISH], capture_output=True, text=True, check=True
        )
        assert shown.stdout.split()[-1] == fingerprint(ENGLISH, "en").evidence.hex()

    def test_is_written_as_documented(self):
        """Version, language, length, then of each item hash, kind and weight, then its place."""
        evidence = fingerprint("of 37.5 and R1", "en").evidence
        assert evidence[:13] == b"\1en      " + (14).to_bytes(4, "little")
        codes = [int.from_bytes(evidence[at : at + 4], "little") for at in (13, 17)]
        kinds_and_weights = sorted((code >> 3 & 3, code & 7) for code in codes)
        assert kinds_and_weights == [(0, 4), (1, 3)]
        assert sorted(evidence[21:]) == [3 * 255 // 14, 12 * 255 // 14]

    @given(st.text(), st.sampled_from(["en", "de", "zh", "hi", "ar", "xx"]))
    def test_of_any_text_is_small(self, text, language):
        terms, evidence = fingerprint(text, language)
        assert len(terms) <= 32 * 8
        assert len(evidence) <= 1013

    @pytest.mark.parametrize(
        "part",
        [
            "1 million ",
            "3億5000万",
            "1. Januar ",
            "Leonie Brandt ",
            "https://",
            "1,111",
            "1-",
            "Éé",
            "1 क\u093e",
        ],
    )
    def test_of_a_long_text_of_one_thing_is_that_of_one_thing(self, part):
        terms, evidence = fingerprint(part * 20_000, "ja" if "億" in part else "en")
        assert len(terms) <= 8
        assert len(evidence) <= 13 + 3 * 5
