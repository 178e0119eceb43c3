//! Additions to the `OpenAPI` document beside what its macros read from the code: the role that each operation needs, and every code of
//! a problem.

use crate::problem::kind;
use model::okta::SCOPES;
use model::permission::{Permission, Role};
use model::problem::Problem;
use serde_json::json;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi as Document, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// (operation, what it needs; `None`: to be signed in). `tests/api/roles.rs` holds it to what the operations do.
const NEEDS: [(&str, Option<Permission>); 18] = [
    ("list_applications", Some(Permission::View)),
    ("list_connections", Some(Permission::View)),
    ("create_connection", Some(Permission::Manage)),
    ("get_connection", Some(Permission::View)),
    ("replace_connection", Some(Permission::Manage)),
    ("delete_connection", Some(Permission::Manage)),
    ("export_connections", Some(Permission::View)),
    ("export_selected", Some(Permission::View)),
    ("delete_connections", Some(Permission::Manage)),
    ("verify_draft", Some(Permission::Manage)),
    ("verify_connection", Some(Permission::Manage)),
    ("list_history", Some(Permission::View)),
    ("issue_token", Some(Permission::GetToken)),
    ("generate_key", Some(Permission::Manage)),
    ("get_session", None),
    ("list_sessions", None),
    ("revoke_session", None),
    ("revoke_other_sessions", None),
];

/// Adds it.
pub(super) fn add(document: &mut Document) {
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
        operations.into_iter().flatten().for_each(say_role);
    }
    let schemas = document.components.as_mut().map(|components| &mut components.schemas);
    if let Some(RefOr::T(Schema::Object(problem))) = schemas.and_then(|all| all.get_mut(&*Problem::name()))
        && let Some(RefOr::T(Schema::Object(code))) = problem.properties.get_mut("code")
    {
        code.enum_values = Some(kind::ALL.iter().map(|kind| json!(kind.code)).collect());
    }
}

fn say_role(operation: &mut Operation) {
    let Some(id) = operation.operation_id.as_deref() else { return };
    let Some((_, needs)) = NEEDS.into_iter().find(|(name, _)| *name == id) else { return };
    let roles = Role::ALL.into_iter().filter(|role| needs.is_none_or(|needs| role.may(needs)));
    let roles = roles.map(|role| format!("`{}`", role.name())).collect::<Vec<_>>().join(", ");
    let more = operation.description.take().filter(|more| !more.is_empty()).map(|more| format!("\n\n{more}"));
    operation.description = Some(format!("Roles: {roles}.{}", more.unwrap_or_default()));
}

/// One of the scopes that a connection may have.
pub(crate) struct ScopeName;

impl PartialSchema for ScopeName {
    fn schema() -> RefOr<Schema> {
        let names = SCOPES.iter().map(|scope| scope.name);
        let schema = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some(names));
        schema.build().into()
    }
}

impl ToSchema for ScopeName {}
