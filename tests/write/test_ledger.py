"""The ledger adds up or the run fails."""

import pytest

from transforms.write import Ledger, LedgerError, Tally


def test_a_tally_counts_in_all_and_by_each_property_in_order():
    tally = Tally.of([({"step": "read", "reason": "empty"}, 2), ({"step": "clean"}, 1)])
    assert tally.model_dump() == {
        "total": 3,
        "by": {"reason": {"empty": 2}, "step": {"clean": 1, "read": 2}},
    }


def test_tallies_add_up():
    german, arabic = Tally.of([({"language": "de"}, 2)]), Tally.of([({"language": "ar"}, 1)])
    assert Tally.sum([german, arabic, german]).model_dump() == {
        "total": 5,
        "by": {"language": {"ar": 1, "de": 4}},
    }


def ledger(read, articles, duplicates, failures):
    return Ledger(
        run_id="r",
        read=Tally(total=read),
        articles=Tally(total=articles),
        duplicates=Tally(total=duplicates),
        failures=Tally(total=failures),
    )


def test_read_is_articles_and_duplicates_and_failures():
    ledger(10, 7, 2, 1).check()


@pytest.mark.parametrize("counts", [(10, 7, 2, 0), (10, 8, 2, 1), (0, 1, 0, 0), (1, 0, 0, 0)])
def test_a_ledger_that_does_not_add_up_is_an_error(counts):
    with pytest.raises(LedgerError, match=r"run r does not add up: \d+ documents read"):
        ledger(*counts).check()
