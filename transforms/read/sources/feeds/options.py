"""How feeds and their pages are polled: every wait and limit, with its reason."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from ...file import MAX_DOCUMENT_BYTES


def default_user_agent() -> str:
    """Return the name by which servers know who asks, where no other is given."""
    try:
        return f"Copydesk/{version('copydesk')}"
    except PackageNotFoundError:  # the folder was vendored
        return "Copydesk"


@dataclass(frozen=True)
class FeedOptions:
    """How a feed or sitemap and its pages are polled.

    Attributes:
        user_agent: Who asks, as `Name/version (+contact)`; the name is what robots.txt is asked
            about. Give an address at which a publisher can reach you.
        poll_interval: Seconds between two readings of a feed, at the least: a feed may ask for
            more (`Cache-Control: max-age`, `ttl`, `skipHours`, `skipDays`, `Retry-After`).
        host_interval: Seconds between two requests to a host, at the least; `Crawl-delay` may ask
            for more.
        poll_seconds: How long a poll may take, about, before it hands on what it has.
        response_seconds: How long a response may take, from connecting to its last byte.
        attempts: How often a page is asked for that cannot be had for a reason that may pass.
        max_document_bytes: Size of the largest page, as transferred and as decompressed.
        max_listing_bytes: Size of the largest feed or sitemap, likewise. The protocol of sitemaps
            allows 50 MiB.
        full_text_bytes: How much text, in UTF-8, an entry's content holds at least that is taken
            for the whole article; of one with less the page is fetched. Bytes and not characters,
            since a Chinese character says as much as three letters.
        sitemap_days: A sitemap lists archives: pages that were last changed longer before it was
            last read are not taken. Those that do not say when they were changed are.
    """

    user_agent: str = default_user_agent()
    poll_interval: float = 60.0
    host_interval: float = 1.0
    poll_seconds: float = 30.0
    response_seconds: float = 60.0
    attempts: int = 8
    max_document_bytes: int = MAX_DOCUMENT_BYTES
    max_listing_bytes: int = 64 << 20
    full_text_bytes: int = 1500
    sitemap_days: float = 7.0

    @property
    def robot(self) -> str:
        """The name that robots.txt is asked about: RFC 9309's product token."""
        return (self.user_agent.split("/")[0].split() or ["*"])[0]
