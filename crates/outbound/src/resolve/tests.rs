#![allow(clippy::unwrap_used)]

use super::*;

fn addresses(list: &[&str]) -> Vec<SocketAddr> {
    list.iter().map(|address| SocketAddr::new(address.parse().unwrap(), HTTPS)).collect()
}

#[test]
fn one_inside_address_spoils_all() {
    for (found, expected) in [
        (&["8.8.8.8", "2606:4700::1111"][..], Ok(2)),
        (&["8.8.8.8", "127.0.0.1"], Err(TransportError::PrivateAddress)),
        (&["8.8.8.8", "::1"], Err(TransportError::PrivateAddress)),
        (&["169.254.169.254"], Err(TransportError::PrivateAddress)),
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
        ("localhost", TransportError::PrivateAddress),
        ("a.localhost", TransportError::PrivateAddress),
        ("acme.okta.com.invalid", TransportError::NotFound),
        ("router.home.arpa", TransportError::PrivateAddress),
    ] {
        assert_eq!(resolve(host, &overrides, &lookup, limit).await, Err(expected), "{host}");
    }
}

#[test]
fn the_resolvers_own_failure_is_not_called_a_missing_name() {
    for (words, expected) in [
        ("failed to lookup address information: Name or service not known", TransportError::NotFound),
        ("failed to lookup address information: No address associated with hostname", TransportError::NotFound),
        (
            "failed to lookup address information: nodename nor servname provided, or not known",
            TransportError::NotFound,
        ),
        ("failed to lookup address information: Temporary failure in name resolution", TransportError::DnsUnavailable),
        ("failed to lookup address information: Try again", TransportError::DnsUnavailable),
        (
            "failed to lookup address information: Non-recoverable failure in name resolution",
            TransportError::DnsUnavailable,
        ),
    ] {
        assert_eq!(no_address(&io::Error::other(words)), expected, "{words}");
    }
}

/// `getaddrinfo` says "not known" both for a name that does not exist and on a machine whose resolver knows no public
/// name at all. A name that exists tells the two apart.
#[tokio::test]
async fn a_name_does_not_exist_only_where_one_that_does_is_found() {
    const NONE: &str = "failed to lookup address information: Name or service not known";
    const AGAIN: &str = "failed to lookup address information: Temporary failure in name resolution";
    let second = Duration::from_secs(1);
    for (asked, known, expected) in [
        (Err(NONE), Ok(vec!["8.8.8.8"]), TransportError::NotFound),
        (Err(NONE), Err(NONE), TransportError::DnsUnavailable),
        (Err(NONE), Err(AGAIN), TransportError::DnsUnavailable),
        (Ok(vec![]), Ok(vec!["8.8.8.8"]), TransportError::NotFound),
        (Ok(vec![]), Ok(vec![]), TransportError::DnsUnavailable),
        (Err(AGAIN), Ok(vec!["8.8.8.8"]), TransportError::DnsUnavailable),
        (Ok(vec!["10.0.0.1"]), Err(NONE), TransportError::PrivateAddress),
    ] {
        let answers = [asked.clone(), known.clone()];
        let lookup = Lookup::new(move |host, _| {
            let answer = answers[usize::from(host == KNOWN)].clone();
            async move { answer.map(|found| addresses(&found)).map_err(io::Error::other) }
        });
        assert_eq!(resolve("acme.okta.com", &[], &lookup, second).await, Err(expected), "{asked:?} {known:?}");
        // A proxy may know better, but for what is inside.
        let screened = screen("acme.okta.com", &lookup).await;
        assert_eq!(screened.is_err(), expected == TransportError::PrivateAddress, "{asked:?}");
    }
    assert_eq!(screen("metadata.internal", &Lookup::system()).await, Err(TransportError::PrivateAddress));
}
