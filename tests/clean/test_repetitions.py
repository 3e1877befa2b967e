"""A paragraph stands in an article once; what repeats on purpose stays."""

import pytest

from transforms.clean.repairs.repetitions import drop_repeated
from transforms.clean.trail import Line, Trail

PARAGRAPH = (
    "The council met on Monday and voted to close the old bridge over the river for two years."
)
CHINESE = (
    "里加连续下了三天的雨，河水上涨了两米，然后又退了下去，港口一直关闭到晚上，船只都停在海上等待。"
)


def left(text):
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"))]
    return "\n".join(line.text for line in drop_repeated(lines, Trail()))


@pytest.mark.parametrize("paragraph", [PARAGRAPH, CHINESE])
def test_the_first_of_two_stays(paragraph):
    assert left(f"{paragraph}\nRain.\n{paragraph}\nSnow.") == f"{paragraph}\nRain.\nSnow."


def test_its_blank_line_goes_with_it():
    assert left(f"{PARAGRAPH}\n\n{PARAGRAPH}\n\nRain.") == f"{PARAGRAPH}\n\nRain."
    assert left(f"{PARAGRAPH}\n\n{PARAGRAPH}") == PARAGRAPH


REFRAIN = "And the rain came down on Riga town for all of us to see"
ROW = "Riga 41 12 38 17 52 9 41 12 38 17 52 9 41 12 38 17 52 9 41 12 38 17 52 9 41 12 38 17 52"
STAYS = {
    "refrain": f"{REFRAIN}\n\nRain\n\n{REFRAIN}",
    "items": f"- {PARAGRAPH}\n- {PARAGRAPH}",
    "table": f"| {PARAGRAPH} |\n| {PARAGRAPH} |",
    "figures": f"{ROW}\n{ROW}",
    "nearly the same": f"{PARAGRAPH}\n{PARAGRAPH[:-1]}!",
    "words": "Rain\nRain\n\n\nRain",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_what_repeats_on_purpose_stays(text):
    assert left(text) == text
