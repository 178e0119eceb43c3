#![allow(clippy::unwrap_used, clippy::expect_used)]

mod damaged;

use super::*;
use aws_lc_rs::{
    encoding::{AsBigEndian, AsDer, EcPrivateKeyBin, EcPrivateKeyRfc5915Der, Pkcs8V1Der},
    rsa::KeySize,
    signature::{self, KeyPair},
};
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{DecodingKey, Validation, jwk::Jwk};
use model::field::PrivateKey;
use serde_json::json;

static_assertions::assert_not_impl_any!(SigningKey: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone, PartialEq);
static_assertions::assert_not_impl_any!(Pair: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone, PartialEq);
static_assertions::assert_not_impl_any!(crate::AccessToken: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone, PartialEq);
static_assertions::assert_not_impl_any!(crate::Credentials: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone, PartialEq);

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

fn parse(text: &str) -> Result<SigningKey, SigningKeyError> {
    SigningKey::from_private_key(&PrivateKey::parse(text).unwrap())
}

/// One element of DER, off the front.
fn element<'a>(der: &mut &'a [u8]) -> &'a [u8] {
    let (head, length) = match der[1] {
        0x82 => (4, usize::from(der[2]) << 8 | usize::from(der[3])),
        0x81 => (3, usize::from(der[2])),
        short => (2, usize::from(short)),
    };
    let content = &der[head..head + length];
    *der = &der[head + length..];
    content
}

/// An RSA key as PKCS#8, as the PKCS#1 inside, and as a JWK.
fn rsa_forms() -> (Vec<u8>, Vec<u8>, Value) {
    let pair = rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
    let pkcs8 = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).unwrap().as_ref().to_vec();
    let mut outer = element(&mut &pkcs8[..]);
    element(&mut outer);
    element(&mut outer);
    let pkcs1 = element(&mut outer).to_vec();
    let mut inner = element(&mut &pkcs1[..]);
    let mut numbers = std::iter::from_fn(|| (!inner.is_empty()).then(|| element(&mut inner).to_vec()));
    let _version = numbers.next();
    let mut jwk = json!({"kty": "RSA", "kid": "k1"});
    for name in ["n", "e", "d", "p", "q", "dp", "dq", "qi"] {
        let number = numbers.next().unwrap();
        let start = number.iter().position(|byte| *byte != 0).unwrap();
        jwk[name] = URL_SAFE_NO_PAD.encode(&number[start..]).into();
    }
    (pkcs8, pkcs1, jwk)
}

fn ec_forms(curve: Curve) -> (Vec<u8>, Vec<u8>, Value) {
    let pair = EcdsaKeyPair::generate(ec_signing(curve)).unwrap();
    let pkcs8 = pair.to_pkcs8v1().unwrap().as_ref().to_vec();
    let sec1 = AsDer::<EcPrivateKeyRfc5915Der<'_>>::as_der(&pair.private_key()).unwrap().as_ref().to_vec();
    let d: EcPrivateKeyBin<'_> = pair.private_key().as_be_bytes().unwrap();
    let point = &pair.public_key().as_ref()[1..];
    let (x, y) = point.split_at(point.len() / 2);
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    (pkcs8, sec1, json!({"kty": "EC", "crv": curve.name(), "x": text(x), "y": text(y), "d": text(d.as_ref())}))
}

/// Whether another implementation accepts what the key signs.
fn verifies(key: &SigningKey) -> bool {
    let jws = key.sign_jws(json!({"typ": "JWT"}), &json!({"sub": "me", "exp": 4_102_444_800_u64})).unwrap();
    let public: Jwk = serde_json::from_value(key.public().jwk("k1")).unwrap();
    let algorithm = key.public().algorithm.parse().unwrap();
    let mut validation = Validation::new(algorithm);
    validation.validate_aud = false;
    jsonwebtoken::decode::<Value>(&jws, &DecodingKey::from_jwk(&public).unwrap(), &validation).is_ok()
}

#[test]
fn every_form_of_an_rsa_key_is_the_same_key() {
    let (pkcs8, pkcs1, jwk) = rsa_forms();
    let keys: Vec<_> = [
        pem("PRIVATE KEY", &pkcs8),
        pem("RSA PRIVATE KEY", &pkcs1),
        jwk.to_string(),
        pem("PRIVATE KEY", &pkcs8).replace('\n', "\\n"),
    ]
    .iter()
    .map(|text| parse(text).unwrap())
    .collect();
    assert!(keys.iter().all(|key| key.public() == keys[0].public() && verifies(key)));
    let public = keys[0].public();
    assert_eq!((public.algorithm.as_str(), public.bits), ("RS256", 2048));
    assert_eq!(public.jwk("k1")["n"], jwk["n"]);
}

#[test]
fn every_form_of_an_ec_key_is_the_same_key() {
    for (curve, algorithm, bits) in
        [(Curve::P256, "ES256", 256), (Curve::P384, "ES384", 384), (Curve::P521, "ES512", 521)]
    {
        let (pkcs8, sec1, jwk) = ec_forms(curve);
        let keys: Vec<_> = [pem("PRIVATE KEY", &pkcs8), pem("EC PRIVATE KEY", &sec1), jwk.to_string()]
            .iter()
            .map(|text| parse(text).unwrap())
            .collect();
        let public = keys[0].public();
        assert_eq!((public.algorithm.as_str(), public.bits), (algorithm, bits));
        assert!(keys.iter().all(|key| key.public() == public));
        // The second opinion knows no ES512; the trial signature does.
        assert!(curve == Curve::P521 || keys.iter().all(verifies), "{curve:?}");
    }
}

/// The console shows it before anything is sent, the server after.
#[test]
fn what_the_browser_makes_the_thumbprint_of_gives_the_servers() {
    let (pkcs8, pkcs1, jwk) = rsa_forms();
    let mut texts = vec![pem("PRIVATE KEY", &pkcs8), pem("RSA PRIVATE KEY", &pkcs1), jwk.to_string()];
    for curve in [Curve::P256, Curve::P384, Curve::P521] {
        let (pkcs8, sec1, jwk) = ec_forms(curve);
        texts.extend([pem("PRIVATE KEY", &pkcs8), pem("EC PRIVATE KEY", &sec1), jwk.to_string()]);
    }
    for text in texts {
        let key = PrivateKey::parse(&text).unwrap();
        let input = key.facts().thumbprint_input.as_ref().expect("the public half is there");
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, input.as_bytes());
        let server = SigningKey::from_private_key(&key).unwrap().public().thumbprint;
        assert_eq!(model::field::thumbprint_text(digest.as_ref()), server);
    }
}

#[test]
fn the_algorithm_of_a_jwk_counts() {
    let (.., mut jwk) = rsa_forms();
    for algorithm in ["RS256", "RS384", "RS512"] {
        jwk["alg"] = algorithm.into();
        let key = parse(&jwk.to_string()).unwrap();
        assert_eq!(key.public().algorithm, algorithm);
        assert!(verifies(&key));
    }
    for (algorithm, named) in
        [("PS256", "PS256"), ("ES256", "ES256"), ("RSA-OAEP", "RSA-OAEP"), ("secret words", "another algorithm")]
    {
        jwk["alg"] = algorithm.into();
        let error = parse(&jwk.to_string()).err().unwrap();
        assert_eq!(error, SigningKeyError::Algorithm { name: named });
        assert_eq!(error.code(), "private_key_algorithm");
    }
}

#[test]
fn numbers_that_do_not_belong_together_are_refused() {
    let (.., good) = rsa_forms();
    let (.., other) = rsa_forms();
    for member in ["n", "d", "p", "q", "dp", "dq", "qi"] {
        let mut mixed = good.clone();
        mixed[member] = other[member].clone();
        assert_eq!(parse(&mixed.to_string()).err(), Some(SigningKeyError::Invalid), "{member}");
    }
    let (.., good) = ec_forms(Curve::P256);
    let (.., other) = ec_forms(Curve::P256);
    let mut mixed = good;
    mixed["d"] = other["d"].clone();
    assert_eq!(parse(&mixed.to_string()).err(), Some(SigningKeyError::Invalid));
}

#[test]
fn leading_zeros_that_some_exporters_write_are_taken() {
    let (.., mut jwk) = rsa_forms();
    let n = URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap();
    let plain = parse(&jwk.to_string()).unwrap().public();
    jwk["n"] = URL_SAFE_NO_PAD.encode([&[0][..], &n].concat()).into();
    assert_eq!(parse(&jwk.to_string()).unwrap().public(), plain);
}

#[test]
fn a_sealed_key_comes_back_whole() {
    let (.., mut rsa) = rsa_forms();
    rsa["alg"] = "RS512".into();
    let (p521, ..) = ec_forms(Curve::P521);
    for text in [rsa.to_string(), pem("PRIVATE KEY", &p521)] {
        let key = parse(&text).unwrap();
        let again = SigningKey::from_sealed(key.to_sealed().expose()).unwrap();
        assert_eq!((again.public(), again.to_sealed().expose()), (key.public(), key.to_sealed().expose()));
    }
}

#[test]
fn what_was_not_sealed_by_us_is_refused() {
    let sealed = SigningKey::generate_p256().unwrap().to_sealed();
    let sealed = sealed.expose();
    for bytes in
        [&b""[..], b"RS25", b"RS256", b"XX256rest", &sealed[..sealed.len() - 1], &[b"ES384", &sealed[5..]].concat()]
    {
        assert_eq!(SigningKey::from_sealed(bytes).err(), Some(SigningKeyError::Sealed));
    }
}

#[test]
fn a_generated_key_is_like_oktas_own() {
    let key = SigningKey::generate().unwrap();
    let public = key.public();
    assert_eq!((public.algorithm.as_str(), public.bits, public.thumbprint.len()), ("RS256", 2048, 43));
    assert!(verifies(&key));
    let jwk = public.jwk("mine");
    assert_eq!((&jwk["kid"], &jwk["use"], &jwk["kty"]), (&"mine".into(), &"sig".into(), &"RSA".into()));
    assert!(["d", "p", "q", "dp", "dq", "qi"].iter().all(|name| jwk.get(*name).is_none()));
    let pem = public.pem();
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n") && pem.ends_with("-----END PUBLIC KEY-----\n"));
    assert!(pem.lines().all(|line| line.len() <= 64));
    let spki: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let spki = STANDARD.decode(spki).unwrap();
    let again = aws_lc_rs::signature::ParsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, &spki).unwrap();
    let signed = key.pair.sign(key.algorithm, b"message").unwrap();
    assert!(again.verify_sig(b"message", &signed).is_ok());
}

#[test]
fn every_refusal_has_its_own_code_and_says_what_to_do() {
    let all = [
        SigningKeyError::Invalid,
        SigningKeyError::TooLong,
        SigningKeyError::Algorithm { name: "PS256" },
        SigningKeyError::Sealed,
        SigningKeyError::Generate,
    ];
    let codes: std::collections::HashSet<_> = all.iter().map(SigningKeyError::code).collect();
    assert_eq!(codes.len(), all.len());
    assert!(all.iter().all(|error| error.to_string().contains(". ") && error.to_string().ends_with('.')));
}
