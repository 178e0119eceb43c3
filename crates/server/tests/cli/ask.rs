//! `check-config --ask` reaches whom the configuration names, and says what it found.

use super::Place;
use std::io::{Read, Write};
use std::net::TcpListener;

/// Answers each request with the JSON that `answer` gives for its path, on this machine.
fn serve(answer: impl Fn(&str, &str) -> Option<String> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let own = url.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap();
            let path = head.split(' ').nth(1).unwrap_or_default();
            let (status, body) = answer(&own, path).map_or(("404 Not Found", String::new()), |body| ("200 OK", body));
            let length = body.len();
            let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
        }
    });
    url
}

pub(crate) const KEY: &str =
    r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

fn provider(issuer: impl Fn(&str) -> String + Send + 'static) -> String {
    serve(move |own, path| match path {
        "/.well-known/openid-configuration" => Some(format!(
            r#"{{"issuer":"{}","authorization_endpoint":"{own}/a","token_endpoint":"{own}/t","jwks_uri":"{own}/k","claims_supported":["sub","email"]}}"#,
            issuer(own)
        )),
        "/k" => Some(KEY.to_owned()),
        _ => None,
    })
}

#[test]
fn everybody_who_is_named_is_asked_once() {
    let place = Place::new();
    place.write("dist/index.html", "", 0o644);
    let (good, keys) = (provider(str::to_owned), serve(|_, path| (path == "/keys").then(|| KEY.to_owned())));
    let keys_at = format!("{keys}/keys");
    let sign_in = |issuer: &str| {
        [
            ("APPCONN_OIDC_ISSUER", issuer.to_owned()),
            ("APPCONN_OIDC_CLIENT_ID", "console".to_owned()),
            ("APPCONN_OIDC_ROLES", "admins=admin".to_owned()),
            ("APPCONN_JWT_ISSUER", "https://portal.example".to_owned()),
            ("APPCONN_JWT_AUDIENCE", "app-connections".to_owned()),
            ("APPCONN_JWT_JWKS", keys_at.clone()),
        ]
    };
    let run = |arguments: &[&str], env: &[(&str, String)]| {
        let env: Vec<_> = env.iter().map(|(name, value)| (*name, value.as_str())).collect();
        place.run(arguments, &env)
    };
    let ran = run(&["check-config", "--ask"], &sign_in(&good));
    assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    let says = format!("OpenID provider {good}: answers, publishes 1 keys, and the claim groups is not among those");
    assert!(ran.out.contains(&says), "{}", ran.out);
    assert!(ran.out.contains("keys of https://portal.example: 1 that can be used"), "{}", ran.out);

    let other = provider(|own| format!("{own}/"));
    let ran = run(&["check-config", "--ask"], &sign_in(&other));
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains(&format!("FAILED: the provider calls itself \"{other}/\"")), "{}", ran.out);
    assert!(ran.out.contains("keys of https://portal.example: 1"), "the others are asked all the same: {}", ran.out);
    assert!(ran.err.contains("1 of those that were asked"), "{}", ran.err);

    let ran = run(&["check-config"], &sign_in(&other));
    assert_eq!(ran.code, 0, "nobody is asked without the flag: {}", ran.err);
    assert!(!place.path("data").exists(), "and nothing is made");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_not_trusted_is_told_with_the_setting_that_mends_it() {
    let sim = okta_sim::Sim::builder().start().await.unwrap();
    let place = Place::new();
    place.write("dist/index.html", "", 0o644);
    std::fs::write(place.path("ca.pem"), sim.ca_pem()).unwrap();
    let (resolve, host) = (sim.resolve(), okta_sim::DEMO_HOST);
    let (issuer, keys) = (format!("https://{host}"), format!("https://{host}/oauth2/v1/keys"));
    let of_provider = [
        ("APPCONN_OIDC_ISSUER", issuer.as_str()),
        ("APPCONN_OIDC_CLIENT_ID", "console"),
        ("APPCONN_OIDC_ROLES", "admins=admin"),
    ];
    let of_keys = [
        ("APPCONN_JWT_ISSUER", "https://portal.example"),
        ("APPCONN_JWT_AUDIENCE", "app-connections"),
        ("APPCONN_JWT_JWKS", keys.as_str()),
    ];
    for (whom, setting) in [(of_provider, "APPCONN_OIDC_CA_FILE"), (of_keys, "APPCONN_JWT_CA_FILE")] {
        let mut env = [&whom[..], &[("APPCONN_OKTA_RESOLVE", &resolve)]].concat();
        let said = format!("tls_untrusted (name the root certificate that issued its own in {setting})");
        let ran = place.run(&["check-config", "--ask"], &env);
        assert!(ran.code == 1 && ran.out.contains(&said), "{setting}: {} {}", ran.out, ran.err);
        env.push((setting, "ca.pem"));
        let ran = place.run(&["check-config", "--ask"], &env);
        assert!(!ran.out.contains("tls_untrusted"), "{setting}: {}", ran.out);
    }
}
