#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::admission::Permit;
use crate::config::Config;
use model::permission::Role;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use store::{CredentialKind, Store, StoreError};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

struct Place {
    folder: tempfile::TempDir,
    store: Arc<dyn Store>,
    auth: Auth,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = store::open(&format!("sqlite://{}", folder.path().join("app.db").display())).await.unwrap();
        let auth = Auth::new(store.clone(), &config(None)).unwrap();
        Self { folder, store, auth }
    }

    async fn token(&self, role: Role, expires_at: Option<OffsetDateTime>) -> (String, Uuid) {
        let new = NewToken { name: "ci".to_owned(), role, expires_at };
        let (secret, view) = self.auth.create_token(&new, NOON).await.unwrap();
        (secret.expose().clone(), view.id)
    }

    /// Everything that is on disk for the database.
    fn bytes_on_disk(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }
}

fn config(admin_token_file: Option<&std::path::Path>) -> Config {
    let file = admin_token_file.map(|file| ("APPCONN_ADMIN_TOKEN_FILE".to_owned(), file.display().to_string()));
    Config::load(None, file.into_iter()).unwrap()
}

#[allow(clippy::needless_pass_by_value)] // reads better where it is called
fn kind<T>(result: Result<T, AuthError>) -> &'static str {
    match result {
        Ok(_) => "good",
        Err(AuthError::Missing) => "missing",
        Err(AuthError::Unknown) => "unknown",
        Err(AuthError::Expired) => "expired",
        Err(AuthError::Revoked) => "revoked",
        Err(AuthError::NoSuchToken) => "no such token",
        Err(AuthError::NoSuchSession) => "no such session",
        Err(AuthError::AdminTokenFile { .. }) => "admin token file",
        Err(AuthError::Random) => "random",
        Err(AuthError::Jwt(_) | AuthError::JwtKeys(_)) => "jwt",
        Err(AuthError::NoRole { .. }) => "no role",
        Err(AuthError::ClientSecretFile { .. }) => "client secret file",
        Err(AuthError::Store(_)) => "store",
    }
}

#[tokio::test]
async fn a_token_stands_for_its_name_and_role() {
    let place = Place::new().await;
    for role in Role::ALL {
        let (token, id) = place.token(role, None).await;
        let principal = place.auth.bearer(&token, NOON, &Permit::default()).await.unwrap();
        let expected = Principal {
            name: "ci".to_owned(),
            subject: format!("token {id}"),
            role,
            via: Via::ApiToken(id),
            expires_at: None,
            address: None,
        };
        assert_eq!(principal, expected);
    }
}

#[tokio::test]
async fn secrets_are_long_random_and_tell_what_they_are() {
    let place = Place::new().await;
    let (first, _) = place.token(Role::Admin, None).await;
    let (second, _) = place.token(Role::Admin, None).await;
    let link = place.auth.create_link(Role::Admin, Some("me"), NOON).await.unwrap().expose().clone();
    let (session, _) = place.auth.sign_in(&first, &Device::default(), NOON, &Permit::default()).await.unwrap();
    for (secret, prefix) in [(&*first, "act_"), (&*second, "act_"), (&*link, "acl_"), (session.expose(), "acs_")] {
        let random = secret.strip_prefix(prefix).unwrap();
        assert_eq!(random.len(), 43, "32 bytes in base64url");
        assert!(random.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    }
    assert_ne!(first, second);
}

#[tokio::test]
async fn no_secret_is_kept() {
    let place = Place::new().await;
    let (token, _) = place.token(Role::Admin, None).await;
    let link = place.auth.create_link(Role::Admin, Some("me"), NOON).await.unwrap().expose().clone();
    let (session, _) = place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    let disk = place.bytes_on_disk();
    let found = |secret: &str| disk.windows(20).any(|window| window == &secret.as_bytes()[4..24]);
    assert!(!found(&token) && !found(&link) && !found(session.expose()));
    assert!(disk.windows(2).any(|window| window == b"ci"), "the search looks in the right place");
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let place = Place::new().await;
    let (token, _) = place.token(Role::Admin, None).await;
    let link = place.auth.create_link(Role::Admin, Some("me"), NOON).await.unwrap().expose().clone();
    let (session, _) = place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    let mut other = token.clone();
    other.replace_range(10..11, if &token[10..11] == "A" { "B" } else { "A" });
    for (text, expected) in [
        ("", "missing"),
        (" ", "unknown"),
        ("act_", "unknown"),
        (&other, "unknown"),
        (&token[..46], "unknown"),
        (&token[4..], "unknown"),
        (&format!("{token}="), "unknown"),
        (&token.to_uppercase(), "unknown"),
        (&link, "unknown"),
        (session.expose(), "unknown"),
        (&"x".repeat(100_000), "unknown"),
    ] {
        assert_eq!(kind(place.auth.bearer(text, NOON, &Permit::default()).await), expected, "{text:.60}");
    }
    for (cookie, expected) in [("", "missing"), (&*token, "unknown"), (&*link, "unknown"), ("acs_", "unknown")] {
        assert_eq!(kind(place.auth.session(cookie, NOON).await), expected, "{cookie}");
    }
}

#[tokio::test]
async fn a_token_ends_when_it_says() {
    let place = Place::new().await;
    let end = NOON + Duration::days(90);
    let (token, _) = place.token(Role::Viewer, Some(end)).await;
    for (at, expected) in [
        (NOON, "good"),
        (end - Duration::nanoseconds(1), "good"),
        (end, "expired"),
        (end + Duration::days(1), "expired"),
    ] {
        assert_eq!(kind(place.auth.bearer(&token, at, &Permit::default()).await), expected, "{at}");
    }
}

#[tokio::test]
async fn a_revoked_token_is_worth_nothing_and_neither_are_its_sessions() {
    let place = Place::new().await;
    let (token, id) = place.token(Role::Admin, None).await;
    let (other_token, _) = place.token(Role::Admin, None).await;
    let (session, _) = place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    let (other_session, _) =
        place.auth.sign_in(&other_token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    place.auth.revoke_token(id, NOON).await.unwrap();
    assert_eq!(kind(place.auth.bearer(&token, NOON, &Permit::default()).await), "revoked");
    assert_eq!(kind(place.auth.session(session.expose(), NOON).await), "revoked");
    assert_eq!(kind(place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await), "revoked");
    assert_eq!(kind(place.auth.bearer(&other_token, NOON, &Permit::default()).await), "good");
    assert_eq!(kind(place.auth.session(other_session.expose(), NOON).await), "good");
    assert_eq!(kind(place.auth.revoke_token(id, NOON).await), "good", "again");
    assert_eq!(kind(place.auth.revoke_token(Uuid::nil(), NOON).await), "no such token");
}

#[tokio::test]
async fn revoking_takes_tokens_only() {
    let place = Place::new().await;
    let (token, _) = place.token(Role::Admin, None).await;
    let (session, principal) = place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    let Via::Session(id) = principal.via else { panic!("{principal:?}") };
    assert_eq!(kind(place.auth.revoke_token(id, NOON).await), "no such token");
    assert_eq!(kind(place.auth.session(session.expose(), NOON).await), "good");
}

#[tokio::test]
async fn tokens_are_listed_newest_first_with_when_they_were_used() {
    let place = Place::new().await;
    let (first, first_id) = place.token(Role::Viewer, None).await;
    let new = NewToken { name: "backup".to_owned(), role: Role::Service, expires_at: Some(NOON + Duration::days(1)) };
    let (_, second) = place.auth.create_token(&new, NOON + Duration::seconds(1)).await.unwrap();
    place.auth.bearer(&first, NOON + Duration::hours(1), &Permit::default()).await.unwrap();
    place.auth.last_used.settled().await;
    let listed = place.auth.tokens().await.unwrap();
    assert_eq!(listed.iter().map(|token| token.id).collect::<Vec<_>>(), [second.id, first_id]);
    assert_eq!(listed[0], second);
    assert_eq!(listed[1].last_used_at, Some(NOON + Duration::hours(1)));
}

#[tokio::test]
async fn use_is_noted_once_a_minute() {
    let place = Place::new().await;
    let (token, _) = place.token(Role::Viewer, None).await;
    for (seconds, noted) in [(0, 0), (59, 0), (60, 60), (100, 60), (121, 121)] {
        place.auth.bearer(&token, NOON + Duration::seconds(seconds), &Permit::default()).await.unwrap();
        place.auth.last_used.settled().await;
        let last = place.auth.tokens().await.unwrap()[0].last_used_at;
        assert_eq!(last, Some(NOON + Duration::seconds(noted)), "used at {seconds}");
    }
}

#[tokio::test]
async fn a_link_signs_in_once_within_ten_minutes() {
    let place = Place::new().await;
    let late = NOON + Duration::minutes(10);
    let link = place.auth.create_link(Role::Admin, Some("Ada"), NOON).await.unwrap().expose().clone();
    let (session, principal) =
        place.auth.sign_in(&link, &Device::default(), late - Duration::seconds(1), &Permit::default()).await.unwrap();
    assert_eq!((principal.name.as_str(), principal.role), ("Ada", Role::Admin));
    assert_eq!(place.auth.session(session.expose(), late).await.unwrap(), principal);
    assert_eq!(
        kind(place.auth.sign_in(&link, &Device::default(), late, &Permit::default()).await),
        "unknown",
        "used up"
    );

    let link = place.auth.create_link(Role::Admin, Some("Ada"), NOON).await.unwrap().expose().clone();
    assert_eq!(kind(place.auth.sign_in(&link, &Device::default(), late, &Permit::default()).await), "expired");
    assert_eq!(
        kind(place.auth.sign_in(&link, &Device::default(), NOON, &Permit::default()).await),
        "unknown",
        "a late try uses it up, too"
    );
}

#[tokio::test]
async fn links_of_one_name_are_one_person_s_and_one_without_a_name_is_nobody_else_s() {
    let place = Place::new().await;
    let mut subjects = Vec::new();
    for name in [Some("Ada"), Some("Ada"), Some("viewer"), None, None] {
        let link = place.auth.create_link(Role::Viewer, name, NOON).await.unwrap().expose().clone();
        let (_, principal) = place.auth.sign_in(&link, &Device::default(), NOON, &Permit::default()).await.unwrap();
        assert_eq!(principal.name, name.unwrap_or("viewer"));
        subjects.push(principal.subject);
    }
    assert_eq!(subjects[0], subjects[1]);
    subjects.dedup();
    assert_eq!(subjects.len(), 4, "{subjects:?}");
}

#[tokio::test]
async fn only_one_of_many_gets_in_with_a_link() {
    let place = Place::new().await;
    let link = place.auth.create_link(Role::Admin, Some("Ada"), NOON).await.unwrap().expose().clone();
    let (device, permit) = (Device::default(), Permit::default());
    let tries = futures::future::join_all((0..16).map(|_| place.auth.sign_in(&link, &device, NOON, &permit))).await;
    let mut outcomes: Vec<_> = tries.into_iter().map(kind).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes[0], "good");
    assert!(outcomes[1..].iter().all(|outcome| *outcome == "unknown"), "{outcomes:?}");
}

#[tokio::test]
async fn a_session_ends_after_12_hours_without_use() {
    let place = Place::new().await;
    let link = place.auth.create_link(Role::Viewer, Some("Ada"), NOON).await.unwrap().expose().clone();
    let (session, _) = place.auth.sign_in(&link, &Device::default(), NOON, &Permit::default()).await.unwrap();
    let used = NOON + SESSION_IDLE - Duration::seconds(1);
    assert_eq!(kind(place.auth.session(session.expose(), used).await), "good");
    assert_eq!(kind(place.auth.session(session.expose(), used + SESSION_IDLE).await), "expired");
    assert_eq!(kind(place.auth.session(session.expose(), used + SESSION_IDLE - Duration::seconds(1)).await), "good");
}

#[tokio::test]
async fn a_session_ends_after_7_days_however_much_it_is_used() {
    let place = Place::new().await;
    let link = place.auth.create_link(Role::Viewer, Some("Ada"), NOON).await.unwrap().expose().clone();
    let (session, principal) = place.auth.sign_in(&link, &Device::default(), NOON, &Permit::default()).await.unwrap();
    assert_eq!(principal.expires_at, Some(NOON + Duration::days(7)));
    for hours in (6..7 * 24).step_by(6) {
        assert_eq!(kind(place.auth.session(session.expose(), NOON + Duration::hours(hours)).await), "good", "{hours}");
        place.auth.last_used.settled().await;
    }
    assert_eq!(kind(place.auth.session(session.expose(), NOON + Duration::days(7)).await), "expired");
}

#[tokio::test]
async fn a_session_ends_no_later_than_the_token_it_began_with() {
    let place = Place::new().await;
    for (days, expected) in [(1, 1), (30, 7)] {
        let (token, _) = place.token(Role::Viewer, Some(NOON + Duration::days(days))).await;
        let (_, principal) = place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
        assert_eq!(principal.expires_at, Some(NOON + Duration::days(expected)));
        assert_eq!(principal.role, Role::Viewer);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_and_no_other() {
    let place = Place::new().await;
    let (token, _) = place.token(Role::Admin, None).await;
    let (mine, _) = place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    let (other, _) = place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    assert_ne!(mine.expose(), other.expose());
    place.auth.sign_out(mine.expose(), NOON).await.unwrap();
    assert_eq!(kind(place.auth.session(mine.expose(), NOON).await), "revoked");
    assert_eq!(kind(place.auth.session(other.expose(), NOON).await), "good");
    assert_eq!(kind(place.auth.bearer(&token, NOON, &Permit::default()).await), "good");
    assert_eq!(kind(place.auth.sign_out("acs_nobody", NOON).await), "unknown");
}

#[tokio::test]
async fn ended_sessions_and_links_are_swept_out_and_tokens_are_not() {
    let place = Place::new().await;
    let (token, id) = place.token(Role::Admin, Some(NOON + Duration::hours(1))).await;
    let (session, _) = place.auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    let soon = NOON + Duration::hours(24);
    place.auth.create_link(Role::Admin, Some("me"), soon).await.unwrap();
    assert_eq!(kind(place.auth.session(session.expose(), soon).await), "expired");
    place.auth.create_link(Role::Admin, Some("me"), soon + Duration::days(2)).await.unwrap();
    assert_eq!(kind(place.auth.session(session.expose(), soon).await), "unknown");
    assert_eq!(place.store.list_credentials(CredentialKind::SignInLink).await.unwrap().len(), 1);
    assert_eq!(place.auth.tokens().await.unwrap()[0].id, id);
}

#[tokio::test]
async fn the_fixed_admin_token_works_as_written_in_its_file() {
    let place = Place::new().await;
    let file = place.folder.path().join("admin");
    let token = "k".repeat(32);
    for (content, mode) in [(token.clone(), 0o600), (format!("  {token}\n"), 0o640)] {
        std::fs::write(&file, content).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let auth = Auth::new(place.store.clone(), &config(Some(&file))).unwrap();
        let principal = auth.bearer(&token, NOON, &Permit::default()).await.unwrap();
        assert_eq!((principal.role, principal.via), (Role::Admin, Via::AdminTokenFile));
        for wrong in [&token[1..], &format!("{token}k"), &token.to_uppercase()] {
            assert_eq!(kind(auth.bearer(wrong, NOON, &Permit::default()).await), "unknown", "{wrong}");
        }
        let (session, _) = auth.sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
        assert_eq!(auth.session(session.expose(), NOON).await.unwrap().role, Role::Admin);
    }
}

#[tokio::test]
async fn a_session_of_the_fixed_admin_token_ends_when_another_is_put_in_its_place() {
    let place = Place::new().await;
    let file = place.folder.path().join("admin");
    let start = |token: &str| {
        std::fs::write(&file, token).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        Auth::new(place.store.clone(), &config(Some(&file))).unwrap()
    };
    let (token, other) = ("k".repeat(32), "o".repeat(32));
    let (session, _) = start(&token).sign_in(&token, &Device::default(), NOON, &Permit::default()).await.unwrap();
    for (auth, expected) in [(start(&token), "good"), (start(&other), "revoked"), (place.auth, "revoked")] {
        assert_eq!(kind(auth.session(session.expose(), NOON).await), expected);
    }
}

#[tokio::test]
async fn an_admin_token_file_that_is_weak_or_open_to_all_stops_the_start() {
    let place = Place::new().await;
    let file = place.folder.path().join("admin");
    for (content, mode, problem) in [
        ("k".repeat(31), 0o600, "too short"),
        (format!("{}   \n", "k".repeat(31)), 0o600, "too short"),
        (String::new(), 0o600, "too short"),
        (format!("{} {}", "k".repeat(20), "k".repeat(20)), 0o600, "white space"),
        ("ключ".repeat(10), 0o600, "outside ASCII"),
        ("k".repeat(32), 0o604, "chmod 600"),
        ("k".repeat(32), 0o602, "chmod 600"),
    ] {
        std::fs::write(&file, &content).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let error = Auth::new(place.store.clone(), &config(Some(&file))).err().expect(problem).to_string();
        assert!(error.starts_with("APPCONN_ADMIN_TOKEN_FILE ") && error.contains(problem), "{error}");
        assert!(content.is_empty() || !error.contains(&content), "{error}");
    }
    std::fs::remove_file(&file).unwrap();
    assert_eq!(kind(Auth::new(place.store.clone(), &config(Some(&file)))), "admin token file");
    assert_eq!(kind(Auth::check(&config(Some(&file)))), "admin token file");
    assert_eq!(kind(Auth::check(&config(None))), "good");
}

#[tokio::test]
async fn a_database_that_fails_is_not_a_wrong_token() {
    let place = Place::new().await;
    let (token, _) = place.token(Role::Admin, None).await;
    place.store.close().await;
    let error = place.auth.bearer(&token, NOON, &Permit::default()).await.unwrap_err();
    assert!(matches!(error, AuthError::Store(StoreError::Unavailable(_))), "{error:?}");
}
