//! Keys with something wrong in them: whatever it is, nothing panics, and what is accepted signs.

use super::*;
use proptest::{prelude::*, sample::Index};
use std::sync::LazyLock;

/// Keys as they are pasted.
struct Pasted {
    /// Label and DER.
    pems: Vec<(&'static str, Vec<u8>)>,
    jwks: Vec<Value>,
}

static PASTED: LazyLock<Pasted> = LazyLock::new(|| {
    let (pkcs8, pkcs1, rsa) = rsa_forms();
    let (mut pems, mut jwks) = (vec![("PRIVATE KEY", pkcs8), ("RSA PRIVATE KEY", pkcs1)], vec![rsa]);
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        let (pkcs8, sec1, jwk) = ec_forms(curve);
        pems.extend([("PRIVATE KEY", pkcs8), ("EC PRIVATE KEY", sec1)]);
        jwks.push(jwk);
    }
    Pasted { pems, jwks }
});

/// Takes it as far as it gets. Whatever is accepted signs, and no refusal repeats what was pasted.
fn take(text: &str, secret: &str) -> Result<(), TestCaseError> {
    let refusal = match PrivateKey::parse(text) {
        Err(error) => error.to_string(),
        Ok(key) => match SigningKey::from_private_key(&key) {
            Err(error) => error.to_string(),
            Ok(key) => {
                let signs = key.sign_jws(json!({}), &json!({"sub": "me"})).is_ok();
                prop_assert!(signs && SigningKey::from_sealed(key.to_sealed().expose()).is_ok());
                return Ok(());
            }
        },
    };
    prop_assert!(secret.len() < 16 || !refusal.contains(&secret[..16]), "{refusal}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_to_a_pem_panics(
        which in any::<Index>(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<Index>()),
        more in prop::collection::vec(any::<u8>(), 0..8),
    ) {
        let (label, mut der) = which.get(&PASTED.pems).clone();
        for (at, byte) in changes {
            let at = at.index(der.len());
            der[at] = byte;
        }
        if let Some(cut) = cut {
            der.truncate(cut.index(der.len()));
        }
        der.extend(more);
        let text = pem(label, &der);
        take(&text, &STANDARD.encode(&der[der.len() / 2..]))?;
        // The lines of one form under the name of another.
        for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"] {
            take(&pem(label, &der), "")?;
        }
    }

    #[test]
    fn no_damage_to_a_jwk_panics(
        which in any::<Index>(),
        member in prop::sample::select(vec!["kty", "crv", "alg", "use", "kid", "n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y", "oth"]),
        value in prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            prop::collection::vec(any::<u8>(), 0..600).prop_map(|bytes| URL_SAFE_NO_PAD.encode(bytes).into()),
            prop::sample::select(vec!["RSA", "EC", "oct", "P-256", "P-521", "RS512", "ES256", "AQAB", "AA", ""]).prop_map(Value::from),
            Just(json!([{"r": "AQ"}])),
        ],
        swap in prop::option::of(any::<Index>()),
    ) {
        let mut jwk = which.get(&PASTED.jwks).clone();
        let secret = jwk["d"].as_str().unwrap().to_owned();
        if let Some(other) = swap {
            jwk[member] = other.get(&PASTED.jwks)[member].clone();
        } else {
            jwk[member] = value;
        }
        take(&jwk.to_string(), &secret)?;
        jwk.as_object_mut().unwrap().remove(member);
        take(&jwk.to_string(), &secret)?;
    }

    #[test]
    fn no_text_panics(text in any::<String>(), wrapped in "[A-Za-z0-9+/=\\\\n\r\n ]{0,400}") {
        take(&text, "")?;
        take(&format!("-----BEGIN PRIVATE KEY-----{wrapped}-----END PRIVATE KEY-----"), "")?;
    }

    #[test]
    fn no_sealed_bytes_panic(
        name in prop::sample::select(vec!["RS256", "RS512", "ES256", "ES384", "ES512", "XX256"]),
        which in any::<Index>(),
        at in any::<Index>(),
        byte in any::<u8>(),
    ) {
        let mut der = which.get(&PASTED.pems).1.clone();
        let at = at.index(der.len());
        der[at] = byte;
        let _ = SigningKey::from_sealed(&[name.as_bytes(), &der].concat());
        let _ = SigningKey::from_sealed(&der);
    }
}
