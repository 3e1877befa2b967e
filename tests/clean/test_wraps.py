"""Lines broken to a width become paragraphs; what has its lines for a reason keeps them."""

import textwrap

import pytest

from transforms.clean.characters.tidy import raw_lines, tidy_lines
from transforms.clean.repairs.repairs import join
from transforms.clean.trail import Trail


def joined(text, trail=None):
    trail = trail or Trail()
    return "\n".join(line.text for line in join(tidy_lines(text), raw_lines(text), trail))


PROSE = {
    "en": (
        "It rained in Riga for three days, and the river rose by two metres before it fell "
        "again. The harbour stayed closed until the evening, since nobody could tell where "
        "the quay was."
    ),
    "de": (
        "In Riga hat es drei Tage lang geregnet, und der Fluss stieg um zwei Meter, ehe er "
        "wieder fiel. Der Hafen blieb bis zum Abend geschlossen, weil niemand sah, wo die "
        "Mauer war."
    ),
    "fr": (
        "Il a plu trois jours à Riga, et le fleuve est monté de deux mètres avant de "
        "redescendre. Le port est resté fermé jusqu'au soir, car personne ne voyait plus où "
        "était le quai."
    ),
    "es": (
        "Llovió tres días en Riga, y el río subió dos metros antes de volver a bajar. El "
        "puerto siguió cerrado hasta la noche, porque nadie sabía decir dónde estaba el "
        "muelle."
    ),
    "pt": (
        "Choveu três dias em Riga, e o rio subiu dois metros antes de voltar a descer. O "
        "porto ficou fechado até à noite, pois ninguém conseguia dizer onde estava o cais."
    ),
    "it": (
        "A Riga è piovuto per tre giorni, e il fiume è salito di due metri prima di scendere."
        " Il porto è rimasto chiuso fino a sera, perché nessuno vedeva più dove fosse la "
        "banchina."
    ),
    "ru": (
        "Три дня в Риге шёл дождь, и река поднялась на два метра, прежде чем снова упала. "
        "Порт оставался закрытым до вечера, потому что никто не видел, где находится причал."
    ),
    "uk": (
        "Три дні в Ризі йшов дощ, і річка піднялася на два метри, перш ніж знову впала. Порт "
        "був зачинений до вечора, бо ніхто не бачив, де саме закінчується причал."
    ),
    "pl": (
        "W Rydze padało przez trzy dni, a rzeka podniosła się o dwa metry, zanim znów opadła."
        " Port był zamknięty do wieczora, ponieważ nikt nie widział, gdzie kończy się "
        "nabrzeże."
    ),
    "tr": (
        "Riga'da üç gün boyunca yağmur yağdı ve nehir yeniden alçalmadan önce iki metre "
        "yükseldi. Kimse rıhtımın nerede olduğunu göremediği için liman akşama kadar kapalı "
        "kaldı."
    ),
    "vi": (
        "Trời mưa ba ngày ở Riga, và con sông dâng lên hai mét trước khi hạ xuống. Cảng đóng "
        "cửa cho đến tối, vì không ai biết bến tàu nằm ở đâu dưới làn nước đục ngầu."
    ),
    "ko": (
        "리가에는 사흘 동안 비가 내렸고 강물은 이 미터나 불어났다가 다시 줄어들었다. "
        "부두가 어디인지 아무도 알 수 없었기 때문에 항구는 저녁까지 문을 열지 못했다. "
        "사람들은 비가 그치고 물이 빠지기를 기다렸고, "
        "배들은 바다 위에서 날씨가 좋아지기를 기다리며 하루를 더 보냈다."
    ),
    "ar": (
        "هطل المطر على ريغا ثلاثة أيام، وارتفع النهر مترين قبل أن ينخفض من جديد. وبقي الميناء"
        " مغلقا حتى المساء، لأن أحدا لم يكن يرى أين يقع الرصيف تحت الماء العكر."
    ),
    "hi": (
        "रीगा में तीन दिन तक बारिश हुई और नदी दो मीटर ऊपर चढ़ी, फिर उतर गई। बंदरगाह शाम तक "
        "बंद रहा, क्योंकि कोई नहीं देख पाता था कि घाट कहाँ है और पानी कहाँ से शुरू होता है।"
    ),
    "el": (
        "Έβρεχε τρεις μέρες στη Ρίγα και ο ποταμός ανέβηκε δύο μέτρα πριν πέσει ξανά. Το "
        "λιμάνι έμεινε κλειστό ως το βράδυ, γιατί κανείς δεν έβλεπε πού ήταν η αποβάθρα."
    ),
}
UNSPACED = {
    "zh": (
        "里加连续下了三天的雨，河水上涨了两米，然后又退了下去。因为没有人看得清码头在哪里，港口一直"
        "关闭到晚上，船只都停在海上等待天气好转。"
    ),
    "ja": (
        "リガでは三日間雨が降り続き、川の水位は二メートル上がってからまた下がった。岸壁がどこにある"
        "のか誰にも分からなかったので、港は夕方まで閉まったままだった。"
    ),
}


@pytest.mark.parametrize("language", PROSE)
@pytest.mark.parametrize("width", [50, 60, 72])
def test_paragraphs_with_blank_lines_between(language, width):
    paragraph = PROSE[language]
    wrapped = textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)
    assert joined(f"{wrapped}\n\n{wrapped}\n\n{wrapped}") == "\n\n".join([paragraph] * 3)


def columns(text, width):
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


@pytest.mark.parametrize("language", UNSPACED)
def test_scripts_without_spaces_are_joined_without(language):
    paragraph = UNSPACED[language]
    wrapped = columns(paragraph, 25)
    assert joined(f"{wrapped}\n\n{wrapped}") == f"{paragraph}\n\n{paragraph}"


def test_paragraphs_that_open_with_an_indent():
    paragraph = PROSE["en"]
    wrapped = textwrap.fill(paragraph, 60, initial_indent="   ")
    assert joined(f"{wrapped}\n{wrapped}\n{wrapped}") == f"{paragraph}\n{paragraph}\n{paragraph}"


def test_a_headline_a_list_and_a_mail_quoted_in_a_text_of_a_width():
    wrapped = textwrap.fill(PROSE["en"], 60)
    item = "- " + textwrap.fill(PROSE["en"], 60, subsequent_indent="  ")
    rest = "- Wind\n- Snow\n\n> It rained\n> in Riga.\n\nAda\nRiga"
    text = f"Rain in Riga\n{wrapped}\n\n{item}\n{rest}"
    assert joined(text) == f"Rain in Riga\n{PROSE['en']}\n\n- {PROSE['en']}\n{rest}"


STAYS = {
    "poem": """\
The rain came down on Riga town
And nobody could see
The quay, the boats, the river's coat
Of grey that used to be
The way we walked and laughed and talked
On Sundays by the sea.

And when the rain went off again
And all the boats came home
We found the quay was in the sea""",
    "list": """\
Bread and butter
Apples from the market in the old town
Milk
Something for the neighbours
Paper
A new lamp for the hall""",
    "table": """\
Town        Rain   Wind
Riga          41     12
Tallinn       38     17
Vilnius       52      9""",
    "code": """\
def rain(day):
    return day.rain

for day in days:
    print(rain(day))
    wait(day)""",
    "address": """\
Ada Byron
Desk for Weather and Shipping
12 Harbour Street
Riga
Latvia
ada@rain.example""",
    "dialogue": """\
– Did it rain?
– It did, for three days, and nobody came.
– And then?
– Then it stopped.
– Are you sure about that, or did you dream it?
– I am.""",
    "a paragraph a line": "\n".join(PROSE.values()),
    "headlines": """\
Rain closes the harbour of Riga
Council votes on the new bridge
Ferries are late again
What the summer will bring
The last ship of the line
Nobody saw the quay""",
    "mail": """\
> It rained in Riga for three days, and the river rose by two
> metres before it fell again. The harbour stayed closed until
> the evening, since nobody could tell where the quay was.
> It rained.""",
    "nothing": "",
    "a word": "Rain",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_lines_stay_where_they_mean_something(text):
    lines = "\n".join(line.text for line in tidy_lines(text))
    assert joined(text) == lines


@pytest.mark.parametrize(
    "unit",
    ["rain and wind and snow and hail and sleet an\n", "a\n", "inno-\nvation ", "雨" * 30 + "\n"],
)
def test_a_long_text_is_linear_work(unit):
    assert joined(unit * (300_000 // len(unit)))
