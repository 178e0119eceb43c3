//! Internationalized domain names (IDNA, UTS 46) to ASCII: by the `idna` crate on the server, by the browser's own URL
//! parser in wasm, where the tables would be larger than the console.
//!
//! Browsers accept an `xn--` label without decoding it, so both sides check it here, too.

/// The host in ASCII and lower case; `None` if it is no valid internationalized name.
pub(super) fn to_ascii(host: &str) -> Option<String> {
    let ascii = platform_to_ascii(host)?;
    ascii.split('.').all(|label| label.strip_prefix("xn--").is_none_or(is_punycode)).then_some(ascii)
}

#[cfg(not(target_arch = "wasm32"))]
fn platform_to_ascii(host: &str) -> Option<String> {
    idna::domain_to_ascii_cow(host.as_bytes(), idna::AsciiDenyList::URL).ok().map(std::borrow::Cow::into_owned)
}

#[cfg(target_arch = "wasm32")]
fn platform_to_ascii(host: &str) -> Option<String> {
    web_sys::Url::new(&format!("https://{host}/")).ok().map(|url| url.hostname())
}

/// Whether the text after `xn--` decodes (RFC 3492 §6.2) to characters that a name may contain beyond ASCII.
fn is_punycode(label: &str) -> bool {
    const BASE: u32 = 36;
    let (basic, digits) = label.rsplit_once('-').unwrap_or(("", label));
    let Ok(mut length) = u32::try_from(basic.len()) else { return false };
    let (mut code, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = digits.bytes().peekable();
    if digits.peek().is_none() {
        return false;
    }
    while digits.peek().is_some() {
        let (start, mut weight, mut k) = (at, 1_u32, BASE);
        loop {
            let Some(digit) = digits.next().and_then(digit) else { return false };
            let Some(next) = digit.checked_mul(weight).and_then(|step| at.checked_add(step)) else { return false };
            at = next;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            let Some(heavier) = weight.checked_mul(BASE - threshold) else { return false };
            weight = heavier;
            k += BASE;
        }
        length += 1;
        bias = adapt(at - start, length, start == 0);
        let Some(next) = code.checked_add(at / length) else { return false };
        code = next;
        at = at % length + 1;
        // U+0080 to U+009F are controls; above them, no surrogates, and no character that has a lower case.
        let is_letter = |c: char| c >= '\u{a0}' && !c.is_uppercase() && !c.is_whitespace();
        if !char::from_u32(code).is_some_and(is_letter) {
            return false;
        }
    }
    true
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

/// The bias adaptation of RFC 3492 §6.1.
fn adapt(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_labels_that_registries_have_and_no_nonsense() {
        for (label, expected) in [
            ("bcher-kva", true),
            ("mnchen-3ya", true),
            ("wgv71a119e", true),
            ("80ak6aa92e", true),
            ("a", false),
            ("", false),
            ("acme-", false),
            ("zzzzzzzzzz99999", false),
            ("bcher-kv!", false),
            ("99999999", false),
        ] {
            assert_eq!(is_punycode(label), expected, "{label:?}");
        }
    }

    proptest! {
        #[test]
        fn what_the_library_encodes_is_read(name in "[a-zß-öø-ÿα-ωа-я一-龥]{1,12}") {
            if let Some(ascii) = platform_to_ascii(&format!("{name}.example")) {
                prop_assert_eq!(to_ascii(&ascii), Some(ascii.clone()), "{}", name);
            }
        }

        #[test]
        fn never_panics(label in any::<String>()) {
            let _ = is_punycode(&label);
        }
    }
}
