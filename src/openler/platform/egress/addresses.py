"""Is this a public address of the internet, or does it lead into somebody's own network?

Everything that is not known to be public counts as private. Addresses that carry an IPv4 address inside are judged
by that one too.

Spec: https://www.iana.org/assignments/iana-ipv4-special-registry , https://www.iana.org/assignments/iana-ipv6-special-registry
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA registry of special-purpose IPv4 addresses; the transition relay (192.88.99.0/24) and multicast are added.
_SPECIAL_IPV4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade translation
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # 6to4 relay
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# Only this block is assigned for the public internet; all else is refused without being named.
_GLOBAL_IPV6 = IPv6Network("2000::/3")
_SPECIAL_IPV6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# RFC 6052: a translator's network. The host behind it is the IPv4 address in the last 32 bits.
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public_address(text: str) -> bool:
    """Tell whether an IP address, as a resolver writes it, belongs to the public internet."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_ipv4(address)
    return _is_public_ipv6(address)


def is_loopback_address(text: str) -> bool:
    """Tell whether an IP address is this very machine."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    # A mapped address reaches IPv4's loopback by another way of writing; no name server gives it for a good reason.
    return address.is_loopback and getattr(address, "ipv4_mapped", None) is None


def _is_public_ipv4(address: IPv4Address) -> bool:
    return not any(address in block for block in _SPECIAL_IPV4)


def _is_public_ipv6(address: IPv6Address) -> bool:
    # A zone ("%eth0") belongs to local networks only.
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return _is_public_ipv4(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _GLOBAL_IPV6 and not any(address in block for block in _SPECIAL_IPV6)
