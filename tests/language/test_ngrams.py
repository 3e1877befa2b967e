"""A text is read as langdetect reads it, all at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.utils.ngram import NGram

from transforms.language import ngrams
from transforms.language.hashing import RowTable
from transforms.language.profiles import load
from transforms.language.weights import make

ALPHABET = {" ": ngrams.SPACE} | {char: 2 + place for place, char in enumerate("abcABCé")}


def read_by_langdetect(text):
    """Return all n-grams of a text as langdetect cuts it, known or not."""
    found, reader = [], NGram()
    for char in text:
        reader.add_char(char)
        found += [gram for n in (1, 2, 3) if (gram := reader.get(n)) and gram != " "]
    return sorted(found)


def read_here(text):
    characters = np.array([ALPHABET[char] for char in f" {text}"], np.int64)
    capital = np.array([char.isupper() for char in f" {text}"])
    letters = {number: char for char, number in ALPHABET.items()}
    found = []
    for code in ngrams.codes(characters, capital).ravel().tolist():
        places = (
            code >> 2 * ngrams.BITS,
            code >> ngrams.BITS & ngrams.FOREIGN,
            code & ngrams.FOREIGN,
        )
        found += ["".join(letters[place] for place in places if place)] if code else []
    return sorted(found)


@given(st.text(alphabet=list(ALPHABET), max_size=30))
def test_the_ngrams_are_langdetects(text):
    assert read_here(text) == read_by_langdetect(text)


def test_letters_are_read_as_langdetect_reads_them():
    """Of scripts that n-grams tell; punctuation of those scripts is a space here."""
    read_as = ngrams.plane()
    ranges = ((0x20, 0x250), (0x400, 0x530), (0x620, 0x700), (0x904, 0x940), (0x1E00, 0x2070))
    for code in (code for first, last in ranges for code in range(first, last)):
        assert chr(read_as[code]) == NGram.normalize(chr(code)), hex(code)


def test_weights_order_languages_as_langdetects_probabilities_do():
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    model = load()
    for gram in ("the", "en ", "ção", " де", "ный"):
        chances = factory.word_lang_prob_map[gram]
        best = factory.langlist[max(range(len(chances)), key=chances.__getitem__)]
        rows, _ = model.rows(np.array([ord(char) for char in gram], np.int64))
        (row,) = rows[1:, 2]
        assert model.tags[int(model.weights[row].argmax())] == best


def test_every_ngram_has_its_row_and_no_other_has_one():
    made = make()
    table = RowTable(made.ngrams)
    assert np.array_equal(table.rows(made.ngrams), np.arange(1, made.ngrams.size + 1))
    others = np.setdiff1d(np.arange(0, 1 << 20, 7, dtype=np.int64), made.ngrams)
    assert not table.rows(others).any()


def test_sums_do_not_depend_on_how_the_rows_are_cut():
    model = load()
    rows = np.arange(20_000) % model.weights.shape[0]
    expected = model.weights[rows].sum(axis=0, dtype=np.int64)
    assert np.array_equal(model.sums(rows), expected)
    assert np.array_equal(model.sums(rows[::-1].copy()), expected)


def test_a_model_takes_less_than_fifty_megabytes():
    model = load()
    assert model.weights.nbytes < 10e6
