"""Chinese, Japanese and Korean, told by their scripts; and the two scripts of Chinese.

langdetect takes much of Traditional Chinese for Korean. Scripts do not mislead: Japanese has kana
and Korean has hangul in every sentence, and Chinese has neither.
"""

import re

_HAN = re.compile(r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")

# One of these characters says about as much as so many letters of an alphabet; so a Chinese text
# with English names in it remains Chinese.
_LETTERS_A_CHARACTER = 3
# Share of kana or hangul from which a text with Han characters is not Chinese. Headlines in
# Japanese have a tenth; Chinese about Japan quotes less.
_SHARE_OF_KANA = 0.05
_SHARE_OF_HANGUL = 0.2


def east_asian(text: str, letters: int) -> tuple[str, float] | None:
    """Return the language tag of `text` and how much of it speaks for that, or None.

    Args:
        text: Anything.
        letters: How many letters it has, of all scripts.

    Returns:
        `ja`, `ko`, `zh-Hans`, `zh-Hant`, or `zh` where all characters are common to both; None
        if most of the text is in another script.

    >>> east_asian("晶片新規上路前，小廠先囤貨", 12)
    ('zh-Hant', 1.0)
    >>> east_asian("It rained.", 8) is None
    True
    """
    han, kana, hangul = (len(script.findall(text)) for script in (_HAN, _KANA, _HANGUL))
    own = han + kana + hangul
    others = letters - own
    if not own or own * _LETTERS_A_CHARACTER < others:
        return None
    share = own * _LETTERS_A_CHARACTER / (own * _LETTERS_A_CHARACTER + max(others, 0))
    if hangul > kana and hangul >= _SHARE_OF_HANGUL * own:
        return "ko", share
    if kana >= _SHARE_OF_KANA * own:
        return "ja", share
    tag, certainty = _chinese(text)
    return tag, share * certainty


def _chinese(text: str) -> tuple[str, float]:
    """Tell the script by characters that only one of the two national standards has."""
    in_gb = set(text.encode("gb2312", "ignore").decode("gb2312"))
    in_big5 = set(text.encode("big5", "ignore").decode("big5"))
    simplified = sum(text.count(char) for char in in_gb - in_big5 if _HAN.match(char))
    traditional = sum(text.count(char) for char in in_big5 - in_gb if _HAN.match(char))
    if simplified == traditional:
        return "zh", 0.5 if simplified else 1.0
    tag = "zh-Hans" if simplified > traditional else "zh-Hant"
    return tag, max(simplified, traditional) / (simplified + traditional)
