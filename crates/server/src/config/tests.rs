#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use model::field::OktaDomain;
use model::permission::Role;

fn load(env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    load_with(None, env)
}

fn load_with(file: Option<&Path>, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::load(file, env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn load_toml(text: &str, env: &[(&str, &str)]) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.toml");
    std::fs::write(&file, text).unwrap();
    load_with(Some(&file), env).map_err(|error| error.to_string().replace(&*folder.path().to_string_lossy(), "DIR"))
}

fn domain(host: &str) -> OktaDomain {
    OktaDomain::parse(host).unwrap().value
}

#[test]
fn nothing_set_gives_the_documented_defaults() {
    let config = load(&[("PATH", "/bin"), ("HOME", "/root")]).unwrap();
    assert_eq!(config.listen, "127.0.0.1:8080".parse().unwrap());
    assert_eq!(config.public_url.as_str(), "http://127.0.0.1:8080/");
    assert_eq!(config.database_url, "sqlite://data/app-connections.db");
    assert_eq!(config.vault.master_key_file, Path::new("data/master.key"));
    assert_eq!(config.assets, Path::new("dist"));
    assert_eq!((config.admin_token_file.clone(), config.okta_ca_file.clone()), (None, None));
    assert!(config.okta_resolve.is_empty() && config.embed_origins.is_empty());
    assert_eq!(config.okta_domains, DomainAllowList::ALL);
    assert_eq!(config.verify_every, Duration::from_hours(24));
    assert_eq!(config.log, LogConfig { filter: "info".to_owned(), format: LogFormat::Text });
    assert!(!config.is_https());
    assert_eq!(config.base_path(), "/");
}

#[test]
fn every_variable_is_understood_and_lands_in_its_place() {
    let config = load(&[
        ("APPCONN_LISTEN", "[::1]:9000"),
        ("APPCONN_PUBLIC_URL", "https://Example.com/console"),
        ("APPCONN_DATABASE_URL", "sqlite:///var/lib/a b.db"),
        ("APPCONN_MASTER_KEY_FILE", "/run/secrets/key"),
        ("APPCONN_ASSETS", "/srv/dist"),
        ("APPCONN_ADMIN_TOKEN_FILE", "/run/secrets/admin"),
        ("APPCONN_OKTA_RESOLVE", "Acme.okta.com=127.0.0.1:9443, b.example.com=[::1]:443"),
        ("APPCONN_OKTA_CA_FILE", "ca.pem"),
        ("APPCONN_OKTA_PROXY", "http://proxy.example.com:3128"),
        ("APPCONN_OKTA_DOMAINS", "okta.com, login.example.com"),
        ("APPCONN_EMBED_ORIGINS", "https://Portal.example.com,http://localhost:3000/"),
        ("APPCONN_VERIFY_EVERY", "90m"),
        ("APPCONN_LOG", "warn,server=debug"),
        ("APPCONN_LOG_FORMAT", "json"),
    ])
    .unwrap();
    assert_eq!(config.listen.port(), 9000);
    assert_eq!(config.public_url.as_str(), "https://example.com/console/");
    assert!(config.is_https());
    assert_eq!(config.base_path(), "/console/");
    assert_eq!(config.database_url, "sqlite:///var/lib/a b.db");
    assert_eq!(config.vault.master_key_file, Path::new("/run/secrets/key"));
    assert_eq!(config.assets, Path::new("/srv/dist"));
    assert_eq!(config.admin_token_file.as_deref(), Some(Path::new("/run/secrets/admin")));
    assert_eq!(
        config.okta_resolve,
        [
            ("acme.okta.com".to_owned(), "127.0.0.1:9443".parse().unwrap()),
            ("b.example.com".to_owned(), "[::1]:443".parse().unwrap()),
        ]
    );
    assert_eq!(config.okta_ca_file.as_deref(), Some(Path::new("ca.pem")));
    assert!(config.okta_domains.allows(&domain("acme.okta.com")) && !config.okta_domains.allows(&domain("a.okta.mil")));
    assert_eq!(config.embed_origins, ["https://portal.example.com", "http://localhost:3000"]);
    assert_eq!(config.verify_every, Duration::from_mins(90));
    assert_eq!(config.log, LogConfig { filter: "warn,server=debug".to_owned(), format: LogFormat::Json });
}

#[test]
fn the_public_address_follows_the_address_served_on() {
    assert_eq!(load(&[("APPCONN_LISTEN", "10.1.2.3:80")]).unwrap().public_url.as_str(), "http://10.1.2.3/");
    assert_eq!(load(&[("APPCONN_LISTEN", "[::1]:81")]).unwrap().public_url.as_str(), "http://[::1]:81/");
}

#[test]
fn a_bad_value_is_refused_with_one_line_that_names_it_and_says_what_is_expected() {
    for (name, value, problem) in [
        ("APPCONN_LISTEN", "8080", "not an address with a port"),
        ("APPCONN_LISTEN", "localhost:8080", "not an address with a port"),
        ("APPCONN_LISTEN", "127.0.0.1:99999", "not an address with a port"),
        ("APPCONN_LISTEN", "", "empty"),
        ("APPCONN_LISTEN", "  ", "empty"),
        ("APPCONN_PUBLIC_URL", "console.example.com", "relative URL"),
        ("APPCONN_PUBLIC_URL", "ftp://example.com", "http:// or https://"),
        ("APPCONN_PUBLIC_URL", "https://user@example.com", "user name"),
        ("APPCONN_PUBLIC_URL", "https://:pass@example.com", "user name or password"),
        ("APPCONN_PUBLIC_URL", "https://example.com/?a=b", "query"),
        ("APPCONN_PUBLIC_URL", "https://example.com/#a", "fragment"),
        ("APPCONN_PUBLIC_URL", "https://example.com//a", "empty part"),
        ("APPCONN_DATABASE_URL", "data/app.db", "sqlite://"),
        ("APPCONN_DATABASE_URL", "sqlite:data/app.db", "sqlite://"),
        ("APPCONN_DATABASE_URL", "mysql://h/db", "sqlite://"),
        ("APPCONN_DATABASE_URL", "sqlite://", "no path"),
        ("APPCONN_DATABASE_URL", "sqlite://data/", "folder"),
        ("APPCONN_DATABASE_URL", "sqlite://a.db?mode=memory", "parameters"),
        ("APPCONN_DATABASE_URL", "postgres://me@db.example.com/app", "PostgreSQL is not in this build yet"),
        ("APPCONN_DATABASE_URL", "postgresql://db.example.com/app", "PostgreSQL is not in this build yet"),
        ("APPCONN_ADMIN_TOKEN_FILE", "", "empty"),
        ("APPCONN_OKTA_RESOLVE", "acme.okta.com", "entry 1 has no ="),
        ("APPCONN_OKTA_PROXY", "proxy.example.com:3128", "it does not start with http://"),
        ("APPCONN_OKTA_PROXY", "http://me:secret@proxy.example.com:3128", "it has a user name or password"),
        ("APPCONN_OKTA_RESOLVE", "a.okta.com=127.0.0.1:1,b.okta.com=127.0.0.1", "entry 2 does not end with an address"),
        ("APPCONN_OKTA_RESOLVE", "10.0.0.1=127.0.0.1:443", "entry 1 does not start with a host name"),
        ("APPCONN_OKTA_RESOLVE", "a.okta.com=127.0.0.1:1,", "entry 2 is empty"),
        (
            "APPCONN_OKTA_RESOLVE",
            "a.okta.com=127.0.0.1:1,A.okta.com.=127.0.0.1:2",
            "entry 2 names a host for the second",
        ),
        ("APPCONN_OKTA_DOMAINS", "okta.com,*", "entry 2 is not a domain"),
        ("APPCONN_OKTA_DOMAINS", "10.0.0.1", "entry 1 is not a domain"),
        ("APPCONN_OKTA_DOMAINS", "https://okta.com", "entry 1 is not a domain"),
        ("APPCONN_EMBED_ORIGINS", "*", "entry 1 is not an origin"),
        ("APPCONN_EMBED_ORIGINS", "portal.example.com", "entry 1 is not an origin"),
        ("APPCONN_EMBED_ORIGINS", "https://a.example,https://b.example/path", "entry 2 is more than an origin"),
        ("APPCONN_EMBED_ORIGINS", "null", "entry 1 is not an origin"),
        ("APPCONN_VERIFY_EVERY", "24", "unit is missing"),
        ("APPCONN_VERIFY_EVERY", "-1h", "whole number"),
        ("APPCONN_VERIFY_EVERY", "1.5h", "unit is not one of"),
        ("APPCONN_VERIFY_EVERY", "24 hours", "unit is not one of"),
        ("APPCONN_VERIFY_EVERY", "99999999999999999999d", "whole number"),
        ("APPCONN_VERIFY_EVERY", "99999999999999d", "too long"),
        ("APPCONN_LOG", "server=loud", "level"),
        ("APPCONN_LOG_FORMAT", "xml", "neither"),
        ("APPCONN_LOG_FORMAT", "JSON", "neither"),
    ] {
        let error = load(&[(name, value)]).expect_err(value).to_string();
        assert!(error.starts_with(&format!("{name}: ")), "{name}={value}: {error}");
        assert!(error.contains(problem), "{name}={value}: {error}");
        assert!(error.contains("; expected "), "{name}={value}: {error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
}

#[test]
fn an_error_never_repeats_the_password_of_a_database_url() {
    let error = load(&[("APPCONN_DATABASE_URL", "postgres://me:hunter2@db.example.com/app")]).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}

#[test]
fn an_unknown_variable_is_refused_and_the_closest_one_suggested() {
    for (name, hint) in [
        ("APPCONN_LISTN", "did you mean APPCONN_LISTEN?"),
        ("APPCONN_PUBLICURL", "did you mean APPCONN_PUBLIC_URL?"),
        ("APPCONN_DATABSE_URL", "did you mean APPCONN_DATABASE_URL?"),
        ("APPCONN_listen", "did you mean APPCONN_LISTEN?"),
        ("APPCONN_", "check-config --help lists them all"),
        ("APPCONN_FLUX_CAPACITOR_POWER", "check-config --help lists them all"),
    ] {
        let error = load(&[(name, "x")]).unwrap_err().to_string();
        assert_eq!(error, format!("{name} is not a setting of this program; {}", hint_text(hint)), "{name}");
    }
    let error = load(&[("APPCONN_A\nB", "x")]).unwrap_err().to_string();
    assert_eq!(error.lines().count(), 1, "{error:?}");
}

fn hint_text(hint: &str) -> String {
    if hint.starts_with("did") { hint.to_owned() } else { format!("app-connections {hint}") }
}

const JWT: [(&str, &str); 3] = [
    ("APPCONN_JWT_ISSUER", "https://portal.example.com"),
    ("APPCONN_JWT_AUDIENCE", "app-connections"),
    ("APPCONN_JWT_JWKS", "https://portal.example.com/keys"),
];
const OIDC: [(&str, &str); 3] = [
    ("APPCONN_OIDC_ISSUER", "https://login.example.com/realms/a"),
    ("APPCONN_OIDC_CLIENT_ID", "console"),
    ("APPCONN_OIDC_ROLES", "backup=admin,CN=All=viewer"),
];

const KMS: [(&str, &str); 3] = [
    ("APPCONN_KMS_URL", "https://vault.example.com:8200"),
    ("APPCONN_KMS_KEY", "console"),
    ("APPCONN_KMS_TOKEN_FILE", "/run/secrets/token"),
];

#[test]
fn a_service_that_closes_the_master_key_lands_in_its_place() {
    assert_eq!(load(&[]).unwrap().vault.kms, None);
    let kms = load(&KMS).unwrap().vault.kms.unwrap();
    assert_eq!((kms.url.as_str(), kms.mount.as_str()), ("https://vault.example.com:8200/", "transit"));
    let elsewhere = load(&[KMS[0], KMS[1], KMS[2], ("APPCONN_KMS_MOUNT", "/teams/backup/transit/")]).unwrap();
    assert_eq!(elsewhere.vault.kms.unwrap().mount, "teams/backup/transit");
    for (name, value, problem) in [
        ("APPCONN_KMS_URL", "http://vault.example.com:8200", "it is not https"),
        ("APPCONN_KMS_URL", "https://a:b@vault.example.com", "user name"),
        ("APPCONN_KMS_URL", "vault.example.com", "relative URL"),
        ("APPCONN_KMS_KEY", "a/b", "other characters"),
        ("APPCONN_KMS_KEY", "..", "other characters"),
        ("APPCONN_KMS_MOUNT", "a//b", "other characters"),
        ("APPCONN_KMS_MOUNT", "a?b", "other characters"),
    ] {
        let rest = KMS.into_iter().filter(|(other, _)| *other != name);
        let error = load(&rest.chain([(name, value)]).collect::<Vec<_>>()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{name}: ")) && error.contains(problem), "{error}");
    }
}

#[test]
fn who_else_says_who_somebody_is_lands_in_its_place() {
    assert_eq!(load(&[]).unwrap().jwt, None);
    let jwt = load(&JWT).unwrap().jwt.unwrap();
    assert_eq!(jwt.keys, KeySource::Url("https://portal.example.com/keys".parse().unwrap()));
    assert_eq!((jwt.role.claim.as_str(), jwt.role.roles.len()), ("role", 3));
    let file = load(&[JWT[0], JWT[1], ("APPCONN_JWT_JWKS", "/etc/keys.json")]).unwrap().jwt.unwrap();
    assert_eq!(file.keys, KeySource::File("/etc/keys.json".into()));

    assert_eq!(load(&[]).unwrap().oidc, None);
    let oidc = load(&OIDC).unwrap().oidc.unwrap();
    assert_eq!((oidc.issuer.as_str(), oidc.name.as_str()), ("https://login.example.com/realms/a", "login.example.com"));
    assert_eq!((oidc.scopes.as_str(), oidc.role.claim.as_str()), ("openid profile email", "groups"));
    assert_eq!(oidc.role.roles[1], ("CN=All".to_owned(), model::permission::Role::Viewer));
    let other = [OIDC[0], OIDC[1], OIDC[2], ("APPCONN_OIDC_NAME", "Okta"), ("APPCONN_OIDC_SCOPES", "openid  groups")];
    let oidc = load(&other).unwrap().oidc.unwrap();
    assert_eq!((oidc.scopes.as_str(), oidc.name.as_str()), ("openid groups", "Okta"));
}

#[test]
fn half_of_what_belongs_together_stops_the_start_and_names_the_other_half() {
    for (group, needed) in [(&JWT, &JWT[..]), (&OIDC, &OIDC[..]), (&KMS, &KMS[..])] {
        for (missing, _) in needed {
            let rest: Vec<_> = group.iter().copied().filter(|(name, _)| name != missing).collect();
            let error = load(&rest).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{missing} is missing, and APPCONN_")), "{error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }
}

#[test]
fn a_sign_in_that_cannot_be_safe_is_refused() {
    for (name, value, problem) in [
        ("APPCONN_JWT_JWKS", "http://portal.example.com/keys", "neither an https address"),
        ("APPCONN_JWT_JWKS", "ftp://portal.example.com/keys", "https://"),
        ("APPCONN_JWT_JWKS", "https://a:b@portal.example.com/keys", "user name"),
        ("APPCONN_JWT_ROLES", "x=root", "entry 1 does not end with"),
        ("APPCONN_PUBLIC_URL", "http://console.example.com", "neither https nor on this machine"),
        ("APPCONN_OIDC_ISSUER", "http://login.example.com", "neither an https address"),
        ("APPCONN_OIDC_ISSUER", "login.example.com", "relative URL"),
        ("APPCONN_OIDC_ISSUER", "https://login.example.com?a=b", "query"),
        ("APPCONN_OIDC_ISSUER", "https://l.example/.well-known/openid-configuration", "discovery document"),
        ("APPCONN_OIDC_ROLES", "x=service", "for programs"),
        ("APPCONN_OIDC_ROLES", "=admin", "entry 1 has nothing before"),
        ("APPCONN_OIDC_ROLES", "admin", "entry 1 has no ="),
        ("APPCONN_OIDC_SCOPES", "profile", "openid"),
        ("APPCONN_OIDC_SCOPES", "openid \"x", "character"),
    ] {
        let rest = JWT.into_iter().chain(OIDC).filter(|(other, _)| *other != name);
        let error = load(&rest.chain([(name, value)]).collect::<Vec<_>>()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{name}: ")) && error.contains(problem), "{error}");
    }
}

#[test]
fn a_file_sets_the_same_and_the_environment_wins() {
    let text = "listen = '127.0.0.1:1'\nokta_domains = ['okta.com', 'example.com']\nverify_every = 0\nlog = 'debug'";
    let config = load_toml(text, &[("APPCONN_LISTEN", "127.0.0.1:2")]).unwrap();
    assert_eq!(config.listen.port(), 2);
    assert!(config.okta_domains.allows(&domain("a.example.com")));
    assert_eq!(config.verify_every, Duration::ZERO);
    assert_eq!(config.log.filter, "debug");
}

#[test]
fn a_bad_file_is_refused_with_one_line_that_names_the_key_or_the_place() {
    for (text, message) in [
        ("listn = 'x'", "listn in DIR/app.toml is not a setting of this program; did you mean listen?"),
        ("[server]\nlisten = 'x'", "server in DIR/app.toml is not a setting of this program; "),
        ("APPCONN_LISTEN = 'x'", "APPCONN_LISTEN in DIR/app.toml is not a setting of this program; "),
        ("listen = 'x'", "listen in DIR/app.toml: this is not an address with a port; expected "),
        ("assets = true", "assets in DIR/app.toml: it is a boolean; expected the path of a folder"),
        ("okta_domains = [1]", "okta_domains in DIR/app.toml: it is an array; expected "),
        ("listen = '127.0.0.1:1'\n\nlisten = '127.0.0.1:2'", "--config DIR/app.toml: line 3: duplicate key"),
        ("listen", "--config DIR/app.toml: line 1: "),
    ] {
        let error = load_toml(text, &[]).expect_err(text);
        assert!(error.starts_with(message), "{text:?}: {error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    let error = load_with(Some(Path::new("/nowhere/app.toml")), &[]).unwrap_err().to_string();
    assert!(error.starts_with("--config /nowhere/app.toml: No such file"), "{error}");
}

#[test]
fn a_suffix_allows_itself_and_what_is_under_it_and_nothing_that_only_ends_alike() {
    for (list, host, allowed) in [
        ("*", "anything.example.com", true),
        ("okta.com", "acme.okta.com", true),
        ("okta.com", "notokta.com", false),
        ("okta.com", "acme.okta.com.evil.com", false),
        ("*.okta.com", "acme.okta.com", true),
        (".okta.com", "acme.okta.com", true),
        ("OKTA.com.", "acme.okta.com", true),
        ("login.example.com", "login.example.com", true),
        ("login.example.com", "example.com", false),
        ("okta.com,example.com", "sso.example.com", true),
        ("okta.com", "acme.oktapreview.com", false),
    ] {
        let allows = DomainAllowList::parse(list).unwrap().allows(&domain(host));
        assert_eq!(allows, allowed, "{list} {host}");
    }
}

#[test]
fn lengths_of_time_have_a_unit() {
    for (text, seconds) in [("0", 0), ("0s", 0), ("10s", 10), ("5m", 300), ("24h", 86_400), ("90d", 7_776_000)] {
        assert_eq!(parse_duration(text), Ok(Duration::from_secs(seconds)), "{text}");
    }
    for text in ["", "d", "5", "5w", "5 d", "d5", "-5d", "+5d", "5D", "٣d"] {
        assert!(parse_duration(text).is_err(), "{text:?}");
    }
}

#[test]
fn the_list_of_variables_names_each_once_and_its_defaults_are_good() {
    let mut keys: Vec<_> = VARIABLES.iter().map(|variable| variable.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), VARIABLES.len());
    for variable in &VARIABLES {
        if let Some(default) = variable.default {
            let (name, rest) = (variable.env_name(), JWT.into_iter().chain(OIDC).chain(KMS));
            load(&rest.chain([(name.as_str(), default)]).collect::<Vec<_>>()).expect(variable.key);
        }
    }
}

#[test]
fn an_entry_of_a_list_in_the_file_has_its_commas_and_backslashes() {
    let text = r"
        oidc_issuer = 'https://login.example'
        oidc_client_id = 'console'
        oidc_roles = ['CN=Backup,OU=Groups,DC=example=admin', 'EXAMPLE\staff=viewer']
    ";
    let roles = load_toml(text, &[]).unwrap().oidc.unwrap().role.roles;
    let expected = [("CN=Backup,OU=Groups,DC=example", Role::Admin), (r"EXAMPLE\staff", Role::Viewer)];
    assert_eq!(roles, expected.map(|(value, role)| (value.to_owned(), role)));
}
