//! Access control: access token, proof of possession, scope, administrator role, in this order.

use axum::http::header;

use crate::{
    access_token::{self, AccessToken, Invalid},
    call::Call,
    dpop::Proof,
    error::{
        api::{self, Scheme},
        dpop as no,
    },
    org::{App, Org, Role},
    reply::Reply,
    world::Entry,
};

/// A type of object, with its scope and the roles that may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    Apps,
    Devices,
    Groups,
    Org,
    Roles,
    UserTypes,
    Users,
}

/// A read that is allowed.
pub(super) struct Read<'a> {
    pub(super) org: &'a Org,
    pub(super) call: &'a Call,
    /// The path parameters, left to right.
    pub(super) parameters: Vec<&'a str>,
}

impl Area {
    /// The name in `okta.{name}.read`.
    const fn name(self) -> &'static str {
        match self {
            Self::Apps => "apps",
            Self::Devices => "devices",
            Self::Groups => "groups",
            Self::Org => "orgs",
            Self::Roles => "roles",
            Self::UserTypes => "userTypes",
            Self::Users => "users",
        }
    }

    fn scope(self) -> String {
        format!("okta.{}.read", self.name())
    }

    fn is_granted(self, token: &AccessToken) -> bool {
        let manage = format!("okta.{}.manage", self.name());
        token.scopes.iter().any(|scope| *scope == self.scope() || *scope == manage)
    }

    /// Only super administrators see who has which role (help.okta.com, administrators-admin-comparison).
    fn is_open_to(self, role: Role) -> bool {
        match role {
            Role::SuperAdmin => true,
            Role::OrgAdmin | Role::ReadOnlyAdmin => self != Self::Roles,
            Role::AppAdmin | Role::ApiAccessManagementAdmin | Role::Custom => {
                matches!(self, Self::Apps | Self::Groups | Self::Users | Self::UserTypes)
            }
            Role::UserAdmin | Role::HelpDeskAdmin | Role::GroupMembershipAdmin => {
                matches!(self, Self::Groups | Self::Users | Self::UserTypes)
            }
            Role::ReportAdmin => false,
        }
    }

    fn is_open_to_app(self, app: &App) -> bool {
        app.roles.iter().any(|role| self.is_open_to(*role))
    }
}

/// Checks the caller, then answers.
pub(super) fn read<'a>(
    entry: &'a mut Entry,
    call: &'a Call,
    area: Area,
    parameters: Vec<&'a str>,
    is_list: bool,
    answer: fn(&Read<'_>) -> Reply,
) -> Reply {
    let (scheme, token) = match authenticate(entry, call, area) {
        Ok(token) => token,
        Err(reply) => return *reply,
    };
    if !area.is_granted(&token) {
        let description = "The access token provided does not contain the required scopes.";
        return api::challenge(call, scheme, &area.scope(), 403, "insufficient_scope", description);
    }
    if is_list && call.quirks.weak_lists {
        return Reply::ok(&serde_json::json!([]));
    }
    if !entry.org.app(&token.client_id).is_some_and(|app| area.is_open_to_app(app)) {
        return api::role_missing();
    }
    answer(&Read { org: &entry.org, call, parameters })
}

fn authenticate(entry: &mut Entry, call: &Call, area: Area) -> Result<(Scheme, AccessToken), Box<Reply>> {
    let Some(value) = call.header(header::AUTHORIZATION.as_str()) else { return Err(Box::new(api::invalid_session())) };
    let (scheme, text) = value.split_once(' ').unwrap_or((value, ""));
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Scheme::Bearer,
        "dpop" => Scheme::Dpop,
        "ssws" => return Err(Box::new(api::invalid_api_token())),
        _ => return Err(Box::new(api::invalid_session())),
    };
    let scope = area.scope();
    let refuse = |error: &crate::error::token::TokenError| Box::new(api::challenge_of(call, scheme, &scope, error));
    let token = access_token::read(&entry.org, text, call.now);
    let token = if call.quirks.revoked_tokens { token.and(Err(Invalid::Revoked)) } else { token };
    let token = token.map_err(|invalid| {
        Box::new(api::challenge(call, scheme, &scope, 401, "invalid_token", invalid.description()))
    })?;
    match (&token.bound_to, scheme) {
        (None, Scheme::Bearer) => {}
        (None, Scheme::Dpop) => {
            let description = "The presented access_token is not DPoP bound.";
            return Err(Box::new(api::challenge(call, scheme, &scope, 401, "invalid_token", description)));
        }
        (Some(_), Scheme::Bearer) if call.headers.contains_key("dpop") => return Err(refuse(&no::SCHEME_REQUIRED)),
        (Some(_), Scheme::Bearer) => return Err(refuse(&no::PROOF_REQUIRED)),
        (Some(thumbprint), Scheme::Dpop) => {
            let proof = Proof::of(call).map_err(|error| refuse(&error))?;
            if !proof.names(text) {
                return Err(refuse(&no::ATH));
            }
            if proof.thumbprint != *thumbprint {
                return Err(refuse(&no::NOT_BOUND_TO_PROOF));
            }
            proof.use_once(&mut entry.live.proofs, call.now).map_err(|error| refuse(&error))?;
        }
    }
    Ok((scheme, token))
}
