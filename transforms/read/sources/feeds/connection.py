"""One HTTP request → its response as it was served, in bounded time and memory.

With urllib3, which trafilatura brings: its connections can be told the IP address to connect to, so
that the address that was looked at is the one that is asked, and hand out a body as it was
transferred, so that it is decoded by the same code as the bodies in archives.
"""

import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPException
from threading import Timer
from typing import NamedTuple
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from ....model import Reason
from ...http_response import Response, parse_headers
from .errors import FetchError

_PIECE_BYTES = 1 << 16


class Limits(NamedTuple):
    """What a response may take.

    Attributes:
        max_bytes: Size of its body as transferred.
        seconds: From connecting to its last byte.
    """

    max_bytes: int
    seconds: float


Get = Callable[[str, Mapping[str, str], str, Limits], Response]
"""Asks for an address, with headers, at an IP address, within limits."""


def addresses_of(host: str, port: int) -> list[str]:
    """Return the IP addresses of `host`, the preferred first.

    Raises:
        OSError: There is none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def get(url: str, headers: Mapping[str, str], address: str, limits: Limits) -> Response:
    """Return what is served at `url`, asked at the IP `address`; redirects are not followed.

    The body is free of chunks, and compressed as it was transferred.

    Raises:
        FetchError: There was no whole response within the limits.
    """
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, address, limits)
    expired: list[bool] = []
    opened: list[socket.socket | None] = []

    def expire() -> None:
        expired.append(True)
        for sock in (connection.sock, *opened):
            if sock is not None:
                with suppress(OSError):
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)  # beneath TLS, which would wait

    # Limits of a socket are for each of its reads: a server may stretch a response by a byte at a
    # time for ever.
    watch = Timer(limits.seconds, expire)
    watch.daemon = True
    watch.start()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
        opened.append(connection.sock)  # the connection lets go of it before the body is read
        connection.request(
            "GET",
            path,
            headers={"Host": parts.netloc, "Connection": "close", **headers},
            preload_content=False,
            decode_content=False,
        )
        response = _received(connection.getresponse(), limits)
    except ValueError as error:  # a header or an address that cannot be sent
        raise FetchError(Reason.MALFORMED, f"cannot be asked for: {error}", lasts=True) from error
    except (urllib3.exceptions.HTTPError, OSError, EOFError, HTTPException) as error:
        if expired:
            raise FetchError(Reason.TIME_LIMIT, _SLOW.format(limits.seconds)) from error
        raise FetchError(
            Reason.UNREADABLE,
            f"no whole response: {error}; see whether the site is up",
            of_host=True,
        ) from error
    finally:
        watch.cancel()
        connection.close()
    if expired:  # an end that looks whole, since no length was given
        raise FetchError(Reason.TIME_LIMIT, _SLOW.format(limits.seconds))
    return response


_SLOW = "took longer than {} seconds (response_seconds)"


def _connection(
    scheme: str, host: str, port: int | None, address: str, limits: Limits
) -> HTTPConnection:
    if scheme == "http":
        return HTTPConnection(address, port or 80, timeout=limits.seconds)
    return HTTPSConnection(
        address,
        port or 443,
        timeout=limits.seconds,
        ssl_context=ssl.create_default_context(),
        server_hostname=host,
    )


def _received(response: urllib3.HTTPResponse, limits: Limits) -> Response:
    block = "".join(f"{name}: {value}\r\n" for name, value in response.headers.iteritems())
    headers = parse_headers(block.encode("latin-1", "replace"))  # by which http.client decoded it
    headers.pop("transfer-encoding", None)
    body = bytearray()
    while piece := response.read1(_PIECE_BYTES, decode_content=False):
        body += piece
        if len(body) > limits.max_bytes:
            raise FetchError(
                Reason.TOO_LARGE,
                f"larger than {limits.max_bytes} bytes as transferred (max_document_bytes)",
                lasts=True,
            )
    return Response(response.status, headers, bytes(body))
