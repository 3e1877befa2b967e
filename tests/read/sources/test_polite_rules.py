"""Robots, networks and waits: the rules by which is fetched, each by itself."""

import json
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from news_site import NOW, page, reader, rss
from news_site import item as entry

from transforms.clean import clean_document
from transforms.model import Document
from transforms.read import read_file
from transforms.read.http_response import Response
from transforms.read.sources.feeds.connection import Limits, get
from transforms.read.sources.feeds.errors import FetchError
from transforms.read.sources.feeds.networks import Network, network_of
from transforms.read.sources.feeds.robots import Robots
from transforms.read.sources.feeds.schedule import Wishes, next_reading


def rules(text, status=200):
    return Robots(lambda: NOW).rules(
        "https://a.example", lambda _: Response(status, {}, text.encode())
    )


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/x", False), ("/xy", True), ("/a.php", False), ("/a.php?b", True), ("/robots.txt", True)],
)
def test_the_longest_rule_of_robots_txt_holds(path, allowed):
    text = "User-agent: *\nDisallow: /x\nAllow: /xy\nDisallow: /*.php$\n"
    assert rules(text).allows(f"https://a.example{path}", "Copydesk") is allowed


def test_the_group_of_our_name_goes_before_that_of_all():
    text = "User-agent: *\nDisallow: /\nUser-agent: CopyDesk\nDisallow: /a\n"
    assert rules(text).allows("https://a.example/b", "Copydesk")
    assert not rules(text).allows("https://a.example/a", "Copydesk")


@pytest.mark.parametrize("status", [301, 401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows_all(status):
    found = rules("User-agent: *\nDisallow: /", status)
    assert found.is_reachable
    assert found.allows("https://a.example/", "Copydesk")


def test_a_robots_txt_of_stars_is_matched_in_linear_time():
    found = rules("User-agent: *\nDisallow: /" + "*a" * 100_000 + "*b\n")
    assert found.allows("https://a.example/" + "a" * 2000, "Copydesk")


@pytest.mark.parametrize(
    ("network", "addresses"),
    [
        ("public", ("93.184.215.14", "2606:2800:220:1::1", "::ffff:8.8.8.8")),
        ("private", ("10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00::1")),
        ("private", ("::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::")),
        ("loopback", ("127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1")),
        ("closed", ("169.254.169.254", "169.254.1.1", "fe80::1%eth0", "::ffff:169.254.169.254")),
        ("closed", ("fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16")),
        ("closed", ("0.0.0.1", "::", "224.0.0.1", "ff02::1", "ff0e::1", "255.255.255.255")),
        ("closed", ("240.0.0.1", "192.0.2.1", "2001:db8::1", "64:ff9b::a9fe:a9fe")),
    ],
)
def test_an_address_lies_in_one_network(network, addresses):
    assert {network_of(address) for address in addresses} == {Network(network)}


@pytest.mark.parametrize(
    ("headers", "wishes", "minutes"),
    [
        ({}, Wishes(), 1),
        ({"cache-control": "max-age=300"}, Wishes(), 5),
        ({"cache-control": "max-age=300"}, Wishes(ttl=1200), 20),
        ({"cache-control": "no-cache, max-age=300"}, Wishes(), 1),
        ({"cache-control": "max-age=99999999"}, Wishes(), 24 * 60),
        ({}, Wishes(skip_hours=frozenset({15, 16})), 113 + 20 / 60),  # at 17:00
        ({}, Wishes(skip_days=frozenset({"sunday"})), 533 + 20 / 60),  # on Monday
        ({}, Wishes(skip_hours=frozenset(range(24))), 1),
    ],
)
def test_when_a_feed_is_read_next(headers, wishes, minutes):
    """It is a Sunday, 15:06:40 UTC."""
    assert next_reading(NOW, 60.0, headers, wishes) - NOW == pytest.approx(minutes * 60)


def test_a_certificate_of_another_name_is_refused(tmp_path, monkeypatch):
    """The address that was looked at is asked, by the name of the site."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.example "
        f"-addext subjectAltName=DNS:news.example -keyout {key} -out {certificate}".split(),
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("openssl is not installed")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.headers["Host"].encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port
    try:
        served = get(f"https://news.example:{port}/", {}, "127.0.0.1", Limits(1000, 10.0))
        assert served.body == f"news.example:{port}".encode()
        with pytest.raises(FetchError, match="certificate"):
            get(f"https://other.example:{port}/", {}, "127.0.0.1", Limits(1000, 10.0))
    finally:
        server.shutdown()
        server.server_close()


def test_a_page_that_is_fetched_and_the_same_in_an_archive_are_the_same_article(site, tmp_path):
    """All that the feed says of it is its address."""
    text = "<p>" + "It rained on the hills all day, and the river rose. " * 20 + "</p>"
    body = f"<html><head><title>Räin</title></head><body><article>{text}</article></body></html>"
    headers = {
        "Content-Type": "text/html; charset=iso-8859-1",
        "Content-Language": "en",
        "X-Robots-Tag": "noai",
        "TDM-Reservation": "1",
    }
    site.serve("/feed", rss(entry("/1", title="", text="")))
    site.serve("/1", body.encode("latin-1"), **{k.replace("-", "_"): v for k, v in headers.items()})
    [fetched] = reader(site, "/feed").poll()
    http = "HTTP/1.1 200 OK\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n"
    block = http.encode() + body.encode("latin-1")
    archive = tmp_path / "a.warc"
    archive.write_bytes(
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {site.root}/1\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n".encode()
        + block
        + b"\r\n\r\n"
    )
    [archived] = read_file(str(archive))

    assert isinstance(fetched, Document)
    assert isinstance(archived, Document)
    assert (fetched.content, fetched.claims) == (archived.content, archived.claims)
    ours, theirs = clean_document(fetched), clean_document(archived)
    own = {"id", "source"}
    assert ours.model_dump(exclude=own) == theirs.model_dump(exclude=own)
    assert json.loads(ours.model_dump_json())["title"] == "Räin"


def test_a_page_of_nothing_but_its_looks_is_html(site):
    site.serve("/feed", rss(entry("/1")))
    site.serve("/1", page("Rain"), Content_Type="application/octet-stream")
    [document] = reader(site, "/feed").poll()
    assert document.source.media_type == "text/html"
