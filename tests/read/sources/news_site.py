"""A news site on this machine, and what polls it: a real server, a clock of our own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from transforms.read.sources.feeds import FeedOptions, FeedSource
from transforms.read.sources.feeds.connection import get
from transforms.read.sources.feeds.fetcher import Fetcher
from transforms.read.sources.feeds.visits import Visits

NOW = 1_750_000_000.0  # 2025-06-15 15:06:40 UTC, a Sunday
HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml"}


@dataclass
class Served:
    """What a path serves; `pieces` are sent one by one, without a length."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: dict(HTML))
    pieces: Iterator[bytes] | None = None


@dataclass
class NewsSite:
    port: int
    pages: dict[str, Served] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, path, body="", status=200, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = HTML if "<html" in str(body)[:100] or status != 200 else XML
        content = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = Served(content, status, {**kind, **named})

    def asked_since(self, count) -> list[str]:
        return self.asked[count:]


@contextmanager
def news_site() -> Iterator[NewsSite]:
    site = NewsSite(0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            site.asked.append(self.path)
            site.headers[self.path] = {name.lower(): value for name, value in self.headers.items()}
            page = site.pages.get(self.path, Served(b"<html>nothing here</html>", 404))
            etag = page.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                page = Served(b"", 304, {"ETag": etag})
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.pieces is None and page.status != 304 and "Content-Length" not in page.headers:
                self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.close_connection = True
            try:
                if page.status != 304:
                    self.wfile.write(page.body)
                for piece in page.pieces or ():
                    self.wfile.write(piece)
            except OSError:  # whoever asked had enough
                return

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Reader:
    """Polls a feed as `copydesk watch` does: keeps the position."""

    source: FeedSource
    fetcher: Fetcher
    position: str = ""

    @property
    def clock(self) -> Clock:
        return self.fetcher.clock

    def poll(self, limit=100):
        result = self.source.poll(self.position, limit)
        self.position = result.position
        return list(result.documents)

    def poll_after(self, seconds, limit=100):
        self.clock.now += seconds
        return self.poll(limit)

    def restart(self) -> None:
        """Begin again from the position, in another process."""
        self.fetcher = fetcher(self.clock, self.fetcher.options)
        self.source = FeedSource(self.source.address, fetcher=self.fetcher)


def fetcher(clock, options=None, **injected):
    return Fetcher(
        options or FeedOptions(user_agent="Copydesk/0 (+mailto:desk@example.com)"),
        visits=Visits(),
        clock=clock,
        sleep=clock.sleep,
        **injected,
    )


def reader(site, path, clock=None, **options):
    clock = clock or Clock()
    chosen = FeedOptions(user_agent="Copydesk/0 (+mailto:desk@example.com)", **options)
    polite = fetcher(clock, chosen)
    return Reader(FeedSource(site.root + path, fetcher=polite), polite)


def public_reader(site, clock=None, *, addresses=None):
    """Poll `http://news.example/feed`, whose name leads to this machine."""
    clock = clock or Clock()
    known = {"news.example": "93.184.215.14", **(addresses or {})}

    def get_here(url, headers, address, limits):
        return get(url, headers, "127.0.0.1", limits)

    polite = fetcher(clock, get=get_here, resolve=lambda host, _: [known[host]])
    return Reader(FeedSource(f"http://news.example:{site.port}/feed", fetcher=polite), polite)


def rss(*items, about=""):
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>News</title>{about}{''.join(items)}</channel></rss>"
    )


def item(link, title="Rain", text="It rained.", guid=None, more=""):
    return (
        f'<item><guid isPermaLink="false">{guid or link}</guid><link>{link}</link>'
        f"<title>{title}</title><description>{text}</description>{more}</item>"
    )


def page(text):
    return f"<html><title>{text}</title><p>{text}</p></html>"
