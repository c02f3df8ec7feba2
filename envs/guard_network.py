"""Which addresses belong to the local network: what a page of the open web has no business with."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST = ip_network("2000::/3")  # the only part of IPv6 that the open internet has
_TRANSLATED = ip_network("64:ff9b::/96")  # NAT64: the last 32 bits are an IPv4 address


def spelled_address(host: str) -> Address | None:
    """The address that a host is written as; None for a name.

    Args:
        host: Of a URL, with or without the brackets of IPv6.
    """
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def is_this_machine(host: str) -> bool:
    """Whether a name means this machine without being resolved."""
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


def is_local(address: Address) -> bool:
    """Whether an address is not of the open internet: loopback, private, link-local, shared, multicast, reserved.

    An IPv4 address inside an IPv6 one counts as what it is.

    Examples:
        >>> [is_local(ip_address(text)) for text in ("8.8.8.8", "169.254.169.254", "::ffff:10.0.0.1", "100.64.0.1")]
        [False, True, True, True]
    """
    address = _inner(address)
    outside = isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST
    return outside or not address.is_global or address.is_multicast


def never_by_name(address: Address) -> bool:
    """Whether an address is refused even to a host that the task names, unless it is spelled out: metadata services."""
    address = _inner(address)
    return address.is_link_local or address.is_multicast or address.is_unspecified


def is_local_host(host: str) -> bool:
    """Whether a host is spelled as one of the local network."""
    address = spelled_address(host)
    return is_this_machine(host) if address is None else is_local(address)


def _inner(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    carried = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if carried is None and int(address) >> 32 == 0 and int(address) > 1:
        return IPv4Address(int(address))  # "IPv4-compatible", obsolete but understood
    return carried or address
