"""How an article stands to others that tell the same story."""

from .base import Model


class Cluster(Model):
    """The documents that an article stands for: itself, and those that repeat it.

    Attributes:
        id: The article's id, which its duplicates name.
        size: How many documents, the article among them.
        sites: How many sites published them; 0 where none is known.
    """

    id: str
    size: int
    sites: int


class Translation(Model):
    """The same article in another language.

    Attributes:
        id: That article's id.
        language: BCP 47 tag of its text.
        url: Its canonical URL.
        similarity: Share of what does not depend on language (numbers, dates, names, addresses)
            that both have, from 0 to 1.
        run_id: The earlier run that kept it; None for the same run.
    """

    id: str
    language: str | None = None
    url: str | None = None
    similarity: float
    run_id: str | None = None
