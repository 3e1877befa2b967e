"""How alike two texts are, told from their sketches."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate import resemblance, sketch
from transforms.deduplicate.resemblance import SHINGLE_LENGTH, SKETCH_SIZE
from transforms.model import normalized_text

RAIN = "It rained all day in Harbor, and the fish market stayed shut."


def jaccard(first, second):
    """The resemblance itself, by its definition."""
    shingles = [
        {
            text[start : start + SHINGLE_LENGTH]
            for start in range(max(len(text) - SHINGLE_LENGTH + 1, 1))
        }
        for text in (normalized_text(first), normalized_text(second))
    ]
    return len(shingles[0] & shingles[1]) / len(shingles[0] | shingles[1])


def test_texts_that_share_nothing_have_none():
    assert resemblance(sketch(RAIN), sketch("Die Wahl ist vertagt worden.")) == 0.0


def test_spacing_case_and_punctuation_do_not_count():
    assert resemblance(sketch(RAIN), sketch(RAIN.upper().replace(" ", " – "))) == 1.0


def test_an_empty_text_is_like_another():
    assert resemblance(sketch(""), sketch(" ")) == 1.0


def test_it_works_in_scripts_without_spaces():
    """Of five different shingles of eight characters, one is common."""
    assert resemblance(sketch("雨下了一整天鱼市关门。"), sketch("雨下了一整天鱼市开门。")) == 0.2


words = st.lists(
    st.sampled_from(["rain", "snow", "fish", "market", "harbor", "shut", "open", "day"]), min_size=1
)


@given(words, words)
def test_for_short_texts_it_is_exact(first, second):
    first, second = " ".join(first[:12]), " ".join(second[:12])
    assert resemblance(sketch(first), sketch(second)) == round(jaccard(first, second), 4)


@given(st.text(min_size=1), st.text(min_size=1))
def test_it_is_symmetric(first, second):
    assert resemblance(sketch(first), sketch(second)) == resemblance(sketch(second), sketch(first))


def test_for_long_texts_it_is_within_three_standard_errors():
    first = " ".join(f"{number} ships in port {number % 7}" for number in range(400))
    second = first[len(first) // 3 :]
    estimate = resemblance(sketch(first), sketch(second))
    assert abs(estimate - jaccard(first, second)) < 3 / (2 * SKETCH_SIZE**0.5)


def test_a_sketch_is_the_same_in_every_process():
    assert sketch("rainfall").hex() == "0d6b7bba"
