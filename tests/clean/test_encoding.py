"""Bytes become text in the order of the Encoding Standard, as far as the bytes bear it out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.characters.encoding import decode
from transforms.model import CleanError, Reason

GERMAN = (
    "Die Straße war gesperrt, weil über Nacht ein Kran umgestürzt war. Größere Schäden blieben aus."
)
RUSSIAN = (
    "Город восстановил движение трамваев после ночной аварии, сообщили в мэрии. Пострадавших нет."
)
ARABIC = "أعلنت البلدية أن حركة القطارات عادت إلى طبيعتها بعد توقف دام ساعتين بسبب الأمطار."
JAPANESE = (
    "市役所は六日、大雨のため止まっていた路面電車の運転を再開したと発表した。けが人はいなかった。"
)
SIMPLIFIED = "市政府周四宣布，因暴雨中断两个小时的有轨电车已经恢复运行，没有人员受伤。"
TRADITIONAL = "市政府週四宣布，因暴雨中斷兩個小時的電車已經恢復行駛，沒有人員受傷。"
KOREAN = (
    "시는 목요일 폭우로 두 시간 동안 멈췄던 전차 운행을 다시 시작했다고 밝혔다. 다친 사람은 없었다."
)


def test_plain_utf8():
    assert decode(GERMAN.encode()) == GERMAN


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_goes(encoding):
    assert decode(GERMAN.encode(encoding), charset="windows-1251") == GERMAN


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_its_mark(encoding):
    assert decode(f"{GERMAN}\n".encode(encoding)) == f"{GERMAN}\n"


def test_the_header_decides_before_the_page():
    page = '<meta charset="windows-1251"><p>Größe'.encode("windows-1252")
    assert decode(page, charset="windows-1252", is_html=True).endswith("Größe")


def test_the_page_says_its_encoding():
    page = f'<meta charset="windows-1251"><p>{RUSSIAN}'
    assert decode(page.encode("windows-1251"), is_html=True) == page


def test_plain_text_has_no_meta_elements():
    text = f'<meta charset="windows-1251"> is what {GERMAN}'
    assert decode(text.encode()) == text


def test_latin1_means_windows_1252():
    assert decode(b"\x93quoted\x94", charset="iso-8859-1") == "“quoted”"


def test_gb2312_means_gb18030():
    assert decode("朱镕基说㐀".encode("gb18030"), charset="gb2312") == "朱镕基说㐀"


def test_a_page_that_claims_utf8_and_is_windows_1252():
    page = f'<meta charset="utf-8"><p>{GERMAN}'
    assert decode(page.encode("windows-1252"), charset="utf-8", is_html=True) == page


def test_a_page_that_claims_windows_1252_and_is_utf8():
    assert decode(GERMAN.encode(), charset="windows-1252") == GERMAN


def test_a_few_broken_bytes_do_not_change_the_encoding():
    assert decode(RUSSIAN.encode() + b"\xff") == RUSSIAN + "\ufffd"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "windows-1252"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "windows-1256"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5"),
        (KOREAN, "euc_kr"),
    ],
)
def test_undeclared_encodings_are_told_from_the_bytes(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("label", ["unicode_escape", "utf-7", "rot13", "no-such-encoding", ""])
def test_what_the_web_does_not_know_is_no_encoding(label):
    assert decode(b"caf\\u00e9 +AGE-", charset=label) == "caf\\u00e9 +AGE-"


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + b"x" * 50, b"a\x00\x01b\x00\x00c" * 20, b"%PDF-1.7 text"]
)
def test_binary_content_is_refused(content):
    with pytest.raises(CleanError) as refusal:
        decode(content)
    assert refusal.value.reason == Reason.BINARY


def test_text_in_no_encoding_is_refused():
    with pytest.raises(CleanError) as refusal:
        decode(bytes(range(128, 256)) * 4 + b"\x81\x8d\x8f\x90\x9d" * 9)
    assert refusal.value.reason == Reason.UNDECODABLE


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gb2312", "big5", "utf-16"]))
def test_no_bytes_give_a_surrogate_or_an_exception_of_another_kind(content, charset):
    try:
        text = decode(content, charset=charset, is_html=True)
    except CleanError:
        return
    assert text.encode() is not None


@pytest.mark.parametrize("charset", ["utf-8", None])
def test_utf_8_that_was_cut_within_its_last_character_is_utf_8(charset):
    assert decode("Über die Brücke nach Süd".encode() + "ü".encode()[:1], charset=charset) == (
        "Über die Brücke nach Süd"
    )


def test_a_last_letter_in_another_encoding_is_that_letter():
    assert decode("They met in a caf\u00e9".encode("cp1252")) == "They met in a café"
