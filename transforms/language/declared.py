"""What a source declares, compared with what a text is in."""

import re

# Deprecated and national tags, and parts of a macrolanguage, told as one: `no` is what most pages
# in `nb` and in `nn` declare (BCP 47, IANA Language Subtag Registry).
_SAME = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "mo": "ro",
    "nb": "no",
    "nn": "no",
    "fil": "tl",
    "cmn": "zh",
    "prs": "fa",
}
_SERBO_CROATIAN = frozenset({"sr", "hr", "bs"})
_SCRIPTS_OF_REGIONS = {
    ("zh", "cn"): "hans",
    ("zh", "sg"): "hans",
    ("zh", "tw"): "hant",
    ("zh", "hk"): "hant",
    ("zh", "mo"): "hant",
}
_NONE = frozenset({"und", "mul", "zxx", "mis", ""})


def agree(declared: str | None, tag: str) -> bool | None:
    """Return whether a text in `tag` is in the language that was declared.

    Regions do not matter, and a script only where both name one.

    Returns:
        None where nothing was declared, or no language told.

    >>> agree("de_AT", "de"), agree("zh-TW", "zh-Hans"), agree("en", "vi"), agree(None, "en")
    (True, False, False, None)
    """
    ours, theirs = parse(tag), parse(declared or "")
    if ours[0] in _NONE or theirs[0] in _NONE:
        return None
    if theirs[0] == "sh":
        return ours[0] in _SERBO_CROATIAN
    if ours[0] != theirs[0]:
        return False
    return ours[1] is None or theirs[1] is None or ours[1] == theirs[1]


def parse(tag: str) -> tuple[str, str | None]:
    """Return the language of a tag and its script, in lower case; None if it names no script.

    >>> parse("zh-TW"), parse("nb_NO"), parse("sr-Latn-RS")
    (('zh', 'hant'), ('no', None), ('sr', 'latn'))
    """
    language, *others = re.split(r"[-_]", tag.strip().lower())
    language = _SAME.get(language, language)
    for each in others:
        if len(each) == len("latn"):
            return language, each
        if (script := _SCRIPTS_OF_REGIONS.get((language, each))) is not None:
            return language, script
    return language, None
