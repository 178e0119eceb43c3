//! Every route, in reading order.

use crate::app::App;
use crate::extract::shown;
use crate::openapi::{Frame, served_at};
use crate::problem::{ApiError, kind};
use crate::routes::{applications, connections, docs, keys, ops, session, sessions};
use crate::{assets, metrics, middleware};
use axum::http::Method;
use axum::routing::get;
use axum::{Extension, Router};
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The whole list. Each handler names its path and, by what it extracts, the role that it needs.
fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Frame::openapi())
        // /api/v1/applications
        .routes(routes!(applications::list::list_applications))
        // /api/v1/connections
        .routes(routes!(connections::list::list_connections, connections::create::create_connection))
        .routes(routes!(connections::export::export_connections, connections::export_selected::export_selected))
        .routes(routes!(connections::delete_many::delete_connections))
        .routes(routes!(connections::verify_draft::verify_draft))
        .routes(routes!(
            connections::get::get_connection,
            connections::replace::replace_connection,
            connections::delete::delete_connection
        ))
        .routes(routes!(connections::verify::verify_connection))
        .routes(routes!(connections::history::list_history))
        .routes(routes!(connections::token::issue_token))
        // /api/v1/keys
        .routes(routes!(keys::create::generate_key))
        // /api/v1/session
        .routes(routes!(session::get::get_session, session::sign_in::sign_in, session::sign_out::sign_out))
        .routes(routes!(session::methods::list_methods))
        .routes(routes!(session::oidc::begin::begin))
        .routes(routes!(session::oidc::callback::callback))
        // /api/v1/sessions
        .routes(routes!(sessions::list::list_sessions, sessions::revoke_others::revoke_other_sessions))
        .routes(routes!(sessions::revoke::revoke_session))
        // /api/openapi.json, /healthz, /readyz, /metrics
        .routes(routes!(docs::document))
        .routes(routes!(ops::healthz::healthz))
        .routes(routes!(ops::readyz::readyz))
        .routes(routes!(ops::metrics::metrics))
}

/// The `OpenAPI` document of a server at the root of its host.
pub fn openapi() -> Document {
    served_at("/", document())
}

fn document() -> Document {
    described().into_openapi()
}

/// Everything that the server answers, at the public URL's path.
pub fn router(app: App) -> Router {
    metrics::install();
    assets::announce(&app.config);
    let (routes, _) = described().split_for_parts();
    let routes = routes
        .route("/api/docs", get(docs::to_page))
        .route("/api/docs/", get(docs::page))
        .route("/api/docs/{*file}", get(docs::asset))
        .layer(Extension(docs::ApiDescription(document)))
        .fallback(assets::serve)
        .method_not_allowed_fallback(method_not_allowed);
    middleware::around(routes, app)
}

/// The router puts `Allow` beside it.
async fn method_not_allowed(method: Method) -> ApiError {
    let method = shown(method.as_str());
    ApiError::new(kind::METHOD_NOT_ALLOWED, format!("{method} is not possible here. Use a method that Allow lists."))
}
