"""Dates as they are written in records → UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.model.dates import parse_date

TEN = datetime(2024, 4, 1, 10, tzinfo=UTC)
DAY = datetime(2024, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-04-01T10:00:00Z", TEN),
        ("2024-04-01T12:00:00+02:00", TEN),
        ("2024-04-01T12:00:00+0200", TEN),
        ("2024-04-01T10:00:00", TEN),
        ("2024-04-01 10:00:00", TEN),
        ("2024-04-01 10:00", TEN),
        ("2024-04-01 10:00:00 UTC", TEN),
        ("2024-04-01 10:00:00 GMT", TEN),
        ("2024-04-01 12:00:00 +0200", TEN),
        ("2024-04-01 10:00:00 +0000 UTC", TEN),
        ("2024-04-01t10:00:00z", TEN),
        ("20240401T100000Z", TEN),
        ("2024-04-01T10:00:00.000000000Z", TEN),
        ("2024/04/01 10:00", TEN),
        ("Mon, 01 Apr 2024 12:00:00 +0200", TEN),
        ("Mon, 01 Apr 2024 10:00:00 GMT", TEN),
        ("1 Apr 2024 06:00:00 EDT", TEN),
        ("2024-04-01", DAY),
        ("2024-4-1", DAY),
        ("2024.04.01", DAY),
        ("20240401", DAY),
        (" 2024-04-01 ", DAY),
        (1711965600, TEN),
        (1711965600.0, TEN),
        (1711965600000, TEN),
        (1711965600000000, TEN),
        (1711965600000000000, TEN),
        ("1711965600", TEN),
        ("1711965600000", TEN),
        (datetime(2024, 4, 1, 12, tzinfo=timezone(timedelta(hours=2))), TEN),
        (datetime(2024, 4, 1, 10), TEN),  # noqa: DTZ001
        (date(2024, 4, 1), DAY),
        ("01.04.2024", DAY),
        ("01.04.2024 10:00", TEN),
        ("Apr 1, 2024", DAY),
        ("April 1, 2024 at 6:00 AM EDT", TEN),
        ("1. April 2024", DAY),
        ("1 avril 2024", DAY),
        ("2024年4月1日", DAY),
        ("1 tháng 4, 2024", DAY),
        ("1 апреля 2024 г., 10:00", TEN),
        ("1 أبريل 2024", DAY),
        ("28/04/2024", DAY + timedelta(days=27)),
        ("04/28/2024", DAY + timedelta(days=27)),
    ],
)
def test_a_date_is_understood(value, expected):
    parsed = parse_date(value)
    assert parsed == expected
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "soon",
        "01/04/2024",  # the first of April, or the fourth of January
        "2024",
        "2024-13-45",
        "0001-01-01T00:00:00+05:00",
        "0001-01-01",
        "9999-12-31T23:59:59Z",
        "1 April",
        "yesterday",
        0,
        -5,
        True,
        float("nan"),
        float("inf"),
        10**40,
        [],
        {"date": "2024-04-01"},
    ],
)
def test_what_names_no_certain_moment_is_none(value):
    assert parse_date(value) is None


@given(st.text() | st.integers() | st.floats() | st.binary() | st.datetimes() | st.dates())
def test_no_value_is_an_error(value):
    parsed = parse_date(value)
    assert parsed is None or parsed.tzinfo is UTC


@given(st.datetimes(datetime(1600, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_iso_date_comes_back(moment):
    assert parse_date(moment.isoformat()) == moment
