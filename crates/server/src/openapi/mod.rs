//! `OpenAPI` document of the API. Paths and types come from the handlers; this is the frame around them.

mod additions;

pub(crate) use additions::ScopeName;

use model::problem::Problem;
use std::collections::BTreeMap;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::server::Server;
use utoipa::openapi::{ContentBuilder, OpenApi as Document, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi, ToSchema};

/// Completes the document of the routes for a server at this path of its host, which starts and ends in `/`.
pub(crate) fn served_at(base_path: &str, mut document: Document) -> Document {
    additions::add(&mut document);
    // Paths begin with a slash.
    let path = if base_path == "/" { base_path } else { base_path.trim_end_matches('/') };
    document.servers = Some(vec![Server::new(path)]);
    document
}

/// The document without its paths.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Application connections",
        version = env!("CARGO_PKG_VERSION"),
        description = "Connects Okta organizations, verifies the connections and keeps their private keys. Errors are problem details (RFC 9457): `code` is stable, `errors[].pointer` names the refused member. Each operation says which roles may call it. Only administrators and viewers see connections: the person who runs a program with the role service gives it the ID of its connection.",
    ),
    security(("bearer" = []), ("session" = [])),
    components(schemas(Problem, model::problem::FieldProblem, model::check::Report, model::check::Check)),
    modifiers(&Schemes),
    tags(
        (name = "Applications", description = "What can be connected"),
        (name = "Connections", description = "Profiles that say which organization to talk to, as which app, with which key"),
        (name = "Verification", description = "Whether a connection works, and how to fix it"),
        (name = "Keys", description = "Key pairs whose private half never leaves the server"),
        (name = "Tokens", description = "Okta access tokens through a connection"),
        (name = "Session", description = "Who is signed in"),
        (name = "Operation", description = "For operators and their tools"),
    )
)]
pub(crate) struct Frame;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API token")).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let session = ApiKeyValue::with_description("session", "From POST /session; its name has a prefix over https");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    }
}

/// Every refusal of every operation.
pub(crate) struct Refused;

impl IntoResponses for Refused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let schema = RefOr::Ref(utoipa::openapi::Ref::from_schema_name(Problem::name()));
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new()
            .description("Refused; `code` says why, `detail` what to do")
            .content("application/problem+json", content)
            .build();
        BTreeMap::from([("default".to_owned(), RefOr::T(response))])
    }
}
