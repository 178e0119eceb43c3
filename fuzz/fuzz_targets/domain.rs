//! What somebody types as a domain: never a panic; what is accepted is a public host name in its one spelling.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::field::{OktaDomain, Pasted};
use std::net::IpAddr;

fuzz_target!(|text: &str| {
    let _ = Pasted::read(text);
    let Ok(parsed) = OktaDomain::parse(text) else { return };
    let host = parsed.value.host();
    assert!(host.parse::<IpAddr>().is_err() && host.contains('.') && host.len() <= OktaDomain::MAX_CHARS);
    assert!(host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte)));
    let again = OktaDomain::parse(&format!("https://{host}"));
    assert!(again.is_ok_and(|again| again.value == parsed.value && again.corrections.is_empty()));
});
