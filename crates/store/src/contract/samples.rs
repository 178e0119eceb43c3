//! Rows to store.

use crate::{ChainKey, ConnectionRecord, ListQuery, Store, VerificationRecord};
use model::api::{HistoryEntry, Sort};
use model::check::{Check, CheckId, CheckStatus, Outcome, Report};
use model::connection::{Connection, KeyView, Settings, Status};
use model::okta::Application;
use serde_json::Map;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

pub const AT: &str = "2026-11-24T12:00:00Z";

pub fn record(name: &str) -> ConnectionRecord {
    ConnectionRecord {
        connection: Connection {
            id: Uuid::now_v7().to_string(),
            name: name.to_owned(),
            description: String::new(),
            application: Application::Okta,
            settings: Settings {
                domain: "https://acme.okta.com".to_owned(),
                client_id: "0oa1b2c3d4E5F6G7H8i9".to_owned(),
                key: KeyView {
                    key_id: Some("kid-1".to_owned()),
                    algorithm: "RS256".to_owned(),
                    bits: 2048,
                    thumbprint: "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs".to_owned(),
                    set_at: AT.to_owned(),
                },
                organization_id: None,
            },
            status: Status::Unverified,
            report: None,
            created_at: AT.to_owned(),
            created_by: "Ada".to_owned(),
            updated_at: AT.to_owned(),
            updated_by: "Ada".to_owned(),
            verified_at: None,
            version: 1,
        },
        sealed_key: vec![1, 2, 3],
        secret_version: 1,
        uses_generated_key: None,
    }
}

pub fn report(outcome: Outcome) -> Report {
    let check = Check {
        id: CheckId::Domain,
        status: CheckStatus::Passed,
        code: None,
        phrase: Some("domain_reached".to_owned()),
        title: "Domain".to_owned(),
        detail: "It answers.".to_owned(),
        fix: None,
        values: Map::from_iter([("host".to_owned(), "zürich.okta.com".into())]),
        evidence: Map::from_iter([("address".to_owned(), "Zürich \"1\"".into())]),
    };
    Report { outcome, started_at: AT.to_owned(), duration_ms: 12, checks: vec![check] }
}

pub fn verification(status: Option<Status>, outcome: Outcome, at: &str) -> VerificationRecord {
    let (report, started_at, at) = (report(outcome), at.to_owned(), at.to_owned());
    VerificationRecord { version: 1, report, status, organization_id: None, started_at, at, retry_at: None }
}

pub fn entry(action: &str) -> HistoryEntry {
    HistoryEntry {
        id: Uuid::now_v7().to_string(),
        at: AT.to_owned(),
        by: "Ada".to_owned(),
        subject: Some("jwt https://portal.example.com u-1".to_owned()),
        address: Some("203.0.113.9".to_owned()),
        action: action.to_owned(),
        details: serde_json::json!({"name": {"from": "a", "to": "Ä"}}),
    }
}

/// What the vault does when it opens: without it nothing that leaves an entry can be written.
pub async fn start_audit_chain(store: &dyn Store) {
    const NAME: &str = "history key of tests";
    store.init_meta(NAME, b"none").await.unwrap();
    store.begin_audit_chain(NAME, b"none", b"begun", ChainKey::new(&[7; 32])).await.unwrap();
    store.set_audit_key(ChainKey::new(&[7; 32]));
}

pub fn id(record: &ConnectionRecord) -> Uuid {
    Uuid::parse_str(&record.connection.id).unwrap()
}

pub async fn stored(store: &dyn Store, name: &str) -> ConnectionRecord {
    stored_with(store, record(name)).await
}

pub async fn stored_with(store: &dyn Store, record: ConnectionRecord) -> ConnectionRecord {
    store.insert(&record, &entry("created"), None).await.unwrap();
    record
}

pub fn everything(sort: Sort) -> ListQuery {
    ListQuery::everything(sort, 200)
}

pub fn rfc3339(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC).format(&Rfc3339).unwrap()
}
