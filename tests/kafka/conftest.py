"""A broker of Apache Kafka for the suite; `make test-kafka` sets it up."""

import shutil

import pytest
from broker import Broker
from setup import LIBRARIES, MISSING


def _why_missing():
    if not LIBRARIES.exists():
        told = MISSING.read_text() if MISSING.exists() else "make test-kafka does"
        return f"kafka is not set up: {told}"
    return None if shutil.which("java") else "java is not installed"


def pytest_report_header():
    """Say before anything runs whether there is a broker."""
    return f"kafka: {_why_missing() or LIBRARIES}"


@pytest.fixture(scope="session")
def broker(tmp_path_factory):
    """A broker that runs; skips, saying why, where there is none."""
    if why := _why_missing():
        pytest.skip(why)
    started = Broker(tmp_path_factory.mktemp("kafka"), LIBRARIES)
    started.start()
    yield started
    started.stop()


@pytest.fixture
def topic(request):
    """A name for a topic that no other test has."""
    return request.node.name.replace("[", "-").replace("]", "")[:200]
