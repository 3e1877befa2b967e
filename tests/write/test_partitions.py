"""Partition paths in the form of Apache Hive."""

import pytest

from transforms.enrich import enrich_article
from transforms.testing import article
from transforms.write.partitions import article_partition, partition_path

NEWS = enrich_article(
    article(
        "Es regnete.",
        url="https://www.a.example/regen",
        language="de",
        published_at="2025-04-01T01:30:00+07:00",
    )
)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("language", "date"), "language=de/date=2025-03-31"),
        (("date", "language"), "date=2025-03-31/language=de"),
        (("site",), "site=a.example"),
        ((), ""),
    ],
)
def test_the_keys_name_the_folders_in_order_and_the_date_is_in_utc(keys, expected):
    assert article_partition(NEWS, keys) == expected


def test_what_is_unknown_has_the_default_partition_of_hive():
    assert (
        article_partition(article("Es regnete."), ("language", "date", "site"))
        == "language=__HIVE_DEFAULT_PARTITION__/date=__HIVE_DEFAULT_PARTITION__"
        "/site=__HIVE_DEFAULT_PARTITION__"
    )


def test_no_value_can_leave_its_folder():
    assert partition_path([("site", "../../etc")]) == "site=..%2F..%2Fetc"
