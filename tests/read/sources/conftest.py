"""The news site that is polled."""

import pytest
from news_site import news_site


@pytest.fixture
def site():
    with news_site() as running:
        yield running
