"""What is the same in a text and its translation: numbers, days, names, addresses."""

import pytest

from transforms.deduplicate.translation.items import Kind, find_items


def keys(text, language):
    """Return the keys of what is found in a text, without its words."""
    return [item.key for item in find_items(text, language) if item.kind is not Kind.WORD]


def words(text, language):
    return [item.key for item in find_items(text, language) if item.kind is Kind.WORD]


def weights(text, language="en"):
    return {item.key: item.weight for item in find_items(text, language)}


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("1,500,000 people", "en"),
            ("1.5 million people", "en"),
            ("1.500.000 Menschen", "de"),
            ("1,5 Millionen Menschen", "de"),
            ("1,5 Mio. Menschen", "de"),
            ("1 500 000 personnes", "fr"),
            ("1,5 million de personnes", "fr"),
            ("1,5 millones de personas", "es"),
            ("1,5 triệu người", "vi"),
            ("1,5 млн человек", "ru"),
            ("1,5 миллиона человек", "ru"),
            ("15 लाख लोग", "hi"),
            ("१५ लाख लोग", "hi"),
            ("15,00,000 लोग", "hi"),
            ("150万人", "zh"),
            ("１５０万人", "ja"),
            ("150만 명", "ko"),
            ("١٫٥ مليون شخص", "ar"),
            ("1,5 milyon kişi", "tr"),
            ("1,5 mln osób", "pl"),
        ],
    )
    def test_are_the_same_in_all_spellings(self, text, language):
        assert keys(text, language) == ["15e5"]

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("$40 billion", "en"),
            ("$40B", "en"),
            ("£40bn", "en"),
            ("40 Milliarden Dollar", "de"),
            ("40 Mrd. Dollar", "de"),
            ("40 mil millones de dólares", "es"),
            ("40 mil milhões de dólares", "pt"),
            ("40 bilhões de dólares", "pt"),
            ("40 tỷ đô la", "vi"),
            ("400亿美元", "zh"),
            ("400億ドル", "ja"),
            ("40 مليار دولار", "ar"),
        ],
    )
    def test_are_multiplied_by_what_follows(self, text, language):
        assert keys(text, language) == ["4e10"]

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("10%", "en"),
            ("10 percent", "en"),
            ("10 per cent", "en"),
            ("10 Prozent", "de"),
            ("10 % der Stimmen", "de"),
            ("10 por ciento", "es"),
            ("10 phần trăm", "vi"),
            ("10 процентов", "ru"),
            ("10 في المئة", "ar"),
            ("١٠٪", "ar"),
            ("10 प्रतिशत", "hi"),
            ("百分之10", "zh"),
            ("10パーセント", "ja"),
            ("yüzde 10", "tr"),
            ("%10", "tr"),
        ],
    )
    def test_in_percent_are_apart_from_others(self, text, language):
        assert keys(text, language) == ["1e1%"]

    def test_of_several_parts_are_one(self):
        assert keys("3億5000万円", "ja") == keys("350 million yen", "en") == ["35e7"]

    def test_with_three_digits_do_without_the_word_that_multiplies(self):
        assert keys("6.15 gazillion", "en") == keys("615", "en") == ["615"]

    def test_with_a_decimal_point_or_comma_are_the_same(self):
        assert keys("61.5 points", "en") == keys("61,5 Punkte", "de") == ["615"]
        assert keys("2.5", "en") == keys("2,5", "de") == ["25e-1"]

    def test_parted_by_one_sign_before_three_digits_are_grouped_except_after_a_zero(self):
        assert keys("3,000", "en") == keys("3.000", "de") == ["3e3"]
        assert keys("0.500", "en") == keys("0,5", "de") == ["5e-1"]

    def test_that_are_times_are_the_same_with_a_colon_a_point_or_a_letter(self):
        assert keys("20:45", "en") == keys("20.45 Uhr", "de") == keys("20h45", "fr") == ["2045"]

    def test_with_a_hyphen_between_are_a_score(self):
        assert keys("won 3-2", "en") == keys("gewann 3:2", "de") == keys("3–2", "fr") == ["3:2"]

    def test_of_one_digit_are_nothing_as_they_may_be_written_as_words(self):
        assert keys("6 men, 0 women", "en") == []

    def test_tell_more_the_more_digits_they_have(self):
        assert weights("60, 37, 375, 4125, 41255, 412555, 4125557") == {
            "6e1": 1,
            "37e0": 2,
            "375": 4,
            "4125": 5,
            "41255": 6,
            "412555": 7,
            "4125557": 7,
        }

    def test_that_are_years_tell_little(self):
        assert weights("2025 1954") == {"2025.": 1, "1954.": 1}

    def test_tell_more_with_a_unit_than_without(self):
        assert weights("37, 38 million, 39%, 4.1") == {"37e0": 2, "38e6": 3, "39e0%": 3, "41e-1": 3}

    def test_inside_words_are_a_part_of_them(self):
        assert keys("H800 GPT-4", "en") == []

    @pytest.mark.parametrize("text", ["1" * 5000, "1,111" * 5000, "1." * 5000, "٣" * 5000])
    def test_of_any_length_are_read(self, text):
        assert len(keys(text, "en")) <= 1


class TestDays:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("on 20 January", "en"),
            ("on January 20th, 2025", "en"),
            ("on Jan. 20", "en"),
            ("on 1/20/2025", "en"),
            ("2025-01-20", "en"),
            ("am 20. Januar", "de"),
            ("am 20.1.2025", "de"),
            ("am 20.01.25", "de"),
            ("le 20 janvier", "fr"),
            ("el 20 de enero", "es"),
            ("20 января", "ru"),
            ("20-го января", "ru"),
            ("20 stycznia", "pl"),
            ("20 Ocak", "tr"),
            ("ngày 20/1", "vi"),
            ("ngày 20 tháng 1", "vi"),
            ("20 जनवरी", "hi"),
            ("20 يناير", "ar"),
            ("٢٠ كانون الثاني", "ar"),
            ("1月20日", "zh"),
            ("１月２０日", "ja"),
            ("1월 20일", "ko"),
        ],
    )
    def test_are_the_same_in_all_spellings(self, text, language):
        assert "20.1." in keys(text, language)

    def test_that_there_are_not_are_numbers(self):
        assert keys("32 January", "en") == ["32e0"]

    def test_with_the_month_in_digits_first_are_read_so_in_english_alone(self):
        assert keys("2/3/2025", "en") == ["3.2."]
        assert keys("2/3/2025", "fr") == ["2.3."]


class TestNames:
    def test_are_words_with_a_capital_of_their_own(self):
        assert words("Yesterday the baker Leonie Brandt sold eels.", "en") == ["leonie", "brandt"]

    def test_that_begin_a_sentence_count_if_another_capital_follows(self):
        assert words("It rained. Leonie Brandt left. Nobody saw.", "en") == ["leonie", "brandt"]

    def test_are_the_same_without_their_diacritics_and_endings(self):
        english = words("with Jose Garcia of Rotterdam", "en")
        assert english == words("con José García en Rotterdam", "es")
        assert words("w Rotterdamie", "pl") == words("in Rotterdam", "en") == ["rotter"]

    def test_have_four_letters_or_several_capitals(self):
        assert words("by the Bay of AI", "en") == ["ai"]

    def test_are_all_words_of_latin_letters_in_a_text_of_other_letters(self):
        assert words("новая модель openai на ускорителях Nvidia серии H800", "ru") == [
            "openai",
            "nvidia",
            "h800",
        ]
        assert words("英伟达的H800芯片和OpenAI的模型", "zh") == ["h800", "openai"]

    def test_tell_more_the_longer_and_odder_they_are(self):
        assert weights("by EU, OpenAI, Paris, Rotterdam, R1 and H800") == {
            "eu": 2,
            "openai": 3,
            "paris": 2,
            "rotter": 3,
            "r1": 3,
            "h800": 4,
        }

    def test_in_vietnamese_are_not_its_small_letters_beyond_latin_1(self):
        assert words("bà Leonie đã ở ưu đãi", "vi") == ["leonie"]


class TestAddresses:
    def test_are_the_same_without_scheme_and_the_end_of_the_sentence(self):
        assert keys("See https://www.news.example/a.", "en") == ["news.example/a"]
        assert keys("Siehe http://news.example/a/", "de") == ["news.example/a"]

    def test_tell_most(self):
        assert weights("see http://news.example/a") == {"news.example/a": 7}


def test_an_item_stands_once_where_it_stands_first():
    assert [(item.key, item.start) for item in find_items("in 375 or 375 or 37.5", "en")] == [
        ("375", 3)
    ]


def test_a_language_without_a_list_of_words_has_numbers_all_the_same():
    assert keys("375 000 xyz 61,5", "xx") == ["375", "615"]


def test_an_empty_text_has_none():
    assert find_items("", "en") == []
