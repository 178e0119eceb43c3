//! Every misconfiguration from end to end: entered through the API into a real server, which stores in `SQLite` and
//! asks a simulated Okta over TLS. [`rows::ROWS`] is the list.

mod rows;
mod stage;

use self::rows::{At, FINE, NOT_HERE, ROWS, Row};
use self::stage::{Stage, admin_host};
use crate::support::{CONNECTIONS, Reply};
use futures::stream::{self, StreamExt as _};
use model::check::{CheckId, CheckStatus, Outcome, Report};
use serde_json::Value;

/// Runs all, and shows all that came out wrong.
async fn run(rows: impl Iterator<Item = &'static Row>, stage: &Stage) {
    let results = stream::iter(rows.enumerate()).map(|(at, row)| async move {
        let reply = stage.create(at, row.what, row.at, row.entered).await;
        wrong(row, &reply, &admin_host(at)).map(|why| format!("{}: {why}", row.what))
    });
    let results: Vec<Option<String>> = results.buffer_unordered(4).collect().await;
    let wrong: Vec<String> = results.iter().flatten().cloned().collect();
    assert!(wrong.is_empty(), "{} of {} right\n{}", results.len() - wrong.len(), results.len(), wrong.join("\n"));
}

/// Hosts that never answer are asked by a server that does not wait as long as it does in earnest.
fn is_silent(row: &Row) -> bool {
    row.code.ends_with("_timeout")
}

#[tokio::test]
async fn every_misconfiguration_is_named_with_the_step_that_mends_it() {
    let rows = || ROWS.iter().filter(|row| !is_silent(row) && !row.at.is_the_consoles());
    assert!(ROWS.len() >= 120, "{}", ROWS.len());
    run(rows(), &Stage::set(rows().map(|row| row.at)).await).await;
}

#[tokio::test]
async fn so_is_silence() {
    let rows = || ROWS.iter().filter(|row| is_silent(row));
    run(rows(), &Stage::set_impatient(rows().map(|row| row.at)).await).await;
}

/// Each takes a console of its own.
#[tokio::test]
async fn so_is_what_the_console_lacks() {
    for row in ROWS.iter().filter(|row| row.at.is_the_consoles()) {
        run(std::iter::once(row), &Stage::set(std::iter::once(row.at)).await).await;
    }
}

#[tokio::test]
async fn what_is_unusual_and_works_is_not_blamed() {
    let stage = Stage::set(FINE.iter().map(|(_, at, _)| *at)).await;
    for (at, (what, place, entered)) in FINE.iter().enumerate() {
        let connection = stage.create(at, what, *place, *entered).await.expect(201).json();
        let report = &connection["report"];
        assert_eq!((&connection["status"], &report["outcome"]), (&"active".into(), &"passed".into()), "{what}");
        for check in report["checks"].as_array().unwrap() {
            assert_eq!((&check["status"], check.get("fix")), (&"passed".into(), None), "{what}: {check}");
        }
    }
}

#[test]
fn every_cause_of_the_catalog_is_brought_about() {
    for entry in okta::CATALOG {
        let here = ROWS.iter().any(|row| row.code == entry.name);
        let excused = NOT_HERE.iter().any(|(code, _)| *code == entry.name);
        assert!(here != excused, "{}", entry.name);
    }
}

/// What is wrong with what was answered, if anything.
fn wrong(row: &Row, reply: &Reply, admin_host: &str) -> Option<String> {
    let body = reply.json();
    let (status, kind) = match row.outcome {
        Outcome::Passed => (201, "active"),
        Outcome::Limited => (201, "limited"),
        Outcome::Failed => (422, "verification_failed"),
        Outcome::Inconclusive => (422, "verification_inconclusive"),
    };
    let said = if status == 201 { &body["status"] } else { &body["code"] };
    let report: Report = match serde_json::from_value(body["report"].clone()) {
        Ok(report) => report,
        Err(error) => return Some(format!("no report ({error}): {body}")),
    };
    let summary = || -> String {
        let checks = report.checks.iter().map(|check| match &check.code {
            Some(code) => format!("{}={code}", check.id.name()),
            None => format!("{}={:?}", check.id.name(), check.status),
        });
        checks.collect::<Vec<_>>().join(" ")
    };
    if (reply.status, said) != (status, &Value::from(kind)) || report.outcome != row.outcome {
        return Some(format!("{} {said}, {:?}: {}", reply.status, report.outcome, summary()));
    }
    if !report.checks.iter().map(|check| check.id).eq(CheckId::ALL) {
        return Some(format!("not all nine checks in order: {}", summary()));
    }
    let check = report.check(row.check)?;
    let Some(fix) = check.fix.as_ref().filter(|_| check.code.as_deref() == Some(row.code)) else {
        return Some(format!("not found at {}: {}", row.check.name(), summary()));
    };
    if fix.step != row.step {
        return Some(format!("step {:?}", fix.step));
    }
    let client_id = okta_sim::DEMO_CLIENT_ID;
    let expected = row.page.map(|page| {
        let client_id = model::field::ClientId::parse(client_id).ok();
        page.url(admin_host, client_id.as_ref())
    });
    if fix.url != expected {
        return Some(format!("leads to {:?}", fix.url));
    }
    // Nothing before the cause is blamed; a limited connection may have several.
    let blamed = report.first_failure().filter(|_| row.outcome != Outcome::Limited);
    if blamed.is_some_and(|blamed| blamed.id != row.check) {
        return Some(format!("something else is blamed first: {}", summary()));
    }
    for check in &report.checks {
        let texts = [Some(&check.title), Some(&check.detail), check.fix.as_ref().map(|fix| &fix.text)];
        if texts.into_iter().flatten().any(|text| text.is_empty() || text.contains(['{', '}'])) {
            return Some(format!("not whole sentences: {check:?}"));
        }
        if check.status == CheckStatus::Skipped && !check.detail.starts_with("Not checked: ") {
            return Some(format!("skipped without a reason: {check:?}"));
        }
        if check.evidence.get("error").is_some() && check.evidence.get("request_id").is_none() {
            return Some(format!("no request ID beside Okta's words: {check:?}"));
        }
    }
    None
}

/// Nothing that does not work is stored.
#[tokio::test]
async fn nothing_is_stored_of_what_fails() {
    let stage =
        Stage::set([At::Okta(&["no_scopes"]), At::Okta(&["outage"]), At::Okta(&["missing_role"])].into_iter()).await;
    for (at, status) in [(0, 422), (1, 422), (2, 201)] {
        let place = At::Okta(&[]);
        stage.create(at, &format!("Number {at}"), place, rows::Entered::Jwk).await.expect(status);
    }
    assert_eq!(stage.app.get(CONNECTIONS).await.json()["total"], 1);
}
