"""What a source declares is compared with what the text is in."""

import pytest

from transforms.language.declared import agree


@pytest.mark.parametrize(
    ("declared", "tag", "expected"),
    [
        ("en-GB", "en", True),
        ("EN_us", "en", True),
        ("fr", "en", False),
        ("no", "nb", True),
        ("nb-NO", "nn", True),
        ("zh", "zh-Hant", True),
        ("zh-CN", "zh-Hans", True),
        ("zh-TW", "zh-Hans", False),
        ("sr", "sr-Latn", True),
        ("sr-Cyrl", "sr-Latn", False),
        ("sh", "bs", True),
        ("iw", "he", True),
        ("fil-PH", "tl", True),
        (None, "en", None),
        ("", "en", None),
        ("mul", "en", None),
        ("en", "und", None),
    ],
)
def test_regions_do_not_matter_and_scripts_where_both_name_one(declared, tag, expected):
    assert agree(declared, tag) is expected
