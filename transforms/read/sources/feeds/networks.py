"""In which network an address lies: a stranger must not reach through us what only we can reach.

A feed is written by others: without this, an entry could make us fetch what only we can reach, such
as the metadata of a cloud machine at 169.254.169.254.
"""

import ipaddress
from enum import Enum

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are of IPv4
_PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        (
            *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),  # RFC 1918
            "100.64.0.0/10",  # RFC 6598: behind a carrier's translation of addresses
            "fc00::/7",  # RFC 4193
        ),
    )
)
_METADATA = frozenset(
    map(
        ipaddress.ip_address,
        (
            "fd00:ec2::254",  # Amazon EC2
            "fd20:ce::254",  # Google Cloud
            "100.100.100.200",  # Alibaba Cloud
            "168.63.129.16",  # Microsoft Azure
        ),
    )
)
"""Where clouds tell a machine its secrets, beside the addresses that are link-local."""


class Network(Enum):
    """Who reaches an address."""

    PUBLIC = "public"
    PRIVATE = "private"
    """Who is in a house's own network."""
    LOOPBACK = "loopback"
    """The machine itself."""
    CLOSED = "closed"
    """Nobody on our behalf: link-local, multicast, unspecified, reserved, metadata of clouds."""


def network_of(address: str) -> Network:
    """Return in which network an IP address lies (IANA's special-purpose registries).

    >>> network_of("93.184.215.14"), network_of("10.0.0.1")
    (<Network.PUBLIC: 'public'>, <Network.PRIVATE: 'private'>)
    >>> network_of("::ffff:127.0.0.1"), network_of("169.254.169.254")
    (<Network.LOOPBACK: 'loopback'>, <Network.CLOSED: 'closed'>)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner:
            return network_of(str(inner))
    if ip in _METADATA:
        return Network.CLOSED
    if ip.is_loopback:
        return Network.LOOPBACK
    if any(ip in network for network in _PRIVATE):
        return Network.PRIVATE
    return Network.PUBLIC if ip.is_global and not ip.is_multicast else Network.CLOSED
