"""The language of a text is told the same everywhere, with a tag that others understand."""

import multiprocessing
import os
import pickle
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.language import ProfileDetector, detect_language, tag_language
from transforms.language import profiles as module
from transforms.model import Language
from transforms.testing import article

DATA = os.environ.get("COPYDESK_DATA")
TEXTS = {
    "en": "The council of the small harbour town has put off its decision until the spring.",
    "de": "Der Gemeinderat der kleinen Hafenstadt hat seine Entscheidung auf das Frühjahr vertagt.",
    "fr": "Le conseil de la petite ville portuaire a reporté sa décision au printemps prochain.",
    "es": "El ayuntamiento de la pequeña ciudad portuaria aplazó su decisión hasta la primavera.",
    "pt": "A câmara da pequena cidade portuária adiou a sua decisão para a próxima primavera.",
    "it": "Il consiglio della piccola città portuale ha rinviato la decisione alla primavera.",
    "nl": "De gemeenteraad van de kleine havenstad heeft het besluit uitgesteld tot het voorjaar.",
    "pl": "Rada małego miasta portowego odłożyła swoją decyzję do wiosny przyszłego roku.",
    "tr": "Küçük liman kentinin meclisi kararını gelecek yılın ilkbaharına kadar erteledi.",
    "ru": "Совет небольшого портового города отложил своё решение до весны будущего года.",
    "uk": "Рада невеликого портового міста відклала своє рішення до весни наступного року.",
    "ar": "أجل مجلس المدينة الساحلية الصغيرة قراره إلى ربيع العام المقبل بعد نقاش طويل.",
    "fa": "شورای شهر بندری کوچک تصمیم خود را تا بهار سال آینده به تعویق انداخت.",
    "hi": "छोटे बंदरगाह शहर की परिषद ने अपना निर्णय अगले वसंत तक के लिए टाल दिया है।",
    "vi": "Hội đồng của thành phố cảng nhỏ đã hoãn quyết định đến mùa xuân năm sau.",
    "id": "Dewan kota pelabuhan kecil itu menunda keputusannya hingga musim semi tahun depan.",
    "zh-Hans": "港口小城的议会把决定推迟到了明年春天，讨论持续了五个小时。",
    "zh-Hant": "港口小城的議會把決定延後到明年春天，討論持續了五個小時。",
    "ja": "港町の議会は、五時間にわたる話し合いの末、決定を来年の春まで先送りした。",
    "ko": "작은 항구 도시의 의회는 다섯 시간의 토론 끝에 결정을 내년 봄으로 미뤘다.",
}


@pytest.mark.parametrize(("tag", "text"), TEXTS.items())
def test_a_sentence_is_enough(tag, text):
    assert detect_language(text).tag == tag
    assert detect_language(text).confidence > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "12345 67.8 %",
        "https://example.org/news",
        "a@example.org",
        "OK",
        "!?",
        "😀😀",
        "Hello",
        "Anna Berg, Tom Hill, Eva Stone, Jan Wood, Ida Lake",
        "for (i = 0; i < n; ++i) { sum[i] = left[i] + right[i]; }",
        "qzxv wkrtp bbvxz qqplm zzxcv wqrtz kkjhg pplmn xxcvb nnmqw zzqwr ttrzp",
    ],
)
def test_where_there_is_no_language_none_is_told(text):
    assert detect_language(text) == Language(tag="und", confidence=0.0)


UNKNOWN = {
    "Icelandic": (
        "Bæjarstjórn litla hafnarbæjarins hefur frestað ákvörðun sinni til vors eftir "
        "fimm klukkustunda umræður. Íbúar sem komu til fundarins sögðu að þeir hefðu "
        "beðið nógu lengi og að höfnin þyrfti nýja bryggju áður en veturinn kemur aftur."
    ),
    "Zulu": (
        "Umkhandlu wedolobha elincane elinechweba uhlehlise isinqumo sawo kuze kube "
        "yintwasahlobo ngemva kwezingxoxo ezithathe amahora amahlanu. Izakhamuzi "
        "ebezikhona emhlanganweni zithe sezilinde isikhathi eside kanti ichweba lidinga "
        "indawo entsha yemikhumbi."
    ),
    "Basque": (
        "Portu txikiaren udalak udaberrira arte atzeratu du erabakia bost orduko "
        "eztabaidaren ondoren. Bilerara joandako herritarrek esan zuten nahikoa itxaron "
        "dutela eta portuak kai berria behar duela negua berriro iritsi baino lehen."
    ),
    "Latin": (
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor "
        "incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis "
        "nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat."
    ),
    "Kazakh": (
        "Шағын порт қаласының кеңесі бес сағаттық талқылаудан кейін шешімін көктемге "
        "дейін кейінге қалдырды. Жиналысқа келген тұрғындар жеткілікті күткендерін және "
        "портқа жаңа айлақ қажет екенін айтты."
    ),
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_a_language_that_no_profile_knows_is_not_taken_for_another(text):
    assert detect_language(text).tag == "und"


def test_a_few_words_are_told_with_little_confidence():
    language = detect_language("Guten Morgen allerseits")
    assert language.tag == "de"
    assert language.confidence < 0.9


def test_an_article_is_told_with_much():
    assert detect_language(TEXTS["nl"] * 4).confidence > 0.9


def test_a_text_in_capitals_is_read_as_if_it_were_not():
    assert detect_language(TEXTS["de"].upper()).tag == "de"


def test_accents_may_stand_beside_their_letters():
    assert detect_language(unicodedata.normalize("NFD", TEXTS["vi"])).tag == "vi"


def test_repeating_a_text_leaves_its_language():
    for tag, text in TEXTS.items():
        assert detect_language("\n".join([text] * 20)).tag == tag


def test_a_lead_in_another_language_does_not_decide():
    caption = "Toàn cảnh bức tranh DeepSeek làm thức tỉnh những gã khổng lồ công nghệ"
    assert detect_language(f"{caption}\n\n{TEXTS['en'] * 12}").tag == "en"


def test_addresses_do_not_decide():
    assert (
        detect_language("https://www.example.org/the-council-of-the-town " * 5 + TEXTS["de"]).tag
        == "de"
    )


def test_chinese_with_english_names_is_chinese():
    text = "OpenAI、Google和Anthropic等公司发布了新的推理模型，DeepSeek的价格更低。"
    assert detect_language(text).tag == "zh-Hans"


def test_characters_common_to_both_scripts_are_chinese_of_either():
    assert detect_language("人口大国").tag in {"zh", "zh-Hans"}
    assert detect_language("你好").tag == "zh"


def test_an_article_is_tagged_and_otherwise_stays():
    untagged = article(TEXTS["fr"], declared_language="en")
    tagged = tag_language(untagged)
    assert tagged.language.tag == "fr"
    assert tagged.language.agrees_with_declared is False
    assert tagged.model_copy(update={"language": None}) == untagged


def test_what_the_source_declares_decides_between_languages_that_are_equally_likely():
    both = "Det er en god dag."
    assert detect_language(both, declared="da").tag == "da"
    assert detect_language(both, declared="no").tag == "nb"


def test_what_the_source_declares_decides_nothing_against_the_text():
    told = detect_language(TEXTS["en"], declared="fr")
    assert told.tag == "en"
    assert told.agrees_with_declared is False


def test_a_text_in_one_language_has_no_passages():
    for tag, text in TEXTS.items():
        told = detect_language(text)
        assert told.passages == ()
        assert [(each.tag, each.share) for each in told.languages] == [(tag, 1.0)]


def test_confidence_is_rounded():
    confidence = detect_language(TEXTS["en"]).confidence
    assert confidence == round(confidence, 4)


def test_eight_threads_at_first_use_agree(monkeypatch):
    expected = [detect_language(text) for text in TEXTS.values()]
    monkeypatch.setattr(module, "_loaded", None)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(detect_language, list(TEXTS.values()) * 4))
    assert found == expected * 4


def test_another_process_agrees():
    texts = [TEXTS["en"], TEXTS["pl"], TEXTS["id"]]
    function = pickle.loads(pickle.dumps(detect_language))  # noqa: S301
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(1) as pool:
            assert pool.map(function, texts) == [detect_language(text) for text in texts]


def test_order_does_not_matter():
    told = {text: detect_language(text) for text in TEXTS.values()}
    assert {text: detect_language(text) for text in reversed(TEXTS.values())} == told


LONG = 1_000_000
MILLIONS = {
    "letter": "a" * LONG,
    "accents": "e\u0301" * (LONG // 2),
    "ats": "@" * LONG,
    "han": "語" * LONG,
    "words": "ab " * (LONG // 3),
    "mails": "a@" * (LONG // 2),
    "addresses": "http://" * (LONG // 7),
    "surrogates": "\ud800" * LONG,
    "lines": "\n" * LONG,
}


@pytest.mark.parametrize("text", MILLIONS.values(), ids=MILLIONS)
def test_a_million_characters_of_anything_have_an_answer(text):
    assert 0.0 <= detect_language(text).confidence <= 1.0


def test_passages_may_be_left_alone():
    text = f"{TEXTS['en'] * 3}\n{TEXTS['ru'] * 2}"
    assert detect_language(text, detector=ProfileDetector(passages=False)).passages == ()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=100))
def test_every_text_has_an_answer_and_always_the_same(text):
    language = detect_language(text)
    assert language == detect_language(text)
    assert 0.0 <= language.confidence <= 1.0
    assert (language.tag == "und") == (language.confidence == 0.0)


@pytest.mark.skipif(DATA is None, reason="COPYDESK_DATA names no folder with data/ and seeds/")
@pytest.mark.parametrize(
    ("number", "tag"), [("000", "en"), ("001", "de"), ("002", "en"), ("003", "en"), ("004", "en")]
)
def test_the_seeds(number, tag):
    (path,) = Path(DATA, "seeds").glob(f"{number}_*.txt")
    assert detect_language(path.read_text("utf-8")).tag == tag
