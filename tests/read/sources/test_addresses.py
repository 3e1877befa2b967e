"""What an address names, and with what the source at it is made."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from transforms.read.sources import BEGINNING, source_at
from transforms.read.sources.feeds import FeedSource
from transforms.read.sources.folder import FolderSource

FEED = b"""<?xml version="1.0"?>
<rss version="2.0"><channel><title>Desk</title></channel></rss>
"""


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("inbox", FolderSource),
        ("crawl/*.warc.gz", FolderSource),
        ("https://desk.example/feed", FeedSource),
        ("http://desk.example/sitemap.xml", FeedSource),
    ],
)
def test_it_is_told_by_its_scheme(address, kind):
    assert isinstance(source_at(address), kind)


def test_a_subscription_cannot_be_polled_and_the_way_out_is_named():
    with pytest.raises(ValueError, match="--runner DataflowRunner"):
        source_at("pubsub://projects/desk/subscriptions/news")


@pytest.mark.parametrize("address", ["ftp://desk.example/inbox", "kafak://broker/articles"])
def test_of_a_scheme_that_nobody_reads_those_are_named_that_are_read(address):
    with pytest.raises(
        ValueError, match=r"nothing is read from \w+://; there are folders, also on "
    ):
        source_at(address)


def test_servers_are_told_who_asks():
    asked = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["User-Agent"]))
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(b"" if self.path == "/robots.txt" else FEED)

        def log_message(self, *_):
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    name = "NewsDesk/1.0 (+https://desk.example/robot)"
    source = source_at(f"http://127.0.0.1:{server.server_port}/feed", user_agent=name)

    assert source.poll(BEGINNING, 10).documents == ()

    server.shutdown()
    assert asked == [("/robots.txt", name), ("/feed", name)]
