#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

/// Address, whether it is on the public internet, what it is.
const ADDRESSES: &[(&str, bool, &str)] = &[
    ("0.0.0.0", false, "this host"),
    ("0.1.2.3", false, "this network"),
    ("1.1.1.1", true, "public"),
    ("8.8.8.8", true, "public"),
    ("9.255.255.255", true, "just before 10/8"),
    ("10.0.0.0", false, "private"),
    ("10.255.255.255", false, "private"),
    ("11.0.0.0", true, "just behind 10/8"),
    ("100.63.255.255", true, "just before carrier-grade NAT"),
    ("100.64.0.0", false, "carrier-grade NAT"),
    ("100.100.100.200", false, "Alibaba's metadata"),
    ("100.127.255.255", false, "carrier-grade NAT"),
    ("100.128.0.0", true, "just behind carrier-grade NAT"),
    ("127.0.0.1", false, "loopback"),
    ("127.255.255.254", false, "loopback"),
    ("128.0.0.1", true, "just behind loopback"),
    ("168.63.129.16", false, "Azure's platform channel"),
    ("168.63.129.17", true, "its neighbor"),
    ("169.253.255.255", true, "just before link-local"),
    ("169.254.0.1", false, "link-local"),
    ("169.254.169.254", false, "metadata"),
    ("169.254.170.2", false, "container credentials"),
    ("169.255.0.0", true, "just behind link-local"),
    ("172.15.255.255", true, "just before 172.16/12"),
    ("172.16.0.1", false, "private"),
    ("172.31.255.255", false, "private"),
    ("172.32.0.0", true, "just behind 172.16/12"),
    ("192.0.0.1", false, "protocol assignments"),
    ("192.0.0.192", false, "Oracle's metadata"),
    ("192.0.2.1", false, "documentation"),
    ("192.88.99.1", false, "6to4 relay"),
    ("192.167.255.255", true, "just before 192.168/16"),
    ("192.168.0.1", false, "private"),
    ("192.168.255.255", false, "private"),
    ("192.169.0.0", true, "just behind 192.168/16"),
    ("198.17.255.255", true, "just before benchmarking"),
    ("198.18.0.1", false, "benchmarking"),
    ("198.19.255.255", false, "benchmarking"),
    ("198.20.0.0", true, "just behind benchmarking"),
    ("198.51.100.7", false, "documentation"),
    ("203.0.113.7", false, "documentation"),
    ("223.255.255.255", true, "the last before multicast"),
    ("224.0.0.1", false, "multicast"),
    ("239.255.255.250", false, "multicast"),
    ("240.0.0.1", false, "reserved"),
    ("255.255.255.255", false, "broadcast"),
    ("::", false, "unspecified"),
    ("::1", false, "loopback"),
    ("::127.0.0.1", false, "v4-compatible"),
    ("::8.8.8.8", false, "v4-compatible, whatever is inside"),
    ("::ffff:127.0.0.1", false, "v4-mapped loopback"),
    ("::ffff:169.254.169.254", false, "v4-mapped metadata"),
    ("::ffff:8.8.8.8", false, "v4-mapped, whatever is inside"),
    ("::ffff:0:10.0.0.1", false, "v4-translated (SIIT)"),
    ("64:ff9b::127.0.0.1", false, "NAT64 to loopback"),
    ("64:ff9b::169.254.169.254", false, "NAT64 to metadata"),
    ("64:ff9b::10.0.0.1", false, "NAT64 to private"),
    ("64:ff9b::8.8.8.8", true, "NAT64 to a public address: how a network without v4 reaches it"),
    ("64:ff9b:1::127.0.0.1", false, "the local NAT64 prefix"),
    ("64:ff9b:1::8.8.8.8", false, "the local NAT64 prefix, whatever is inside"),
    ("100::1", false, "discard-only"),
    ("2000::1", true, "the first of what is routed"),
    ("2001::1", false, "Teredo"),
    ("2001:0:7f00:1::", false, "Teredo by way of loopback"),
    ("2001:2::1", false, "benchmarking"),
    ("2001:10::1", false, "ORCHID"),
    ("2001:20::1", false, "ORCHIDv2"),
    ("2001:1ff:ffff::1", false, "the last of the protocol assignments"),
    ("2001:200::1", true, "just behind the protocol assignments"),
    ("2001:db8::1", false, "documentation"),
    ("2001:4860:4860::8888", true, "public"),
    ("2002:7f00:1::", false, "6to4 to loopback"),
    ("2002:808:808::1", false, "6to4, whatever is inside"),
    ("2606:4700::1111", true, "public"),
    ("2620:4f:8000::1", false, "AS112"),
    ("3fff::1", false, "documentation"),
    ("3fff:1000::1", true, "just behind documentation"),
    ("4000::1", false, "not assigned"),
    ("5f00::1", false, "segment routing"),
    ("fc00::1", false, "unique local"),
    ("fd00:ec2::254", false, "Amazon's metadata"),
    ("fe80::1", false, "link-local"),
    ("fec0::1", false, "site-local"),
    ("ff02::1", false, "multicast"),
    ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false, "the last of all"),
];

#[test]
fn only_the_public_internet_is_public() {
    assert!(ADDRESSES.len() >= 60);
    for (address, expected, what) in ADDRESSES {
        assert_eq!(is_public(address.parse().unwrap()), *expected, "{address}: {what}");
    }
}

proptest! {
    /// The standard library's view of what is surely not public, for every address.
    #[test]
    fn nothing_that_is_surely_inside_is_public(bits in any::<u32>()) {
        let v4 = Ipv4Addr::from_bits(bits);
        let inside = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast()
            || v4.is_broadcast() || v4.is_documentation() || v4.is_unspecified();
        prop_assert!(!(inside && is_public(v4.into())));
        // No way of writing it as v6 makes it more public.
        for v6 in [v4.to_ipv6_mapped(), v4.to_ipv6_compatible(), Ipv6Addr::from_bits((0x0064_ff9b_u128 << 96) | u128::from(bits))] {
            prop_assert!(is_public(v4.into()) || !is_public(v6.into()));
        }
    }

    #[test]
    fn no_v6_outside_of_what_is_routed_is_public(bits in any::<u128>()) {
        let v6 = Ipv6Addr::from_bits(bits);
        let routed = (bits >> 125) == 1 || (bits >> 32) == (0x0064_ff9b_u128 << 64);
        prop_assert!(routed || !is_public(v6.into()));
    }
}
