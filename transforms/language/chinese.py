"""Chinese, Japanese and Korean, told by their scripts; and the two scripts of Chinese.

langdetect takes much of Traditional Chinese for Korean. Scripts do not mislead: Japanese has kana
and Korean has hangul in every sentence, and Chinese has neither.
"""

from functools import cache

from .arrays import Counts
from .scripts import NUMBERS

# One of these characters says about as much as so many letters of an alphabet; so a Chinese text
# with English names in it remains Chinese.
_LETTERS_A_CHARACTER = 3
# Share of kana or hangul from which a text with Han characters is not Chinese. Headlines in
# Japanese have a tenth; Chinese about Japan quotes less.
_SHARE_OF_KANA = 0.05
_SHARE_OF_HANGUL = 0.2


def east_asian(text: str, letters: Counts) -> tuple[str, float] | None:
    """Return the language tag of `text` and how much of it speaks for that, or None.

    Args:
        text: Anything.
        letters: How many letters it has of each script, by the script's number.

    Returns:
        `ja`, `ko`, `zh-Hans`, `zh-Hant`, or `zh` where all characters are common to both; None
        if most of the text is in another script.
    """
    han, kana, hangul = (int(letters[NUMBERS[name]]) for name in ("Han", "Kana", "Hangul"))
    own = han + kana + hangul
    others = int(letters.sum()) - own
    if not own or own * _LETTERS_A_CHARACTER < others:
        return None
    share = own * _LETTERS_A_CHARACTER / (own * _LETTERS_A_CHARACTER + others)
    if hangul > kana and hangul >= _SHARE_OF_HANGUL * own:
        return "ko", share
    if kana >= _SHARE_OF_KANA * own:
        return "ja", share
    tag, certainty = chinese(text)
    return tag, share * certainty


def chinese(text: str) -> tuple[str, float]:
    """Tell the script by characters that only one of the two national standards has.

    >>> chinese("晶片新規上路前，小廠先囤貨")
    ('zh-Hant', 1.0)
    """
    only_gb, only_big5 = _own_characters()
    simplified = sum(char in only_gb for char in text)
    traditional = sum(char in only_big5 for char in text)
    if simplified == traditional:
        return "zh", 0.5 if simplified else 1.0
    tag = "zh-Hans" if simplified > traditional else "zh-Hant"
    return tag, max(simplified, traditional) / (simplified + traditional)


@cache
def _own_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the Han characters that only GB 2312 has, of the two, and those that only Big5 has."""
    han = "".join(map(chr, range(0x3400, 0xA000)))
    in_gb = frozenset(han.encode("gb2312", "ignore").decode("gb2312"))
    in_big5 = frozenset(han.encode("big5", "ignore").decode("big5"))
    return in_gb - in_big5, in_big5 - in_gb
