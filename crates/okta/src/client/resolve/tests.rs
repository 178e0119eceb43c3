#![allow(clippy::unwrap_used)]

use super::*;

fn addresses(list: &[&str]) -> Vec<SocketAddr> {
    list.iter().map(|address| SocketAddr::new(address.parse().unwrap(), HTTPS)).collect()
}

#[test]
fn one_inside_address_spoils_all() {
    for (found, expected) in [
        (&["8.8.8.8", "2606:4700::1111"][..], Ok(2)),
        (&["8.8.8.8", "127.0.0.1"], Err(Trouble::PrivateAddress)),
        (&["8.8.8.8", "::1"], Err(Trouble::PrivateAddress)),
        (&["169.254.169.254"], Err(Trouble::PrivateAddress)),
        (&[], Err(Trouble::NotFound)),
    ] {
        assert_eq!(all_public(addresses(found)).map(|all| all.len()), expected, "{found:?}");
    }
}

#[tokio::test]
async fn an_override_is_the_only_way_past_the_rule() {
    let address: SocketAddr = "127.0.0.1:9443".parse().unwrap();
    let overrides = vec![("acme.okta.com".to_owned(), address)];
    let (limit, lookup) = (Duration::from_secs(1), Lookup::system());
    assert_eq!(resolve("acme.okta.com", &overrides, &lookup, limit).await, Ok(vec![address]));
    assert_eq!(resolve("ACME.okta.com", &overrides, &lookup, limit).await, Ok(vec![address]));
    for (host, expected) in [
        ("localhost", Trouble::PrivateAddress),
        ("a.localhost", Trouble::PrivateAddress),
        ("acme.okta.com.invalid", Trouble::NotFound),
        ("router.home.arpa", Trouble::PrivateAddress),
    ] {
        assert_eq!(resolve(host, &overrides, &lookup, limit).await, Err(expected), "{host}");
    }
}

#[test]
fn the_resolvers_own_failure_is_not_called_a_missing_name() {
    for (words, expected) in [
        ("failed to lookup address information: Name or service not known", Trouble::NotFound),
        ("failed to lookup address information: No address associated with hostname", Trouble::NotFound),
        ("failed to lookup address information: nodename nor servname provided, or not known", Trouble::NotFound),
        ("failed to lookup address information: Temporary failure in name resolution", Trouble::DnsUnavailable),
        ("failed to lookup address information: Try again", Trouble::DnsUnavailable),
        ("failed to lookup address information: Non-recoverable failure in name resolution", Trouble::DnsUnavailable),
    ] {
        assert_eq!(no_address(&io::Error::other(words)), expected, "{words}");
    }
}
