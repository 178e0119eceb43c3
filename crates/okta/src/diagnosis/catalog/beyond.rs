//! Causes that lie between the app's settings and what the organization has: what it cannot have, what the role does not
//! show, what nobody answered.

macro_rules! beyond {
    ([$next:ident $($then:ident)*] $($rows:tt)*) => { $next! { [$($then)*] $($rows)*
    FeatureNotEnabled "feature_not_enabled" {
        check: CheckId::Access, client_known: true, status: CheckStatus::Warning, effect: Effect::Notes,
        title: "Feature not in this organization",
        detail: "This organization does not have the feature for {objects}, so there is nothing to read.",
        fix: "No action is needed. If the organization should have the feature, ask Okta to enable it.",
    }
    TokenRefused "token_refused" {
        check: CheckId::Access, client_known: true, effect: Effect::Undecided,
        title: "Access token rejected",
        detail: "Okta issued an access token and then rejected it. Its message is under Technical details.",
        fix: "Try again. If the problem continues, check that no one revokes the app’s tokens.",
    }
    ScopeUnavailable "scope_unavailable" {
        seen: "`invalid_scope`, and a token when asked again without the scope",
        check: CheckId::Scopes, client_known: true, status: CheckStatus::Warning, effect: Effect::Notes,
        title: "Scope not offered",
        detail: "Okta does not accept {missing} in this organization, so the connection works without {objects}.",
        fix: "No action is needed if the organization does not use {objects}. Otherwise, ask Okta Support to enable the feature.",
    }
    RoleUnknown "role_unknown" {
        seen: "any other answer, or none, when the app's roles are asked for",
        check: CheckId::Role, client_known: true, step: Some(12), page: Some(AdminPage::AdminRoles),
        status: CheckStatus::Warning, effect: Effect::Notes,
        title: "Role not known",
        detail: "Okta did not say which roles the app has. What the app can read is checked below.",
        fix: "Check that the app’s Admin roles tab lists Super Administrator. No other action is needed if the other checks pass.",
    }
    AccessScopeMissing "access_scope_missing" {
        seen: "the scope is not among the granted ones",
        check: CheckId::Access, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        effect: Effect::Limits,
        title: "Objects not read",
        detail: "Not read, because the scopes are not granted: {objects}.",
        fix: "Grant the scopes that are listed under “Some scopes not granted”. Only a super administrator of Okta can do this.",
    }
    AccessPartial "access_partial" {
        seen: "all reads work, and the app is not a super administrator",
        check: CheckId::Access, client_known: true, step: Some(12), page: Some(AdminPage::AdminRoles),
        status: CheckStatus::Warning, effect: Effect::Limits,
        title: "Objects readable in part",
        detail: "One object of each type was read, but Okta shows {objects} in full only to a super administrator.",
        fix: "On the app’s Admin roles tab, click Edit assignments, then add Super Administrator. Only a super administrator of Okta can do this.",
    }
    AccessWithheld "access_withheld" {
        seen: "403 `E0000006` or 200 `[]` although the app is a super administrator",
        check: CheckId::Access, client_known: true, effect: Effect::Limits,
        title: "Objects not shown",
        detail: "The app has the Super Administrator role, but Okta does not let it read {objects}.",
        fix: "A new role takes effect within minutes, so verify again. If the problem continues, send the technical details to Okta Support.",
    }
    ClassicEngine "classic_engine" {
        seen: "`pipeline` is `v1`, and devices cannot be read",
        check: CheckId::Access, client_known: true, status: CheckStatus::Warning, effect: Effect::Notes,
        title: "No devices in Classic Engine",
        detail: "The organization runs Okta Classic Engine, which has no devices. Everything else can be read.",
        fix: "No action is needed. After an upgrade to Okta Identity Engine, grant okta.devices.read.",
    } } };
}

pub(super) use beyond;
