//! Detects a private key in the wrong field: fields that are shown, searched, exported and kept in the history refuse
//! it before it is stored anywhere.

use super::der::Kind;
use super::finder::{self, Layer};
use super::private_key::names_private_key;

/// The members that make a JWK private.
const PRIVATE_MEMBERS: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];
/// Other members of a JWK: a `"d"` alone may be anything.
const OTHER_MEMBERS: [&str; 7] = ["kty", "crv", "kid", "alg", "n", "e", "x"];
/// The minimum length of such a member's value, in characters. A coordinate of P-256 has 43.
const MIN_MEMBER: usize = 32;

/// Whether a text contains a private key, or the beginning or end of one: something that decodes as one, in any
/// wrapping that the field of the private key removes. A link, a thumbprint, a public key and random letters are none.
pub fn holds_private_key(text: &str) -> bool {
    finder::layers(text).any(|layer| match layer {
        Layer::Text(text) => names_private_key(text.expose()) || has_private_member(text.expose()),
        Layer::Der(der) => Kind::of(der.expose()).is_some_and(Kind::is_private),
    })
}

fn has_private_member(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect();
    let values = |name: &str| {
        let quoted = ["\"", name, "\":\""].concat();
        text.split(&*quoted)
            .skip(1)
            .map(|value| value.bytes().take_while(|byte| is_base64url(*byte)).count())
            .collect::<Vec<_>>()
    };
    let is_long = |name: &&str| values(name).into_iter().any(|chars| chars >= MIN_MEMBER);
    let private = PRIVATE_MEMBERS.iter().filter(|name| is_long(name)).count();
    private > 1 || private > 0 && OTHER_MEMBERS.iter().any(|name| !values(name).is_empty())
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::base64::Engine;
    use ::base64::engine::general_purpose::STANDARD;

    /// Random, and nobody's key.
    const D: &str = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE";
    const LINE: &str = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

    #[test]
    fn a_key_is_known_in_every_form_and_in_pieces() {
        for text in [
            format!("-----BEGIN PRIVATE KEY-----\n{LINE}\n"),
            format!("see -----BEGIN RSA PRIVATE KEY----- {LINE}"),
            "-----BEGINPRIVATEKEY-----MHcCAQ".to_owned(),
            "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3S\n-----END EC PRIVATE KEY-----".to_owned(),
            format!(r#"{{"kty":"EC","crv":"P-256","d":"{D}"}}"#),
            format!(r#"{{ "d" : "{D}", "kid": "x""#),
            format!(r#"{{\"kty\":\"EC\",\"d\":\"{D}\"}}"#),
            LINE.to_owned(),
            format!("a line of it is {LINE}."),
            format!("-----BEGIN PRIVATE KEY-----\n{LINE}").replace('\n', "\\\\n"),
            STANDARD.encode(format!("-----BEGIN PRIVATE KEY-----\n{LINE}\n")),
            STANDARD.encode(format!(r#"{{"kty":"EC","crv":"P-256","d":"{D}"}}"#)),
            format!("\u{2014}\u{2014}-BEGIN\u{a0}PRIVATE KEY\u{2014}\u{2014}-{LINE}"),
            format!("{{\u{201c}kty\u{201d}: \u{201c}EC\u{201d}, \u{201c}d\u{201d}: \u{201c}{D}\u{201d}}}"),
        ] {
            assert!(holds_private_key(&text), "{text}");
        }
    }

    #[test]
    fn what_people_write_is_none() {
        for text in [
            "",
            "The private key is with Ada; ask her for a new one.",
            "https://login.example.com/oauth2/aus1A2B3C4D5E6F7G8h9/v1/authorize/0oa1b2c3d4E5F6G7H8i9/sessionABCdef123456789XYZ",
            "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo\n-----END PUBLIC KEY-----",
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo",
            r#"{"kty":"EC","crv":"P-256","x":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE","kid":"k"}"#,
            r#"{"d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}"#,
            "BEGIN PRIVATE KEY",
            r#"set "d": "short" in the file"#,
            "https://acme-admin.okta.com/admin/app/oidc_client/instance/0oa1b2c3d4E5F6G7H8i9/#tab-general",
            "https://acme.okta.com/admin/app/oidc_client/instance/0oa1b2c3d4E5F6G7H8i9/settings/credentials",
            "thumbprint NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
            "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a089f86d081884c7d65",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft2026",
            "----------------------------------------------------------------------------------------",
        ] {
            assert!(!holds_private_key(text), "{text}");
        }
    }
}
