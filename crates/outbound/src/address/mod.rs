//! Public IP addresses (SSRF protection): which addresses are on the public internet. A host may only be connected to when all of its addresses are.
//!
//! Refuses what the IANA special-purpose registries (RFC 6890) do not mark as globally reachable, and the addresses
//! that clouds serve their metadata at. Addresses that carry a v4 address inside are judged by it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Not public: first address, length of the prefix in bits, what it is.
const V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 8, "this network (RFC 791)"),
    ([10, 0, 0, 0], 8, "private (RFC 1918)"),
    ([100, 64, 0, 0], 10, "shared, carrier-grade NAT (RFC 6598); Alibaba's metadata"),
    ([127, 0, 0, 0], 8, "loopback (RFC 1122)"),
    ([168, 63, 129, 16], 32, "Azure's platform channel"),
    ([169, 254, 0, 0], 16, "link-local (RFC 3927); metadata of most clouds"),
    ([172, 16, 0, 0], 12, "private (RFC 1918)"),
    ([192, 0, 0, 0], 24, "protocol assignments (RFC 6890); Oracle's metadata"),
    ([192, 0, 2, 0], 24, "documentation (RFC 5737)"),
    ([192, 88, 99, 0], 24, "6to4 relays (RFC 7526)"),
    ([192, 168, 0, 0], 16, "private (RFC 1918)"),
    ([198, 18, 0, 0], 15, "benchmarking (RFC 2544)"),
    ([198, 51, 100, 0], 24, "documentation (RFC 5737)"),
    ([203, 0, 113, 0], 24, "documentation (RFC 5737)"),
    ([224, 0, 0, 0], 4, "multicast (RFC 5771)"),
    ([240, 0, 0, 0], 4, "reserved, broadcast (RFC 1112, RFC 919)"),
];

/// Not public, within `2000::/3`; everything outside it is not public either: loopback, unspecified, unique local,
/// link-local, site-local, multicast, v4-mapped, v4-compatible, discard-only, the local NAT64 prefix.
const V6: &[([u16; 8], u32, &str)] = &[
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, "protocol assignments (RFC 2928); Teredo, ORCHID, benchmarking"),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, "documentation (RFC 3849)"),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, "6to4 (RFC 3056)"),
    ([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48, "AS112 (RFC 7534)"),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "documentation (RFC 9637)"),
];

/// `64:ff9b::/96` (RFC 6052): how a network without v4 reaches a v4 address, which is what then counts.
const NAT64: ([u16; 8], u32) = ([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96);

/// Whether an address is on the public internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !V4.iter().any(|(first, prefix, _)| {
        let shift = 32 - prefix;
        (u64::from(address.to_bits()) >> shift) == (u64::from(Ipv4Addr::from(*first).to_bits()) >> shift)
    })
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if starts_with(address, NAT64) {
        let [.., a, b, c, d] = address.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    starts_with(address, ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3))
        && !V6.iter().any(|(first, prefix, _)| starts_with(address, (*first, *prefix)))
}

fn starts_with(address: Ipv6Addr, (first, prefix): ([u16; 8], u32)) -> bool {
    let shift = 128 - prefix;
    (address.to_bits() >> shift) == (Ipv6Addr::from(first).to_bits() >> shift)
}

#[cfg(test)]
mod tests;
