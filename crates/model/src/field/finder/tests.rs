//! Property tests: values are found again in every combination of what programs put around them, and ordinary texts are
//! not taken for keys.

use crate::field::{ClientId, OktaDomain, Pasted, PrivateKey, holds_private_key, key_file_text};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::json;

const DOMAIN: &str = "https://acme.okta.com";
const CLIENT_ID: &str = "0oa1b2c3d4E5F6G7H8i9";
const KEY_ID: &str = "backup key 2026";

/// A transformation that programs apply to a text.
type Wrapper = (&'static str, fn(&str) -> String);

fn lines_of(text: &str, width: usize) -> String {
    text.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>().join("\n")
}

/// A transformation of a whole text: its values must be found again.
const WRAPPERS: &[Wrapper] = &[
    ("white space", |text| format!(" \r\n{text}\n\t")),
    ("byte order mark", |text| format!("\u{feff}{text}")),
    ("CRLF", |text| text.replace('\n', "\r\n")),
    ("JSON string", |text| json!(text).to_string()),
    ("JSON member", |text| json!({"level": "info", "message": text}).to_string()),
    ("JSON log, broken off", |text| {
        let whole = json!({"message": text, "more": "x"}).to_string();
        whole[..whole.len() - 12].to_owned()
    }),
    ("comma behind", |text| format!("{text},")),
    ("Markdown fence", |text| format!("Here it is:\n\n```json\n{text}\n```\n")),
    ("mail", |text| format!("Hello Ada,\n\nhere it is:\n\n{text}\n\nBest regards,\nGrace")),
    ("answered mail", |text| text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")),
    ("indented", |text| text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")),
    ("base64", |text| STANDARD.encode(text)),
    ("base64url", |text| URL_SAFE_NO_PAD.encode(text)),
    ("base64 in lines", |text| lines_of(&STANDARD.encode(text), 76)),
    ("UTF-16 in base64", |text| STANDARD.encode(text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>())),
    ("typographic quotes", |text| text.replace('"', "\u{201d}").replace('\'', "\u{2019}")),
    ("typographic dashes", |text| text.replace("--", "\u{2014}")),
    ("zero-width spaces", |text| text.replace('\n', "\u{200b}\n")),
    ("soft hyphens", |text| text.replace('\n', "\u{ad}\n")),
    ("no-break spaces", |text| text.replace(' ', "\u{a0}")),
];

fn wrapped(text: &str, choices: &[usize]) -> (String, Vec<&'static str>) {
    let chosen: Vec<_> = choices.iter().map(|choice| WRAPPERS[choice % WRAPPERS.len()]).collect();
    let text = chosen.iter().fold(text.to_owned(), |text, (_, wrap)| wrap(&text));
    (text, chosen.iter().map(|(name, _)| *name).collect())
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = if length < 0x80 {
        vec![tag, u8::try_from(length).unwrap()]
    } else {
        vec![tag, 0x82, u8::try_from(length >> 8).unwrap(), u8::try_from(length & 0xff).unwrap()]
    };
    [&head, content].concat()
}

/// Bytes that look random, the same every time.
fn random(count: usize, seed: u32) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_be_bytes()[0]
    };
    (0..count).map(|at| if at == 0 { 0x71 } else { next() }).collect()
}

fn pkcs1_der() -> Vec<u8> {
    let numbers = [vec![0], [vec![0], vec![0x81], random(255, 1)].concat(), vec![1, 0, 1]];
    let halves = [2, 3, 4, 5, 6].map(|seed| random(128, seed));
    let numbers = numbers.into_iter().chain([random(256, 7)]).chain(halves);
    tlv(0x30, &numbers.flat_map(|number| tlv(0x02, &number)).collect::<Vec<_>>())
}

fn pkcs8_der() -> Vec<u8> {
    let algorithm = tlv(0x30, &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0]);
    tlv(0x30, &[tlv(0x02, &[0]), algorithm, tlv(0x04, &pkcs1_der())].concat())
}

fn sec1_der() -> Vec<u8> {
    let curve = tlv(0xa0, &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]);
    let point = tlv(0xa1, &tlv(0x03, &[vec![0, 4], random(64, 9)].concat()));
    tlv(0x30, &[tlv(0x02, &[1]), tlv(0x04, &random(32, 8)), curve, point].concat())
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines_of(&STANDARD.encode(der), 64))
}

fn number(bytes: usize, seed: u32) -> String {
    URL_SAFE_NO_PAD.encode(random(bytes, seed))
}

fn rsa_jwk() -> serde_json::Value {
    let mut jwk = json!({"kty": "RSA", "n": URL_SAFE_NO_PAD.encode([vec![0x81], random(255, 1)].concat()), "e": "AQAB", "d": number(256, 7), "kid": KEY_ID});
    for (name, seed) in [("p", 2), ("q", 3), ("dp", 4), ("dq", 5), ("qi", 6)] {
        jwk[name] = number(128, seed).into();
    }
    jwk
}

fn ec_jwk() -> serde_json::Value {
    json!({"kty": "EC", "crv": "P-256", "x": number(32, 11), "y": number(32, 12), "d": number(32, 13)})
}

/// A key of each kind, as each of its texts.
fn keys() -> Vec<(&'static str, String)> {
    vec![
        ("PKCS#8", pem("PRIVATE KEY", &pkcs8_der())),
        ("PKCS#1", pem("RSA PRIVATE KEY", &pkcs1_der())),
        ("SEC1", pem("EC PRIVATE KEY", &sec1_der())),
        ("RSA JWK", rsa_jwk().to_string()),
        ("RSA JWK in lines", serde_json::to_string_pretty(&rsa_jwk()).unwrap()),
        ("EC JWK", ec_jwk().to_string()),
        ("JWK as a member", json!({"okta": {"privateKey": ec_jwk()}}).to_string()),
        ("JWK as a string", json!({"privateKey": rsa_jwk().to_string()}).to_string()),
        ("DER", STANDARD.encode(pkcs8_der())),
        ("DER in base64url", URL_SAFE_NO_PAD.encode(sec1_der())),
        ("NAME='JWK'", format!("OKTA_PRIVATE_KEY='{}'", rsa_jwk())),
        ("JWK of Python", ec_jwk().to_string().replace('"', "'")),
        ("JWK in a terminal", lines_of(&rsa_jwk().to_string(), 80)),
    ]
}

fn print_of(text: &str) -> Option<String> {
    PrivateKey::parse(text).ok().and_then(|key| key.facts().thumbprint_input.clone())
}

/// A key, domain, client ID and key ID as configuration files have them.
fn files() -> Vec<(&'static str, String)> {
    let (pem, jwk) = (pem("PRIVATE KEY", &pkcs8_der()), ec_jwk().to_string());
    let yaml_pem = pem.replace('\n', "\n      ");
    vec![
        ("JSON", json!({"domain": DOMAIN, "client_id": CLIENT_ID, "key_id": KEY_ID, "private_key": pem}).to_string()),
        (
            ".env",
            format!(
                "# backup\nOKTA_DOMAIN=acme.okta.com\nexport OKTA_CLIENT_ID=\"{CLIENT_ID}\"\nOKTA_KEY_ID='{KEY_ID}'\nAWS_ACCESS_KEY_ID=AKIA1\nOKTA_KEY=\"{}\"\n",
                pem.replace('\n', "\\n")
            ),
        ),
        (
            ".env with a JWK",
            format!(
                "OKTA_CLIENT_ORGURL={DOMAIN}\nOKTA_CLIENT_CLIENTID={CLIENT_ID}\nOKTA_CLIENT_KID=\"{KEY_ID}\"\nOKTA_CLIENT_PRIVATEKEY='{jwk}'\n"
            ),
        ),
        (
            "okta.yaml",
            format!(
                "okta:\n  client:\n    orgUrl: \"{DOMAIN}\"\n    clientId: \"{CLIENT_ID}\"\n    kid: \"{KEY_ID}\"\n    privateKey: |\n      {yaml_pem}\n"
            ),
        ),
        (
            "PowerShell",
            format!(
                "$env:OKTA_DOMAIN = \"{DOMAIN}\"\n$env:CLIENT_ID = '{CLIENT_ID}'\n$env:KEY_ID = \"{KEY_ID}\"\n$key = @\"\n{pem}\"@\n"
            ),
        ),
        (
            "mail",
            format!(
                "Hi,\nour Okta domain is <{DOMAIN}/>, the client ID: {CLIENT_ID}.\nKey ID: \"{KEY_ID}\"\n\n{pem}\nThanks"
            ),
        ),
        ("table", format!("| Okta domain | {DOMAIN} |\n| Client ID | {CLIENT_ID} |\n| KID | \"{KEY_ID}\" |\n\n{jwk}")),
    ]
}

fn of_file(text: &str) -> (String, String, bool, String) {
    let found = Pasted::read(text);
    (
        found.domain.map(|domain| domain.to_string()).unwrap_or_default(),
        found.client_id.map(|id| id.to_string()).unwrap_or_default(),
        found.private_key.is_some(),
        found.key_id.map(|id| id.to_string()).unwrap_or_default(),
    )
}

fn everything() -> (String, String, bool, String) {
    (DOMAIN.to_owned(), CLIENT_ID.to_owned(), true, KEY_ID.to_owned())
}

#[test]
fn each_wrapper_alone_gives_each_key_and_each_file_back() {
    for (name, text) in keys() {
        let print = print_of(&text);
        assert!(print.is_some(), "{name}: {:?}", PrivateKey::parse(&text).err());
        for (choice, (how, _)) in WRAPPERS.iter().enumerate() {
            let (wrapped, _) = wrapped(&text, &[choice]);
            assert_eq!(
                print_of(&wrapped),
                print,
                "{name} in {how}: {:?}\n{wrapped}",
                PrivateKey::parse(&wrapped).err()
            );
        }
    }
    for (name, text) in files() {
        assert_eq!(of_file(&text), everything(), "{name}");
        for (choice, (how, _)) in WRAPPERS.iter().enumerate() {
            assert_eq!(of_file(&wrapped(&text, &[choice]).0), everything(), "{name} in {how}");
        }
    }
}

#[test]
fn a_file_is_read_whatever_its_encoding() {
    let pem = pem("PRIVATE KEY", &pkcs8_der());
    let utf16 =
        |mark: &[u8], unit: fn(u16) -> [u8; 2]| [mark, &pem.encode_utf16().flat_map(unit).collect::<Vec<_>>()].concat();
    for bytes in [
        pem.clone().into_bytes(),
        utf16(&[0xff, 0xfe], u16::to_le_bytes),
        utf16(&[0xfe, 0xff], u16::to_be_bytes),
        pkcs8_der(),
    ] {
        assert_eq!(print_of(&key_file_text(&bytes).unwrap()), print_of(&pem));
    }
    assert_eq!(key_file_text(&[0xff, 0x00, 0xd8, 0x12]), None);
}

proptest! {
    #[test]
    fn a_key_comes_back_from_any_composition(which in any::<prop::sample::Index>(), choices in prop::collection::vec(0..WRAPPERS.len(), 0..4)) {
        let keys = keys();
        let (name, text) = which.get(&keys);
        let (wrapped, how) = wrapped(text, &choices);
        prop_assume!(wrapped.len() <= PrivateKey::MAX_BYTES);
        prop_assert_eq!(print_of(&wrapped), print_of(text), "{} in {:?}: {:?}", name, how, PrivateKey::parse(&wrapped).err());
        prop_assert!(holds_private_key(&wrapped), "{} in {:?}", name, how);
    }

    #[test]
    fn the_values_of_a_file_come_back_from_any_composition(which in any::<prop::sample::Index>(), choices in prop::collection::vec(0..WRAPPERS.len(), 0..3)) {
        let files = files();
        let (name, text) = which.get(&files);
        let (wrapped, how) = wrapped(text, &choices);
        prop_assert_eq!(of_file(&wrapped), everything(), "{} in {:?}", name, how);
    }

    #[test]
    fn a_domain_and_a_client_id_come_back_at_their_own_field(
        choices in prop::collection::vec(0_usize..12, 0..4),
        host in "[a-z][a-z0-9]{0,10}(\\.[a-z]{2,8})?\\.(okta\\.com|oktapreview\\.com)",
        id in "0oa[0-9A-Za-z]{17}",
    ) {
        let around: [fn(&str, &str) -> String; 12] = [
            |text, _| format!("  {text}\r\n"),
            |text, _| format!("\t{text}\u{a0}"),
            |text, _| format!("\"{text}\""),
            |text, _| format!("\u{201e}{text}\u{201c}"),
            |text, _| format!("'{text}',"),
            |text, _| format!("`{text}`"),
            |text, _| format!("<{text}>"),
            |text, _| format!("({text})."),
            |text, _| format!("**{text}**"),
            |text, _| format!("```\n{text}\n```"),
            |text, name| format!("{name}={text}"),
            |text, name| format!("\"{name}\": \"{text}\","),
        ];
        let wrap = |text: &str, name: &str| {
            let wrapped = choices.iter().fold(text.to_owned(), |text, choice| around[*choice](&text, name));
            format!("\u{feff}{wrapped}\u{200b}")
        };
        prop_assume!(!["www", "help", "developer", "support", "status", "trust", "login"].contains(&host.split('.').next().unwrap_or_default()));
        let domain = wrap(&format!("https://{host}"), "OKTA_DOMAIN");
        prop_assert_eq!(OktaDomain::parse(&domain).map(|parsed| parsed.value.host().to_owned()), Ok(host), "{}", domain);
        let client_id = wrap(&id, "client_id");
        prop_assert_eq!(ClientId::parse(&client_id).map(|parsed| parsed.to_string()), Ok(id), "{}", client_id);
    }

    #[test]
    fn an_ordinary_text_is_not_accused(
        words in prop::collection::vec("[A-Za-zäöüéñ株式会社0-9]{1,14}|[0-9a-f]{40,64}|[A-Za-z0-9_-]{20,90}|[A-Za-z0-9+/]{64}={0,2}", 0..30),
        links in prop::collection::vec("https://[a-z]{3,10}\\.(okta|example)\\.com(/[A-Za-z0-9_-]{1,40}){0,6}(\\?[a-z]{1,6}=[A-Za-z0-9%+/_-]{0,90})?", 0..4),
        between in "[ \n,.;-]{1,2}",
    ) {
        let text = [words, links].concat().join(&between);
        prop_assert!(!holds_private_key(&text), "{}", text);
    }

    #[test]
    fn a_public_key_is_not_accused(choices in prop::collection::vec(0..WRAPPERS.len(), 0..3)) {
        let mut public = rsa_jwk();
        for name in ["d", "p", "q", "dp", "dq", "qi"] {
            public.as_object_mut().unwrap().remove(name);
        }
        let algorithm = tlv(0x30, &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0]);
        let spki = tlv(0x30, &[algorithm, tlv(0x03, &[vec![0], tlv(0x30, &[tlv(0x02, &random(256, 3)), tlv(0x02, &[1, 0, 1])].concat())].concat())].concat());
        for text in [public.to_string(), pem("PUBLIC KEY", &spki), STANDARD.encode(&spki)] {
            let (wrapped, how) = wrapped(&text, &choices);
            prop_assert!(!holds_private_key(&wrapped), "{:?}", how);
            let code = PrivateKey::parse(&wrapped).err().map(|error| crate::field::FieldError::code(&error));
            prop_assert_eq!(code, Some("private_key_is_public"), "{:?}", how);
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,80}|[-BEGIND PRVATKY{}\"'\\\\\n:=,A-F0-9+/]{0,200}") {
        let _ = (Pasted::read(&text), PrivateKey::parse(&text).err(), holds_private_key(&text), OktaDomain::parse(&text), ClientId::parse(&text));
    }
}
