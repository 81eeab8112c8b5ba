"""Which addresses are of the open web: what is not, belongs to somebody's own network."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is the open web (RFC 4291, 2.4)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address, translated (RFC 6052)
_NEVER = (
    ipaddress.ip_network("3fff::/20"),  # documentation (RFC 9637)
    ipaddress.ip_network("192.88.99.0/24"),  # relays of 6to4 (RFC 7526)
)


def is_public(address: Address) -> bool:
    """Whether an address is one of the open web, also where it only wraps another address."""
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        inner = address.teredo[1] if address.teredo else address.sixtofour
        if address not in _UNICAST or (inner is not None and not is_public(inner)):
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_link_local
    )
