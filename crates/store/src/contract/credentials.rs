use super::samples::entry;
use super::samples::rfc3339;
use crate::{CredentialKind, CredentialRecord, LiveSessions, RevocationActions, Store, StoreError};
use model::api::HistoryEntry;
use model::permission::Role;
use serde_json::Value;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

const NOON: OffsetDateTime = datetime!(2026-11-24 12:00:00.123456789 UTC);

fn credential(kind: CredentialKind, hash: u8) -> CredentialRecord {
    CredentialRecord {
        id: Uuid::now_v7(),
        kind,
        hash: vec![hash; 32],
        name: "Ada".to_owned(),
        role: Role::Viewer,
        subject: "link Ada".to_owned(),
        parent: None,
        created_at: NOON,
        expires_at: Some(NOON + Duration::days(1)),
        last_used_at: None,
        revoked_at: None,
        address: None,
        user_agent: None,
    }
}

async fn stored(store: &dyn Store, credential: CredentialRecord) -> CredentialRecord {
    store.insert_credential(&credential).await.unwrap();
    credential
}

async fn found(store: &dyn Store, credential: &CredentialRecord) -> CredentialRecord {
    store.find_credential(credential.kind, &credential.hash).await.unwrap().unwrap()
}

pub async fn a_credential_is_found_by_its_hash_and_kind(store: &dyn Store) {
    use CredentialKind::{ApiToken, Session, SignInLink};
    for kind in [ApiToken, SignInLink, Session] {
        let written = stored(store, credential(kind, 1)).await;
        let read = found(store, &written).await;
        assert_eq!((read.id, read.kind, &read.hash, &read.name), (written.id, kind, &written.hash, &written.name));
        assert_eq!((read.role, read.created_at, read.expires_at), (Role::Viewer, NOON, written.expires_at));
        assert_eq!((read.parent, read.last_used_at, read.revoked_at), (None, None, None));
        assert!(store.find_credential(kind, &[2; 32]).await.unwrap().is_none());
        assert_eq!(store.list_credentials(kind).await.unwrap().len(), 1);
    }
}

pub async fn a_taken_credential_is_gone(store: &dyn Store) {
    let link = stored(store, credential(CredentialKind::SignInLink, 1)).await;
    assert!(store.take_credential(CredentialKind::Session, &link.hash).await.unwrap().is_none());
    let takers = (0..8).map(|_| store.take_credential(CredentialKind::SignInLink, &link.hash));
    let taken = futures::future::join_all(takers).await;
    let taken: Vec<_> = taken.into_iter().filter_map(Result::unwrap).map(|credential| credential.id).collect();
    assert_eq!(taken, [link.id]);
}

pub async fn revoking_keeps_the_first_time_and_takes_children_along(store: &dyn Store) {
    let token = stored(store, credential(CredentialKind::ApiToken, 1)).await;
    let child = CredentialRecord { parent: Some(token.id), ..credential(CredentialKind::Session, 2) };
    let child = stored(store, child).await;
    let other = stored(store, credential(CredentialKind::Session, 3)).await;
    assert_eq!(found(store, &child).await.parent, Some(token.id));
    store.revoke_credential(token.id, NOON).await.unwrap();
    store.revoke_credential(token.id, NOON + Duration::days(1)).await.unwrap();
    assert_eq!(found(store, &token).await.revoked_at, Some(NOON));
    assert_eq!(found(store, &child).await.revoked_at, Some(NOON));
    assert_eq!(found(store, &other).await.revoked_at, None);
    let unknown = store.revoke_credential(Uuid::nil(), NOON).await;
    assert!(matches!(unknown, Err(StoreError::NotFound)), "{unknown:?}");
}

pub async fn last_use_never_goes_back(store: &dyn Store) {
    let token = stored(store, credential(CredentialKind::ApiToken, 1)).await;
    for (used, noted) in [(5, 5), (3, 5), (9, 9)] {
        store.touch_credential(token.id, NOON + Duration::minutes(used)).await.unwrap();
        assert_eq!(found(store, &token).await.last_used_at, Some(NOON + Duration::minutes(noted)));
    }
    store.touch_credential(Uuid::nil(), NOON).await.expect("gone in the meantime is no failure");
}

pub async fn sessions_are_listed_until_they_end(store: &dyn Store) {
    let session = |hash, subject: &str, change: fn(&mut CredentialRecord)| {
        let mut session = CredentialRecord { subject: subject.to_owned(), ..credential(CredentialKind::Session, hash) };
        change(&mut session);
        session
    };
    let place = |session: &mut CredentialRecord| {
        session.address = Some("203.0.113.9".parse().unwrap());
        session.user_agent = Some("A browser".to_owned());
    };
    let ada = stored(store, session(1, "link Ada", place)).await;
    let later = stored(store, session(2, "link Ada", |s| s.created_at += Duration::hours(1))).await;
    let bob = stored(store, session(3, "link Bob", |s| s.last_used_at = Some(NOON + Duration::hours(2)))).await;
    let revoked = stored(store, session(4, "link Ada", |_| ())).await;
    store.revoke_credential(revoked.id, NOON).await.unwrap();
    stored(store, credential(CredentialKind::ApiToken, 5)).await;
    let listed = async |subject: Option<&'static str>, at: Duration, unused: Duration| {
        let at = NOON + at;
        let which = LiveSessions { subject, at, used_since: at - unused, after: None, limit: 10 };
        store.live_sessions(which).await.unwrap().into_iter().map(|session| session.id).collect::<Vec<_>>()
    };
    let (hour, day) = (Duration::hours(1), Duration::days(1));
    for (subject, at, unused, expected) in [
        (None, hour, day, vec![later.id, bob.id, ada.id]),
        (Some("link Ada"), hour, day, vec![later.id, ada.id]),
        (Some("link Ada"), hour * 2, hour + hour / 2, vec![later.id]),
        (None, hour * 3, hour * 2, vec![bob.id]),
        (None, day, day * 2, vec![]),
        (Some(""), hour, day, vec![]),
    ] {
        let mut found = listed(subject, at, unused).await;
        let mut expected = expected;
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{subject:?} {at} {unused}");
    }
    let all = LiveSessions { subject: None, at: NOON + hour, used_since: NOON - day, after: None, limit: 1 };
    let (mut after, mut by_pages) = (None, Vec::new());
    while let Some(session) = store.live_sessions(LiveSessions { after, ..all }).await.unwrap().pop() {
        after = Some((session.created_at, session.id));
        by_pages.push(session.id);
    }
    let at_once = store.live_sessions(LiveSessions { limit: 10, ..all }).await.unwrap();
    assert_eq!(by_pages, at_once.into_iter().map(|session| session.id).collect::<Vec<_>>());
    let read = found(store, &ada).await;
    assert_eq!((read.address, read.user_agent), (ada.address, ada.user_agent));
}

pub async fn a_revocation_that_waited_for_its_entry_says_when_it_was(store: &dyn Store) {
    let actions = RevocationActions { token: "api_token_revoked", session: "session_revoked" };
    let chain = async |at| {
        store.write_revocation_entries(&HistoryEntry { at: rfc3339(at), ..entry("") }, actions).await.unwrap()
    };
    for (hash, kind, waited, told) in [
        (1, CredentialKind::ApiToken, Duration::seconds(30), None),
        (2, CredentialKind::ApiToken, Duration::minutes(2), Some(rfc3339(NOON))),
        (3, CredentialKind::Session, Duration::days(2), Some(rfc3339(NOON))),
    ] {
        let revoked = stored(store, credential(kind, hash)).await;
        store.announce_revocation(revoked.id).await.unwrap();
        assert_eq!(chain(NOON).await, 0, "nothing is revoked yet");
        store.announce_revocation(revoked.id).await.unwrap();
        store.revoke_credential(revoked.id, NOON).await.unwrap();
        assert_eq!((chain(NOON + waited).await, chain(NOON + waited).await), (1, 0), "once");
        let written = store.chained_entries(0, 10).await.unwrap().pop().unwrap().entry;
        let (action, member) = match kind {
            CredentialKind::ApiToken => ("api_token_revoked", "token"),
            _ => ("session_revoked", "session"),
        };
        assert_eq!(
            (written.action.as_str(), written.details.get(member)),
            (action, Some(&Value::from(&*revoked.id.to_string())))
        );
        assert_eq!(written.details.get("revoked_at"), told.as_deref().map(Value::from).as_ref(), "{waited}");
    }
}
