use super::*;
use crate::field::FieldError;
use proptest::prelude::*;

#[test]
fn mends_and_says_so() {
    use Correction::*;
    let cases: &[(&str, &str, &[Correction])] = &[
        ("https://acme.okta.com", "acme.okta.com", &[]),
        ("  https://acme.okta.com\n", "acme.okta.com", &[]),
        ("acme.okta.com", "acme.okta.com", &[SchemeAdded]),
        ("https://acme.okta.com/", "acme.okta.com", &[PathRemoved]),
        ("https://acme.okta.com./", "acme.okta.com", &[PathRemoved, TrailingDotRemoved]),
        ("HTTPS://Acme.OKTA.com", "acme.okta.com", &[Lowercased]),
        ("https://acme.okta.com/app/UserHome?x=1#y", "acme.okta.com", &[PathRemoved]),
        ("https://acme.okta.com?x", "acme.okta.com", &[PathRemoved]),
        ("https://acme-admin.okta.com/admin/apps/active", "acme.okta.com", &[PathRemoved, AdminHost]),
        ("acme-admin.oktapreview.com", "acme.oktapreview.com", &[SchemeAdded, AdminHost]),
        ("https://acme-admin.okta-emea.com", "acme.okta-emea.com", &[AdminHost]),
        ("https://agency-admin.okta-gov.com", "agency.okta-gov.com", &[AdminHost]),
        ("https://unit-admin.okta.mil", "unit.okta.mil", &[AdminHost]),
        ("https://acme-admin-admin.okta.com", "acme.okta.com", &[AdminHost]),
        ("https://admin-admin.okta.com", "admin.okta.com", &[AdminHost]),
        ("https://my-admin-portal.example.com", "my-admin-portal.example.com", &[]),
        ("https://sso-admin.example.com", "sso-admin.example.com", &[]),
        ("https://login.example.com", "login.example.com", &[]),
        ("https://dev-123456.okta.com", "dev-123456.okta.com", &[]),
        ("<https://acme.okta.com>", "acme.okta.com", &[Unwrapped]),
        ("\u{201c}acme.okta.com\u{201d},", "acme.okta.com", &[Unwrapped, SchemeAdded]),
        ("OKTA_DOMAIN='https://acme.okta.com'", "acme.okta.com", &[Unwrapped]),
        ("[Okta](https://acme-admin.okta.com)", "acme.okta.com", &[Unwrapped, AdminHost]),
        ("https://acme.okta.com\u{200b}", "acme.okta.com", &[]),
        ("https//acme.okta.com", "acme.okta.com", &[SchemeCorrected]),
        ("https://login.bücher.example", "login.xn--bcher-kva.example", &[ToAscii]),
        ("https://login.xn--bcher-kva.example", "login.xn--bcher-kva.example", &[]),
    ];
    for (input, host, corrections) in cases {
        let parsed = OktaDomain::parse(input).unwrap_or_else(|error| panic!("{input}: {error}"));
        assert_eq!((parsed.value.host(), parsed.corrections.as_slice()), (*host, *corrections), "{input:?}");
    }
}

#[test]
fn refuses_with_its_own_message() {
    for (input, code) in [
        ("", "domain_missing"),
        (" \t", "domain_missing"),
        ("https://{yourOktaDomain}", "domain_placeholder"),
        ("https://{domain}", "domain_placeholder"),
        ("https://yourOktaDomain.okta.com", "domain_placeholder"),
        ("https://your-okta-domain.okta.com", "domain_placeholder"),
        ("<acme>.okta.com", "domain_placeholder"),
        ("http://acme.okta.com", "domain_insecure_scheme"),
        ("HTTP://acme.okta.com", "domain_insecure_scheme"),
        ("http:acme.okta.com", "domain_insecure_scheme"),
        ("ftp://acme.okta.com", "domain_scheme"),
        ("javascript://acme.okta.com", "domain_scheme"),
        ("https://acme.okta.com:8443", "domain_port"),
        ("https://acme.okta.com:443", "domain_port"),
        ("acme.okta.com:443/x", "domain_port"),
        ("https://admin@acme.okta.com", "domain_user_info"),
        ("https://acme.okta.com@evil.example", "domain_user_info"),
        ("https://user:pass@acme.okta.com", "domain_user_info"),
        ("https://127.0.0.1", "domain_ip_address"),
        ("127.1", "domain_ip_address"),
        ("2130706433", "domain_ip_address"),
        ("0177.0.0.1", "domain_ip_address"),
        ("0x7f.0.0.1", "domain_ip_address"),
        ("0x7f000001", "domain_ip_address"),
        ("0X7F.1", "domain_ip_address"),
        ("0", "domain_ip_address"),
        ("169.254.169.254.", "domain_ip_address"),
        ("acme.okta.0x", "domain_ip_address"),
        ("１２７.０.０.１", "domain_ip_address"),
        ("127。0。0。1", "domain_ip_address"),
        ("①②⑦.⓪.⓪.①", "domain_ip_address"),
        ("[::1]", "domain_ip_address"),
        ("https://[::ffff:127.0.0.1]/", "domain_ip_address"),
        ("::1", "domain_ip_address"),
        ("fe80::1", "domain_ip_address"),
        ("localhost", "domain_single_label"),
        ("https://acme", "domain_single_label"),
        ("acme.", "domain_single_label"),
        ("https://acme.okta.com.com", "domain_double_com"),
        ("https://acme.okta.com:", "domain_port"),
        ("https://ac\u{ad}me.okta.com", "domain_character"),
        ("https://acme.okta.com\u{202e}moc.live", "domain_character"),
        ("https:acme.okta.com", "domain_malformed"),
        ("//acme.okta.com", "domain_malformed"),
        ("acme.okta", "domain_slip"),
        ("https://acme.okta.con", "domain_slip"),
        ("acme-admin.oktapreview.co", "domain_slip"),
        ("acme.e", "domain_single_label"),
        ("https://acme.okta.com>", "domain_character"),
        ("http//acme.okta.com", "domain_insecure_scheme"),
        ("https//127.0.0.1", "domain_ip_address"),
        ("https://xn--a.okta.com", "domain_invalid_idna"),
        ("https://xn--zzzzzzzzzz99999.example.com", "domain_invalid_idna"),
        ("https://acme%2eokta.com", "domain_character"),
        ("https://acme.okta.com\\@evil.example/", "domain_character"),
        ("https://acme.okta.com\t.evil.example", "domain_character"),
        ("https://acme .okta.com", "domain_character"),
        ("https://ac_me.okta.com", "domain_character"),
        ("https://ac!me.okta.com", "domain_character"),
        ("https://okta.com", "domain_okta_itself"),
        ("www.okta.com", "domain_okta_itself"),
        ("https://login.okta.com", "domain_okta_itself"),
        ("https://", "domain_malformed"),
        ("https:///", "domain_malformed"),
        ("https://https://acme.okta.com", "domain_malformed"),
        ("https://acme..okta.com", "domain_malformed"),
        ("https://.okta.com", "domain_malformed"),
        ("https://-admin.okta.com", "domain_malformed"),
        ("https://acme--admin.okta.com", "domain_malformed"),
        ("https://www-admin.okta.com", "domain_okta_itself"),
        ("https://login-admin-admin.okta.com", "domain_okta_itself"),
        ("https://acme-.okta.com", "domain_malformed"),
        (&format!("https://{}.okta.com", "a".repeat(64)), "domain_malformed"),
        (&format!("https://{}okta.com", "a.".repeat(130)), "domain_malformed"),
    ] {
        let error = OktaDomain::parse(input).expect_err(input);
        assert_eq!(error.code(), code, "{input:?}: {error}");
    }
}

#[test]
fn knows_the_admin_console_of_okta_domains_only() {
    let admin = |s| OktaDomain::parse(s).unwrap().value.admin_host();
    assert_eq!(admin("https://acme.okta.com").as_deref(), Some("acme-admin.okta.com"));
    assert_eq!(admin("https://acme.oktapreview.com").as_deref(), Some("acme-admin.oktapreview.com"));
    assert_eq!(admin("https://login.example.com"), None);
    assert_eq!(admin("https://a.b.okta.com"), None);
    assert_eq!(admin("https://notokta.com"), None);
}

#[test]
fn a_slip_names_what_was_meant() {
    let message = OktaDomain::parse("acme.okta.con").unwrap_err().to_string();
    assert_eq!(message, "Check the end of the domain. Did you mean https://acme.okta.com?");
    for custom in ["okta.acme.com", "https://sso.okta.acme.de", "login.notokta.co", "acme.okta.internal"] {
        assert!(OktaDomain::parse(custom).is_ok(), "{custom}");
    }
}

proptest! {
    #[test]
    fn never_panics(input in any::<String>()) {
        let _ = OktaDomain::parse(&input);
    }

    #[test]
    fn what_is_accepted_is_canonical(
        input in "(https://)?([A-Za-z0-9.\\-]{1,40}|(www|[a-z\\-]{0,3})(-admin){0,3}\\.okta\\.com)(/[a-z]*)?",
    ) {
        if let Ok(parsed) = OktaDomain::parse(&input) {
            let again = OktaDomain::parse(&parsed.value.to_string()).unwrap();
            prop_assert_eq!(&again.value, &parsed.value);
            prop_assert!(again.corrections.is_empty());
            prop_assert!(parsed.value.host().bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-')));
            prop_assert!(parsed.value.host().parse::<std::net::IpAddr>().is_err());
        }
    }

    #[test]
    fn an_address_is_never_accepted(address in any::<std::net::IpAddr>()) {
        prop_assert!(OktaDomain::parse(&address.to_string()).is_err());
    }
}
