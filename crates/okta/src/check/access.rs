//! `access`: one real read for each type of object, all at once, of those whose scope is granted.

use super::{Finding, in_words, scopes::is_granted};
use crate::{
    Code, Diagnosis,
    client::{Session, answer::Answer, error::Trouble, token::Grant},
    diagnosis::{Asked, Endpoint, diagnose, say},
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
    read(0, "/api/v1/apps?limit=1"),
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

/// Reads one of each.
pub(crate) async fn read_all(session: &Session, grant: &Grant) -> Finding {
    let outcomes = join_all(READS.iter().map(|read| async move {
        if !is_granted(grant, read.scope.name) {
            return judge_missing(read);
        }
        judge(read, &session.read(read.path, grant).await)
    }));
    sum_up(&outcomes.await)
}

fn judge_missing(read: &'static Read) -> Outcome {
    let found = Diagnosis::new(Code::ScopeMissing);
    Outcome { read, found: Some(found), evidence: json!({"result": Code::ScopeMissing.name()}) }
}

fn judge(read: &'static Read, answer: &Result<Answer, Trouble>) -> Outcome {
    let (found, evidence) = match answer {
        Err(trouble) => (Some(Diagnosis::from(*trouble)), json!({})),
        Ok(answer) if answer.status != 200 => {
            let found = diagnose(Endpoint::Api, &Asked::default(), answer);
            let evidence = Value::Object(found.evidence.clone().into_iter().collect());
            (Some(found), evidence)
        }
        Ok(answer) => content(read, answer),
    };
    let mut evidence = evidence;
    evidence["result"] = found.as_ref().map_or("read", |found| found.code.name()).into();
    Outcome { read, found, evidence }
}

/// A `200` is not proof: what it holds is.
fn content(read: &Read, answer: &Answer) -> (Option<Diagnosis>, Value) {
    let json = answer.json();
    let list = match (read.member, &json) {
        (Some(member), Some(Value::Object(object))) => object.get(member),
        (_, json) => json.as_ref(),
    };
    match list {
        Some(Value::Array(items)) if items.is_empty() && read.never_empty => {
            (Some(Diagnosis::new(Code::AccessEmpty)), json!({"status": 200, "count": 0}))
        }
        // The page that was asked for holds one; whether there are more, `Link` says.
        Some(Value::Array(items)) => (None, json!({"count": items.len(), "more": answer.has_next})),
        Some(Value::Object(_)) if read.member.is_none() => (None, json!({})),
        _ => (Some(diagnose(Endpoint::Api, &Asked::default(), answer)), json!({"status": answer.status})),
    }
}

/// What counts most, where several types fail for several causes: first what nobody knows, then what mends most.
const WEIGHT: [Code; 6] = [
    Code::RateLimited,
    Code::OktaUnavailable,
    Code::AccessDenied,
    Code::AccessEmpty,
    Code::ScopeMissing,
    Code::FeatureNotEnabled,
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
        None => Finding::passed(say::ACCESS),
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
