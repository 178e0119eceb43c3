//! A private key pasted where everybody would see it: fields that are shown, searched, exported and kept in the history
//! refuse one, before it is stored anywhere.

/// What of a text decides: the members that make a JWK private.
const PRIVATE_MEMBERS: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];
/// The shortest value of such a member that counts, in characters. A coordinate of P-256 has 43.
const MIN_MEMBER: usize = 32;
/// How much of unbroken base64 is no word, name or address any more: a line of a PEM.
const MIN_BASE64: usize = 60;

/// Whether there is a private key in this text, or enough of one. Knows PEM, JWK, the base64 inside of both, and any of
/// them escaped for JSON. Does not know a bare number of less than 60 characters: thumbprints look the same.
pub fn holds_private_key(text: &str) -> bool {
    names_private_key(text) || has_base64(text)
}

/// Whether there is a private key that says so itself: for fields whose own values may be long and random.
pub(super) fn names_private_key(text: &str) -> bool {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect();
    squeezed.contains("PRIVATEKEY--") || has_private_member(&squeezed)
}

fn has_private_member(text: &str) -> bool {
    PRIVATE_MEMBERS.iter().any(|name| {
        let quoted = ["\"", name, "\""].concat();
        let mut values = text.split(&*quoted).skip(1);
        values.any(|after| {
            let value = after.strip_prefix(":\"").unwrap_or_default();
            value.bytes().take_while(|byte| is_base64(*byte)).count() >= MIN_MEMBER
        })
    })
}

/// Paths in addresses and hashes in hexadecimal are of the same characters, but not in such a mixture.
fn has_base64(text: &str) -> bool {
    text.as_bytes().split(|byte| !is_base64(*byte)).filter(|run| run.len() >= MIN_BASE64).any(|run| {
        let share = |kind: fn(&u8) -> bool| run.iter().filter(|byte| kind(byte)).count() * 100 / run.len();
        share(u8::is_ascii_uppercase) >= 15 && share(u8::is_ascii_lowercase) >= 15 && share(u8::is_ascii_digit) >= 3
    })
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::base64::Engine;
    use ::base64::engine::general_purpose::STANDARD;

    /// Random, and nobody's.
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
            STANDARD.encode((0..=255).collect::<Vec<u8>>()),
        ] {
            assert!(holds_private_key(&text), "{text}");
        }
    }

    #[test]
    fn what_people_write_is_none() {
        for text in [
            "",
            "The private key is with Ada; ask her for a new one.",
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
