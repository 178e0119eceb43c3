//! `access`: one real read for each type of object, all at once, of those whose scope is granted.

use super::{
    Finding, in_words,
    scopes::{is_beyond, is_granted},
};
use crate::{
    Code, Diagnosis,
    client::{Session, answer::Answer, error::RequestError, grant::Grant, token::DEVICES},
    diagnosis::{Asked, Endpoint, diagnose, messages},
};
use futures::future::join_all;
use model::okta::{SCOPES, Scope};
use serde_json::{Map, Value, json};

/// How a type of object is read.
struct Read {
    scope: Scope,
    path: &'static str,
    /// The member of the body that holds the list, where the body is no list itself.
    member: Option<&'static str>,
    /// Whether every organization has some, so that an empty list means a role too weak to see them.
    never_empty: bool,
}

const fn read(scope: usize, path: &'static str) -> Read {
    Read { scope: SCOPES[scope], path, member: None, never_empty: false }
}

/// The cheapest read that each scope opens (Okta management API).
const READS: [Read; 7] = [
    // This very app.
    Read { never_empty: true, ..read(0, "/api/v1/apps?limit=1") },
    read(1, "/api/v1/devices?limit=1"),
    // Everyone.
    Read { never_empty: true, ..read(2, "/api/v1/groups?limit=1") },
    read(3, "/api/v1/org"),
    Read { member: Some("roles"), ..read(4, "/api/v1/iam/roles?limit=1") },
    // The default one.
    Read { never_empty: true, ..read(5, "/api/v1/meta/types/user") },
    // At least who set the app up.
    Read { never_empty: true, ..read(6, "/api/v1/users?limit=1") },
];

/// What reading one type of object came to.
struct Outcome {
    read: &'static Read,
    /// What is wrong, if anything.
    found: Option<Diagnosis>,
    evidence: Value,
}

/// Reads one of each, of an organization of this engine.
pub(crate) async fn read_all(session: &Session, grant: &Grant, is_classic: bool) -> Finding {
    let outcomes = join_all(READS.iter().map(|read| async move {
        let scope = read.scope.name;
        if !is_granted(grant, scope) {
            let is_beyond = is_beyond(grant, scope, is_classic);
            return evaluate_unread(read, if is_beyond { beyond(is_classic) } else { Code::AccessScopeMissing });
        }
        evaluate(read, &read_one(session, read, grant).await, is_classic)
    }));
    sum_up(&outcomes.await)
}

/// The first page; where that is empty and the list goes on, the next.
async fn read_one(session: &Session, read: &Read, grant: &Grant) -> Result<Answer, RequestError> {
    let first = session.read(read.path, grant).await?;
    let is_empty = matches!(list(read, &first), Some(Value::Array(items)) if items.is_empty());
    match first.next.as_deref().filter(|_| is_empty).and_then(|next| page_of(read, next)) {
        Some(path) => session.read(&path, grant).await,
        None => Ok(first),
    }
}

/// The same list further on. Whatever host the address names, only the one that is verified is asked, and only for
/// this.
fn page_of(read: &Read, next: &str) -> Option<String> {
    let url = url::Url::parse(next).ok()?;
    let path = read.path.split('?').next()?;
    (url.path() == path).then(|| format!("{path}?{}", url.query().unwrap_or_default()))
}

/// The cause where the scope cannot be granted, so that there is nothing to read.
fn beyond(is_classic: bool) -> Code {
    if is_classic { Code::ClassicEngine } else { Code::FeatureNotEnabled }
}

fn evaluate_unread(read: &'static Read, code: Code) -> Outcome {
    Outcome { read, found: Some(Diagnosis::new(code)), evidence: json!({"result": result(code)}) }
}

fn evaluate(read: &'static Read, answer: &Result<Answer, RequestError>, is_classic: bool) -> Outcome {
    let (found, evidence) = match answer {
        Err(error) => (Some(Diagnosis::from(*error)), json!({})),
        Ok(answer) if answer.status != 200 => {
            let found = diagnose(Endpoint::Api, &Asked::default(), answer);
            let lacks_devices = is_classic && read.scope.name == DEVICES;
            let is_lacking = found.code == Code::FeatureNotEnabled || answer.status == 404;
            let evidence = Value::Object(found.evidence.clone().into_iter().collect());
            let found = match found.code {
                _ if lacks_devices && is_lacking => found.recast(Code::ClassicEngine),
                Code::ScopeMissing => found.recast(Code::AccessScopeMissing),
                _ => found,
            };
            (Some(found), evidence)
        }
        Ok(answer) => content(read, answer),
    };
    let mut evidence = evidence;
    evidence["result"] = found.as_ref().map_or("read", |found| result(found.code)).into();
    Outcome { read, found, evidence }
}

/// What reading one type came to. A scope that is missing has the name that the check of the scopes has for it.
fn result(code: Code) -> &'static str {
    if code == Code::AccessScopeMissing { Code::ScopeMissing.name() } else { code.name() }
}

/// A `200` is not proof: what it holds is.
fn content(read: &Read, answer: &Answer) -> (Option<Diagnosis>, Value) {
    match list(read, answer) {
        // An empty page of a list that goes on is not an empty list.
        Some(Value::Array(items)) if items.is_empty() && read.never_empty && answer.next.is_none() => {
            (Some(Diagnosis::new(Code::AccessEmpty)), json!({"status": 200, "count": 0}))
        }
        // The page that was asked for holds one; whether there are more, `Link` says.
        Some(Value::Array(items)) => (None, json!({"count": items.len(), "more": answer.next.is_some()})),
        Some(Value::Object(_)) if read.member.is_none() => (None, json!({})),
        _ => (Some(diagnose(Endpoint::Api, &Asked::default(), answer)), json!({"status": answer.status})),
    }
}

/// The list, or the object, that the answer holds.
fn list(read: &Read, answer: &Answer) -> Option<Value> {
    match (read.member, answer.json()?) {
        (Some(member), Value::Object(mut object)) => object.remove(member),
        (_, json) => Some(json),
    }
}

/// What counts most, where several types fail for several causes: first what is unknown, then what solves most.
const WEIGHT: [Code; 8] = [
    Code::RateLimited,
    Code::OktaUnavailable,
    Code::GatewayUnavailable,
    Code::AccessDenied,
    Code::AccessEmpty,
    Code::AccessScopeMissing,
    Code::FeatureNotEnabled,
    Code::ClassicEngine,
];

fn sum_up(outcomes: &[Outcome]) -> Finding {
    let evidence: Map<String, Value> =
        outcomes.iter().map(|outcome| (outcome.read.scope.key.to_owned(), outcome.evidence.clone())).collect();
    let weight = |found: &Diagnosis| {
        // What the table does not know is a failure of the exchange, which says nothing of the settings.
        WEIGHT.iter().position(|code| *code == found.code).map_or(0, |at| at + 1)
    };
    let worst = outcomes.iter().filter_map(|outcome| outcome.found.as_ref()).min_by_key(|found| weight(found));
    let finding = match worst {
        None => Finding::passed(messages::ACCESS),
        Some(worst) => {
            let alike = |outcome: &&Outcome| outcome.found.as_ref().is_some_and(|found| found.code == worst.code);
            let objects: Vec<_> = outcomes.iter().filter(alike).map(|outcome| outcome.read.scope.objects).collect();
            let scopes: Vec<_> = outcomes.iter().filter(alike).map(|outcome| outcome.read.scope.name).collect();
            let worst = worst.clone().fill_as("objects", in_words(&objects), scopes.clone());
            worst.fill_as("missing", in_words(&scopes), scopes).into()
        }
    };
    finding.with("objects", evidence)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::judged_users;
