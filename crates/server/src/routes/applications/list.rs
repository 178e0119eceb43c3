//! `GET /api/v1/applications`

use crate::extract::{Query, Viewer};
use axum::Json;
use model::field::{ClientId, Description, KeyId, OktaDomain, PrivateKey, ProfileName};
use model::okta::{AdminPage, Application as Kind, GUIDE, REQUIRED_ROLE, SCOPES};
use serde::Serialize;

/// What can be connected.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Applications {
    /// One so far.
    items: Vec<Application>,
}

/// One kind of application, and everything that a form for it needs.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = ApplicationForm)]
pub(crate) struct Application {
    /// Its name in requests.
    id: &'static str,
    /// Its name on screen.
    name: &'static str,
    /// The fields of a connection, in the order of the form.
    fields: Vec<Field>,
    /// The steps in the application that give the values of the fields.
    guide: Vec<Step>,
    /// The scopes to grant.
    scopes: Vec<Scope>,
    /// The admin roles to assign.
    roles: Vec<&'static str>,
}

/// One field of a connection.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Field {
    /// Its name in requests.
    name: &'static str,
    /// Where it is in the body (JSON pointer).
    pointer: &'static str,
    /// Its name on screen.
    label: &'static str,
    /// `text`, `multiline`, `domain` or `secret`.
    kind: &'static str,
    /// Whether a create needs it.
    required: bool,
    /// What belongs there, in one sentence.
    hint: &'static str,
    /// How long it may be.
    limits: Limits,
}

/// How long a value may be, in characters (a private key in bytes).
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Limits {
    /// At least, where it is not empty.
    min: usize,
    /// At most.
    max: usize,
}

/// One step of the guide.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Step {
    /// From 1; what `fix.step` of a check names.
    number: u8,
    /// In a few words.
    title: &'static str,
    /// In a sentence or two.
    text: &'static str,
    /// The page of the admin console: `applications`, `general`, `api_scopes`, `admin_roles` or `networks`.
    page: &'static str,
    /// What to copy into the application.
    copy: &'static [&'static str],
    /// The field that it fills, by its JSON pointer.
    fills: Option<&'static str>,
}

/// One scope to grant.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Scope {
    /// As the application names it.
    name: &'static str,
    /// The objects that it opens.
    objects: &'static str,
}

/// What can be connected, and what it takes.
#[utoipa::path(
    get,
    path = "/api/v1/applications",
    tag = "Applications",
    responses((status = 200, description = "Everything that can be connected", body = Applications), crate::openapi::Refused)
)]
pub(crate) async fn list_applications(_: Viewer, _: Query<()>) -> Json<Applications> {
    Json(Applications { items: Kind::ALL.into_iter().map(application).collect() })
}

fn application(kind: Kind) -> Application {
    match kind {
        Kind::Okta => Application {
            id: kind.id(),
            name: kind.label(),
            fields: okta_fields(),
            guide: GUIDE.iter().map(step).collect(),
            scopes: SCOPES.iter().map(|scope| Scope { name: scope.name, objects: scope.objects }).collect(),
            roles: vec![REQUIRED_ROLE],
        },
    }
}

fn okta_fields() -> Vec<Field> {
    use model::connection::pointer::{CLIENT_ID, DESCRIPTION, DOMAIN, KEY_ID, NAME, PRIVATE_KEY};
    let field = |pointer: &'static str, label, kind, required, (min, max), hint| Field {
        name: pointer.rsplit('/').next().unwrap_or(pointer),
        pointer,
        label,
        kind,
        required,
        hint,
        limits: Limits { min, max },
    };
    let client_id = (*ClientId::CHARS.start(), *ClientId::CHARS.end());
    vec![
        field(
            NAME,
            "Profile name",
            "text",
            true,
            (1, ProfileName::MAX_CHARS),
            "What the connection is called in the list.",
        ),
        field(DESCRIPTION, "Description", "multiline", false, (0, Description::MAX_CHARS), "A note for your team."),
        field(
            DOMAIN,
            "Okta domain",
            "domain",
            true,
            (1, OktaDomain::MAX_CHARS),
            "Your organization, for example https://acme.okta.com.",
        ),
        field(CLIENT_ID, "Client ID", "text", true, client_id, "From the app’s General tab in Okta."),
        field(
            PRIVATE_KEY,
            "Private key",
            "secret",
            true,
            (1, PrivateKey::MAX_BYTES),
            "JSON or PEM, as Okta shows it once.",
        ),
        field(
            KEY_ID,
            "Key ID",
            "text",
            false,
            (1, KeyId::MAX_CHARS),
            "Only for a PEM, and only where the app has several active keys.",
        ),
    ]
}

fn step(step: &model::okta::GuideStep) -> Step {
    Step {
        number: step.number,
        title: step.title,
        text: step.text,
        page: match step.page {
            AdminPage::Applications => "applications",
            AdminPage::General => "general",
            AdminPage::ApiScopes => "api_scopes",
            AdminPage::AdminRoles => "admin_roles",
            AdminPage::Networks => "networks",
        },
        copy: step.copy,
        fills: step.fills,
    }
}
