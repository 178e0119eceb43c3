//! `docs/DIAGNOSES.md`, made of the catalog and the rules. `cargo xtask diagnoses` writes it; the test here says
//! when that was forgotten.

#![allow(clippy::unwrap_used)]

use super::{
    CATALOG, Effect, Entry,
    rules::{
        Endpoint, RULES,
        rule::{Rule, Shape, Status, When},
    },
};
use model::{check::CheckId, field::ClientId, okta::AdminPage};
use std::fmt::Write;

/// Stands for the reader's client ID.
const CLIENT_ID: &str = "0oa1b2c3d4E5F6G7H8i9";

const INTRODUCTION: &str = "\
# Diagnoses

<!-- Made by `cargo xtask diagnoses` from crates/okta/src/diagnosis. Do not edit. -->

What a verification can find, in the order of its nine checks, and below which answer of Okta's leads to which code.
`{…}` is filled in for each connection. *Step* is the step of the guide, Step 1 of the form; the page is the one that
*Open this page in Okta* leads to. *Effect*: what blocks makes the outcome `failed`; what limits, `limited`; what leaves
it open, `inconclusive`; a note leaves it `passed`.
";

fn document() -> String {
    let mut text = INTRODUCTION.to_owned();
    for check in CheckId::ALL {
        let entries: Vec<_> = CATALOG.iter().filter(|entry| entry.check == check).collect();
        let _ = write!(text, "\n## `{}`\n\n", check.name());
        text.push_str("| code | what the user reads | how to fix it | step | page | effect | cause |\n");
        text.push_str("|---|---|---|---|---|---|---|\n");
        for entry in entries {
            text.push_str(&line(entry));
        }
    }
    text.push_str(
        "\n## What Okta answers\n\nThe first row that fits counts. `…` fits anything; *organization* is `/.well-known/okta-organization`, *token* is `/oauth2/v1/token`, *API* every read with a token.\n\n",
    );
    text.push_str(
        "| at | status | `error`, `errorCode` | words | only if | code | source |\n|---|---|---|---|---|---|---|\n",
    );
    for rule in RULES {
        text.push_str(&answer(rule));
    }
    text.push_str("\n## Pages of the admin console\n\n| page | address |\n|---|---|\n");
    for page in PAGES {
        let client_id = ClientId::parse(CLIENT_ID).ok();
        let url = page.url("{sub}-admin.okta.com", client_id.as_ref()).replace(CLIENT_ID, "{client_id}");
        let _ = writeln!(text, "| {} | `{url}` |", name(page));
    }
    text
}

fn answer(rule: &Rule) -> String {
    let at = match rule.at {
        None => "any",
        Some(Endpoint::Organization) => "organization",
        Some(Endpoint::Token) => "token",
        Some(Endpoint::Api) => "API",
    };
    let status = match rule.status {
        Status::Any => "…".to_owned(),
        Status::Is(status) => status.to_string(),
        Status::Redirect => "300 to 399".to_owned(),
        Status::Server => "500 and above".to_owned(),
    };
    let when = match rule.when {
        When::Always => "",
        When::KeyIdSent => "a `kid` was sent",
        When::ClockOff => "the clocks differ by more than 30 s",
        When::ClockRight => "the clocks differ by less",
        When::Challenged => "`cf-mitigated: challenge`",
        When::Numbered => "with `x-okta-request-id`",
        When::Unnumbered => "without `x-okta-request-id`",
        When::AtOkta => "under a domain of Okta's own, or with `x-okta-request-id`",
    };
    let error = match (rule.error, rule.shape) {
        ("", Shape::Any) => "…".to_owned(),
        ("", Shape::NoError) => "none".to_owned(),
        ("", Shape::Page) => "none, a web page".to_owned(),
        (error, _) => format!("`{error}`"),
    };
    let says = if rule.says.is_empty() { "…" } else { rule.says };
    format!("| {at} | {status} | {error} | {says} | {when} | `{}` | {} |\n", rule.code.name(), rule.source)
}

fn line(entry: &Entry) -> String {
    let step = entry.step.map_or_else(|| "–".to_owned(), |step| step.to_string());
    format!(
        "| `{}` | **{}.** {} | {} | {step} | {} | {} | {} |\n",
        entry.name,
        entry.title,
        entry.detail,
        entry.fix,
        entry.page.map_or("–", name),
        match entry.effect {
            Effect::Blocks => "blocks",
            Effect::Limits => "limits",
            Effect::Undecided => "leaves it open",
            Effect::Notes => "a note",
        },
        cause(entry)
    )
}

/// What shows it, and the errors of Okta's that lead to it.
fn cause(entry: &Entry) -> String {
    let rules = RULES.iter().filter(|rule| rule.code.name() == entry.name);
    let mut causes: Vec<String> = rules
        .map(|rule| match (rule.error, rule.says) {
            ("", "") => "any such status".to_owned(),
            ("", says) => format!("“{says}”"),
            (error, "") => format!("`{error}`"),
            (error, says) => format!("`{error}` “{says}”"),
        })
        .collect();
    causes.dedup();
    if !entry.seen.is_empty() {
        causes.insert(0, entry.seen.to_owned());
    }
    causes.join("; ")
}

const PAGES: [AdminPage; 5] =
    [AdminPage::Applications, AdminPage::General, AdminPage::ApiScopes, AdminPage::AdminRoles, AdminPage::Networks];

fn name(page: AdminPage) -> &'static str {
    match page {
        AdminPage::Applications => "Applications › Applications",
        AdminPage::General => "the app’s General tab",
        AdminPage::ApiScopes => "the app’s Okta API Scopes tab",
        AdminPage::AdminRoles => "the app’s Admin roles tab",
        AdminPage::Networks => "Security › Networks",
    }
}

#[test]
fn every_cause_says_what_shows_it() {
    for entry in CATALOG {
        assert!(!cause(entry).is_empty(), "{}", entry.name);
    }
}

#[test]
fn the_document_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/DIAGNOSES.md");
    let made = document();
    if std::env::var_os("WRITE_DIAGNOSES").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap_or_default() == made, "run `cargo xtask diagnoses`");
}
