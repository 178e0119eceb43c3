//! Comparison of the role with the reads: each finding takes the other into account.

use super::{Finding, in_words};
use crate::{
    Code, Diagnosis,
    diagnosis::{StatusMessage, messages},
};
use model::okta::{SCOPES, Scope};
use serde_json::Value;

/// Only super administrators see who has which role (Okta help, *Administrator role comparison*), whatever a single read
/// of the roles gives.
const IN_FULL: Scope = SCOPES[4];

/// The findings of both checks, each with what the other one knows.
pub(crate) fn compare(role: Finding, access: Finding) -> (Finding, Finding) {
    match (&role, access) {
        (Finding::Passed(_), Finding::Found(found)) if is_blamed_on_the_role(&found) => {
            (role, found.recast(Code::AccessWithheld).into())
        }
        (Finding::Found(missing), access) if missing.code == Code::RoleMissing => {
            let access = in_part(access);
            (name_the_unread(missing.clone(), &access).into(), access)
        }
        (_, access) => (role, access),
    }
}

fn is_blamed_on_the_role(found: &Diagnosis) -> bool {
    matches!(found.code, Code::AccessDenied | Code::AccessEmpty)
}

/// One object of each type was read; without the role that is not all of them.
fn in_part(access: Finding) -> Finding {
    let mut found = match access {
        Finding::Passed(passed) if is(passed.message, messages::ACCESS) => {
            let words = in_words(&[IN_FULL.objects]);
            let partial = Diagnosis::new(Code::AccessPartial).fill_as("objects", words, vec![IN_FULL.name]);
            passed.evidence.into_iter().fold(partial, |partial, (name, value)| partial.with(name, value))
        }
        Finding::Found(found) => found,
        other => return other,
    };
    if let Some(object) = found.evidence.get_mut("objects").and_then(|objects| objects.get_mut(IN_FULL.key))
        && object["result"] == "read"
    {
        object["result"] = Code::RoleMissing.name().into();
    }
    found.into()
}

fn is(message: &StatusMessage, other: &StatusMessage) -> bool {
    message.name == other.name
}

/// Which types the role keeps back, in the order of the scopes.
fn name_the_unread(missing: Diagnosis, access: &Finding) -> Diagnosis {
    let objects = match access {
        Finding::Found(found) => found.evidence.get("objects"),
        _ => None,
    };
    let by_the_role = [Code::AccessDenied, Code::AccessEmpty, Code::RoleMissing].map(Code::name);
    let is_kept_back = |scope: &&Scope| {
        let result = objects.and_then(|objects| objects.get(scope.key)?.get("result")).and_then(Value::as_str);
        scope.key == IN_FULL.key || result.is_some_and(|result| by_the_role.contains(&result))
    };
    let kept_back: Vec<_> = SCOPES.iter().filter(is_kept_back).collect();
    let words: Vec<_> = kept_back.iter().map(|scope| scope.objects).collect();
    let names: Vec<_> = kept_back.iter().map(|scope| scope.name).collect();
    missing.fill_as("objects", in_words(&words), names)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn access(code: Option<Code>, results: &[(&str, &str)]) -> Finding {
        let objects: Value = SCOPES
            .iter()
            .map(|scope| {
                let result = results.iter().find(|(key, _)| *key == scope.key).map_or("read", |(_, result)| *result);
                (scope.key.to_owned(), json!({"result": result}))
            })
            .collect::<serde_json::Map<_, _>>()
            .into();
        let finding = code.map_or_else(|| Finding::passed(messages::ACCESS), |code| Diagnosis::new(code).into());
        finding.with("objects", objects)
    }

    /// role, access → role, access, and what a missing role keeps back.
    #[test]
    fn each_is_told_with_what_the_other_knows() {
        let missing = || Diagnosis::new(Code::RoleMissing).into();
        let denied = access(Some(Code::AccessDenied), &[("users", "access_denied"), ("devices", "access_empty")]);
        let empty = access(Some(Code::AccessEmpty), &[("users", "access_empty")]);
        let down = access(Some(Code::OktaUnavailable), &[("users", "okta_unavailable")]);
        for (role, access, expected, objects) in [
            (Finding::passed(messages::ROLE), access(None, &[]), ("passed", "passed"), ""),
            (Finding::passed(messages::ROLE), denied.clone(), ("passed", "access_withheld"), ""),
            (Finding::passed(messages::ROLE), empty.clone(), ("passed", "access_withheld"), ""),
            (Finding::passed(messages::ROLE), down.clone(), ("passed", "okta_unavailable"), ""),
            (Diagnosis::new(Code::RoleUnknown).into(), denied.clone(), ("role_unknown", "access_denied"), ""),
            (missing(), access(None, &[]), ("role_missing", "access_partial"), "roles"),
            (missing(), denied, ("role_missing", "access_denied"), "devices, roles and users"),
            (missing(), empty, ("role_missing", "access_empty"), "roles and users"),
            (missing(), down, ("role_missing", "okta_unavailable"), "roles"),
        ] {
            let (role, access) = compare(role, access);
            assert_eq!((role.code(), access.code()), expected);
            let Finding::Found(found) = role.clone() else { continue };
            if found.code != Code::RoleMissing {
                continue;
            }
            let words = found.whole().check(model::check::CheckId::Role, &crate::diagnosis::tests::links()).detail;
            let names: Vec<_> = objects.split([',']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
            for scope in &SCOPES {
                assert_eq!(words.contains(scope.objects), names.contains(&scope.key), "{words}: {}", scope.objects);
            }
            let Finding::Found(found) = access else { panic!("all green") };
            assert_eq!(found.evidence["objects"]["roles"]["result"], "role_missing");
        }
    }
}
