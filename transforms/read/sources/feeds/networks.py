"""Which addresses lie in the open web, and which in a network that a stranger must not reach.

A feed is written by others: without this, an entry could make us fetch what only we can reach, such
as the metadata of a cloud machine at 169.254.169.254.
"""

import ipaddress

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are of IPv4


def is_public(address: str) -> bool:
    """Return whether an IP address is reachable by everybody (IANA's special-purpose registries).

    >>> is_public("93.184.215.14"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast
