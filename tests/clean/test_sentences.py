"""Sentences that have grown together are parted; names that look the same are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.repairs.sentences import part_sentences
from transforms.clean.trail import Line, Trail


def parted(text):
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"))]
    return "\n".join(line.text for line in part_sentences(lines, Trail()))


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("So it ended.These rains stay.", "So it ended. These rains stay."),
        ("Is it over?However, it rains.", "Is it over? However, it rains."),
        ('"It ended," he said."Then we left it."', '"It ended," he said. "Then we left it."'),
        ('He said: "It ended."Then he left.', 'He said: "It ended." Then he left.'),
        ("“It is over.”The river fell.", "“It is over.” The river fell."),
        ("It rained (and snowed).The river rose.", "It rained (and snowed). The river rose."),
        ("That was in 2019.The river rose.", "That was in 2019. The river rose."),
        ("Es hat geregnet.Die Stadt steht.", "Es hat geregnet. Die Stadt steht."),
        ("„Es ist vorbei.“Die Stadt steht.", "„Es ist vorbei.“ Die Stadt steht."),
        ("La ville dort.Les gens aussi.", "La ville dort. Les gens aussi."),
        ("La ciudad duerme.Las calles también.", "La ciudad duerme. Las calles también."),
        ("A cidade dorme.Não há ninguém.", "A cidade dorme. Não há ninguém."),
        ("La città dorme.Gli altri no, vanno.", "La città dorme. Gli altri no, vanno."),
        ("Это конец.Однако дождь идёт.", "Это конец. Однако дождь идёт."),
        ("Це кінець.Проте дощ іде.", "Це кінець. Проте дощ іде."),
        ("To jest koniec.Jednak deszcz pada.", "To jest koniec. Jednak deszcz pada."),
        ("Yağmur öne geçti.İki gün sürdü.", "Yağmur öne geçti. İki gün sürdü."),
        ("Trời đã tạnh.Những con đường khô.", "Trời đã tạnh. Những con đường khô."),
        ("Η βροχή τελείωσε.Όμως ο ποταμός.", "Η βροχή τελείωσε. Όμως ο ποταμός."),
        ("बारिश हुई।नदी बढ़ी।", "बारिश हुई। नदी बढ़ी।"),
        ("هل انتهى المطر؟نعم انتهى.", "هل انتهى المطر؟ نعم انتهى."),
    ],
)
def test_a_lost_space_is_put_back(given_text, expected):
    assert parted(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Such are advancementsThese innovations.", "Such are advancements. These innovations."),
        ("It is open-sourceHowever, it costs.", "It is open-source. However, it costs."),
        ("Es hat geregnetDie Stadt steht.", "Es hat geregnet. Die Stadt steht."),
        ("La ville dortCette nuit est longue.", "La ville dort. Cette nuit est longue."),
        ("La ciudad duermeDespués sale el sol.", "La ciudad duerme. Después sale el sol."),
        ("La città dormeQuesta notte è lunga.", "La città dorme. Questa notte è lunga."),
        ("Город спитОднако дождь идёт.", "Город спит. Однако дождь идёт."),
        ("Deszcz padałJednak rzeka stoi.", "Deszcz padał. Jednak rzeka stoi."),
    ],
)
def test_a_lost_full_stop_is_put_back_before_a_word_that_opens_sentences(given_text, expected):
    assert parted(given_text) == expected


def test_one_place_beyond_doubt_lends_weight_to_what_the_text_knows():
    text = (
        "Rain stands on the brink of changeDeepRain is late. It fell in all StatesThe rivers rose. "
        "DeepRain came.\nSuch are the advancesThese rivers rose.\nAll of it is bad, said OpenRain, "
        "the loss is $300 billionIn May it rained."
    )
    assert parted(text) == (
        "Rain stands on the brink of change. DeepRain is late. It fell in all States. The rivers "
        "rose. DeepRain came.\nSuch are the advances. These rivers rose.\nAll of it is bad, said "
        "OpenRain, the loss is $300 billion. In May it rained."
    )


@pytest.mark.parametrize(
    "text",
    [
        "He works at DeepSeek and at OpenAI, with an iPhone from eBay.",
        "Old McDonald ate at McDonald's; YouTube and GitHub know JavaScript and LaTeX.",
        "The macOS build of MacOS runs postgreSQL and openSUSE.",
        "The myVariable and MyClassName of someModule are camelCase and PascalCase.",
        "It rains, e.g. in the U.S.A. and the U.S. The Ph.D. of J.R.R.Tolkien is in Node.js.",
        "He moved to Node.Js and to example.Com and to Booking.Com today.",
        "Look at README.MD and at index.HTML and at report.PDF for more.",
        "The v2.Beta of it costs 3.5Million and 1.FC Rain won 2.Bundesliga games.",
        "It is on #RainInRiga and @RainyRiga and https://rain.example/ItRains.The rest too.",
        "Write to Ada.Byron@rain.example or to ada@rain.Example for more.",
        "Schreiben Sie z.B. an Prof.Müller oder Dr.Meier, Nr.Eins.",
        "Die LeserInnen und BürgerInnen der AfD waren bei BioNTech.",
        "In code, exports.Rain = Rain; and rain.Fall() and { rain.Fall here }.",
        "wait...And then it rained on B.Braun and on WordPress.",
        "El Dr.García vive en EE.UU. con su familia.",
        "МК.РУ и АвтоВзгляд пишут, что А.С.Пушкин жил.",
        "雨が降った。それから晴れた。iPhoneもぬれた。",
        "비가 왔다. DeepRain도 왔다.",
    ],
)
def test_names_and_addresses_stay(text):
    assert parted(text) == text


def test_a_word_that_comes_twice_is_a_name():
    text = "The rainThe band plays. Everybody loves rainThe band now."
    assert parted(text) == text


FRAGMENTS = [
    *("rain", "The", "These", "In", "DeepRain", "rainThe", "rainIn", "falls.", "It", ".", '"', "“"),
    *(" ", " ", "\n", "rainDeepRain", "Rain", "a", "?", "।", "2019", "OpenRain", "ended.These"),
]
TEXTS = st.lists(st.sampled_from(FRAGMENTS)).map("".join)


@settings(deadline=None)
@given(st.one_of(TEXTS, st.text()))
def test_only_full_stops_and_spaces_are_added(text):
    added = parted(text)
    rest = iter(added)
    missing = []
    for char in text:
        for other in rest:
            if other == char:
                break
            missing.append(other)
    missing.extend(rest)
    assert set(missing) <= {".", " "}


@pytest.mark.parametrize(
    "unit", ["aB", "a.B", "aB ", ' he said."Then', "rainThe ", "...", ".A", "।"]
)
def test_a_long_line_is_linear_work(unit):
    assert parted(unit * 40_000)
