//! The table of scenarios.

use super::{Scenario, api_error, challenges, denied, everywhere, lacking, list, oauth_error, row};
use crate::org::{
    AppKey, ApplicationType, AuthMethod, Certificate, Effect, Engine, Fault, KeyMaterial, KeySet, KeyUse, Kind, Role,
    Status,
};

const TOKEN: &str = "/oauth2/v1/token";
const OAUTH: &str = "/oauth2";
const ROLES: &str = "/oauth2/v1/clients";
const READS: &str = "/api/v1";

/// Every scenario, in the order of setting up a connection: the host, the organization, the client, its key, the
/// request, the scopes, the role, the reads.
pub const SCENARIOS: &[Scenario] = &[
    // The host.
    row("untrusted_certificate", "the certificate is signed by nobody known", |org| {
        org.certificate = Certificate::Untrusted;
    }),
    row("expired_certificate", "the certificate ended in 2024", |org| org.certificate = Certificate::Expired),
    row("wrong_host_certificate", "the certificate is for another host", |org| {
        org.certificate = Certificate::WrongHost;
    }),
    row("not_okta", "an ordinary web site answers", |org| org.kind = Kind::NotOkta),
    row("captive_portal", "every path answers 200 with HTML", |org| everywhere(org, Effect::Html)),
    row("redirect", "every path leads to an address inside the network", |org| {
        everywhere(org, Effect::Redirect { to: "http://169.254.169.254/latest/meta-data/".to_owned() });
    }),
    row("dropped_connection", "the connection closes without an answer", |org| everywhere(org, Effect::Drop)),
    row("slow", "every answer takes two seconds", |org| everywhere(org, Effect::Latency { ms: 2_000 })),
    row("hanging", "every answer takes ten minutes", |org| everywhere(org, Effect::Latency { ms: 600_000 })),
    row("dripping", "every answer comes a byte a second", |org| everywhere(org, Effect::Drip { every_ms: 1_000 })),
    row("oversized", "every answer is 64 MiB", |org| everywhere(org, Effect::Oversized { mib: 64 })),
    row("truncated", "every answer breaks off", |org| everywhere(org, Effect::Truncated)),
    row("malformed_json", "every answer is JSON that ends in the middle", |org| everywhere(org, Effect::MalformedJson)),
    row("unexpected_json", "every answer is JSON of another shape", |org| everywhere(org, Effect::UnexpectedJson)),
    row("outage", "503 on every path", |org| everywhere(org, Effect::Outage)),
    row("bad_gateway", "503 on every path from something in front of Okta", |org| everywhere(org, Effect::BadGateway)),
    row("limited_everywhere", "the limit of every path is used up", |org| {
        everywhere(org, Effect::RateLimit { reset_in: 60 });
    }),
    row("deactivated_organization", "Okta has deactivated the organization", |org| {
        everywhere(
            org,
            api_error(
                403,
                "E0000260",
                "This developer org has been deactivated. If you need access or have questions, please contact your org admin.",
            ),
        );
    }),
    row("blocked", "a page with 403 on every path from something in front", |org| {
        everywhere(org, Effect::Page { status: 403 });
    }),
    row("blocked_by_okta", "a page with 403 on every path from Okta", |org| {
        everywhere(org, Effect::OktaPage { status: 403 });
    }),
    row("nobody_may", "E0000006 on every path", |org| everywhere(org, denied())),
    row("browser_challenge", "something in front wants a browser on every path", |org| {
        everywhere(org, Effect::BrowserChallenge);
    }),
    row("gone", "Okta has no organization of this name any more", |org| {
        everywhere(org, Effect::OktaPage { status: 404 });
    }),
    row("classic", "Classic Engine: no devices, and their scope is not granted", |org| {
        org.engine = Engine::Classic;
        org.service_app().scopes.retain(|scope| scope != "okta.devices.read");
    }),
    row("classic_granted", "Classic Engine: the scope of devices is granted, there are none", |org| {
        org.engine = Engine::Classic;
        org.faults.push(Fault::on("/api/v1/devices", lacking(401)));
    }),
    row("classic_refused", "Classic Engine: the scope of devices is not known", |org| {
        org.engine = Engine::Classic;
        org.unknown_scopes = vec!["okta.devices.read".to_owned()];
    }),
    row("description_blocked", "something on the way answers for /.well-known", |org| {
        org.faults.push(Fault::on("/.well-known", Effect::Html));
    }),
    row("description_outage", "503 on /.well-known alone", |org| {
        org.faults.push(Fault::on("/.well-known", Effect::Outage));
    }),
    row("host_rewritten", "a proxy on a custom domain calls the organization by its Okta domain", |org| {
        everywhere(org, Effect::HostRewritten);
    }),
    // The client.
    row("unknown_client", "no application has the client id", |org| org.apps.clear()),
    row("unknown_client_401", "the same, with the other status that was seen", |org| {
        org.apps.clear();
        org.unknown_client_status = 401;
    }),
    row("inactive_app", "the application is deactivated", |org| org.service_app().status = Status::Inactive),
    row("client_secret", "the application uses a client secret and has no public key", |org| {
        org.service_app().token_endpoint_auth_method = AuthMethod::ClientSecretBasic;
        org.service_app().keys.clear();
    }),
    row("client_secret_with_keys", "the application uses a client secret, its keys are still there", |org| {
        org.service_app().token_endpoint_auth_method = AuthMethod::ClientSecretBasic;
    }),
    row("web_app", "the application is of type web", |org| org.service_app().application_type = ApplicationType::Web),
    row("native_app", "the application is of type native", |org| {
        org.service_app().application_type = ApplicationType::Native;
    }),
    row("browser_app", "the application is a single-page app", |org| {
        org.service_app().application_type = ApplicationType::Browser;
    }),
    row("no_client_credentials", "the grant type Client Credentials is not selected", |org| {
        org.service_app().grant_types = vec!["urn:ietf:params:oauth:grant-type:token-exchange".to_owned()];
    }),
    row("network_zone", "the caller is outside the permitted network zones", |org| {
        org.service_app().network_zone_allowed = false;
    }),
    row("policy_denied", "a policy refuses the sign-in", |org| {
        let words = "Policy evaluation failed for this request, please check the policy configurations.";
        org.faults.push(Fault::on(TOKEN, oauth_error(401, "access_denied", words)));
    }),
    row("unknown_words", "the sign-in is refused in words that are in no catalog", |org| {
        let words = "The client_assertion is not to our liking.";
        org.faults.push(Fault::on(TOKEN, oauth_error(401, "invalid_client", words)));
    }),
    // Its key.
    row("no_keys", "no public key is registered", |org| org.service_app().keys.clear()),
    row("wrong_key", "another key is registered under the same kid", |org| {
        for key in &mut org.service_app().keys {
            key.kid.get_or_insert_with(|| "demo".to_owned());
            key.jwk = KeyMaterial::SomebodyElse;
        }
    }),
    row("key_not_registered", "another key is registered, with its own kid", |org| {
        org.service_app().keys = vec![AppKey::new(KeyMaterial::SomebodyElse)];
    }),
    row("kid_unknown", "the key is registered under another kid", |org| {
        for key in &mut org.service_app().keys {
            key.kid = Some("rotated-2026-11".to_owned());
        }
    }),
    row("several_keys", "a second key is active: an assertion needs its kid", |org| {
        org.service_app().keys.push(AppKey::new(KeyMaterial::SomebodyElse));
    }),
    row("several_keys_none_ours", "two keys are active, and ours is neither", |org| {
        org.service_app().keys = ["first", "second"]
            .map(|kid| AppKey { kid: Some(kid.to_owned()), ..AppKey::new(KeyMaterial::SomebodyElse) })
            .to_vec();
    }),
    row("key_rotated", "the key is still there but inactive under its kid, its successor is active", |org| {
        for key in &mut org.service_app().keys {
            key.status = Status::Inactive;
        }
        let successor = AppKey { kid: Some("rotated-2026-11".to_owned()), ..AppKey::new(KeyMaterial::SomebodyElse) };
        org.service_app().keys.push(successor);
    }),
    row("inactive_key", "the key is deactivated, another one is active", |org| {
        for key in &mut org.service_app().keys {
            key.status = Status::Inactive;
        }
        org.service_app().keys.push(AppKey::new(KeyMaterial::SomebodyElse));
    }),
    row("encryption_key", "the key is registered for encryption", |org| {
        for key in &mut org.service_app().keys {
            key.use_ = KeyUse::Enc;
        }
    }),
    row("damaged_keys", "Okta cannot read the registered keys", |org| org.service_app().key_set = KeySet::Damaged),
    row("key_url_unreachable", "the keys are at an address that does not answer", |org| {
        org.service_app().key_set = KeySet::UrlUnreachable;
    }),
    row("key_url_empty", "the keys are at an address that lists none", |org| {
        org.service_app().key_set = KeySet::UrlEmpty;
    }),
    row("duplicate_kids", "two keys at the app's address have one kid", |org| {
        org.service_app().key_set = KeySet::UrlDuplicate;
    }),
    // The request.
    row("clock_behind", "Okta's clock is two hours behind ours", |org| org.clock_offset_seconds = -7_200),
    row("clock_ahead", "Okta's clock is two hours ahead of ours", |org| org.clock_offset_seconds = 7_200),
    row("clock_minutes_behind", "Okta's clock is seven minutes behind ours", |org| org.clock_offset_seconds = -430),
    row("clock_minutes_ahead", "Okta's clock is seven minutes ahead of ours", |org| org.clock_offset_seconds = 430),
    row("clock_unknown", "Okta's clock is two hours ahead, and nothing says so", |org| {
        org.clock_offset_seconds = 7_200;
        everywhere(org, Effect::NoDate);
    }),
    row("clock_7_seconds_behind", "Okta's clock is 7 seconds behind ours", |org| org.clock_offset_seconds = -7),
    row("clock_28_seconds_behind", "Okta's clock is 28 seconds behind ours", |org| org.clock_offset_seconds = -28),
    row("clock_45_seconds_behind", "Okta's clock is 45 seconds behind ours", |org| org.clock_offset_seconds = -45),
    row("clock_no_date", "Okta's clock is 28 seconds behind ours, and nothing says so", |org| {
        org.clock_offset_seconds = -28;
        everywhere(org, Effect::NoDate);
    }),
    row("repeated", "something on the way sends each token request twice", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::Repeated));
    }),
    row("repeated_once", "the first token request arrives twice", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::Repeated).times(1));
    }),
    row("body_stripped", "something on the way sends token requests on without their body", |org| {
        let header = Effect::StripHeader { name: "content-type".to_owned() };
        org.faults.push(Fault::on(TOKEN, header));
    }),
    row("dpop", "the application requires DPoP", |org| org.service_app().dpop_bound_access_tokens = true),
    row("nonce_loop", "DPoP is required and no nonce is ever good", |org| {
        org.service_app().dpop_bound_access_tokens = true;
        org.faults.push(Fault::on(TOKEN, Effect::NonceLoop));
    }),
    row("nonce_rotates", "DPoP is required, and the nonce is renewed in the middle of a sign-in", |org| {
        org.service_app().dpop_bound_access_tokens = true;
        org.faults.push(Fault::on(TOKEN, Effect::NonceRotates).times(2));
    }),
    row("dpop_stripped", "DPoP is required, and something on the way takes its header off", |org| {
        org.service_app().dpop_bound_access_tokens = true;
        everywhere(org, Effect::StripHeader { name: "dpop".to_owned() });
    }),
    row("dpop_stripped_from_reads", "the same for the reads alone", |org| {
        org.service_app().dpop_bound_access_tokens = true;
        org.faults.push(Fault::on(READS, Effect::StripHeader { name: "dpop".to_owned() }));
    }),
    row("rate_limited", "the token endpoint's limit is used up for two seconds more", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::RateLimit { reset_in: 2 }).times(1));
    }),
    row("rate_limited_for_long", "the token endpoint's limit stays used up", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::RateLimit { reset_in: 60 }));
    }),
    row("concurrency_limited", "too many token requests at one time", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::ConcurrencyLimit));
    }),
    row("token_outage", "503 on the token endpoint", |org| org.faults.push(Fault::on(TOKEN, Effect::Outage))),
    row("token_malformed", "the token endpoint's JSON ends in the middle", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::MalformedJson));
    }),
    row("token_html", "a page of HTML comes from the token endpoint", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::Html));
    }),
    row("token_blocked", "a page with 403 from something in front of the token endpoint", |org| {
        org.faults.push(Fault::on(OAUTH, Effect::Page { status: 403 }));
    }),
    row("token_blocked_by_okta", "a page with 403 from Okta's token endpoint", |org| {
        org.faults.push(Fault::on(OAUTH, Effect::OktaPage { status: 403 }));
    }),
    row("token_nobody_may", "E0000006 from the token endpoint", |org| org.faults.push(Fault::on(OAUTH, denied()))),
    row("token_browser_challenge", "something in front of the token endpoint wants a browser", |org| {
        org.faults.push(Fault::on(OAUTH, Effect::BrowserChallenge));
    }),
    row("token_redirect", "the token endpoint redirects to a page for signing in", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::Redirect { to: "https://wifi.example.com/".to_owned() }));
    }),
    row("token_empty", "200 and nothing from the token endpoint", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::Empty));
    }),
    row("token_bare_401", "401 and nothing from the token endpoint", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::Bare { status: 401 }));
    }),
    row("token_outage_once", "503 at the first token request", |org| {
        org.faults.push(Fault::on(TOKEN, Effect::Outage).times(1));
    }),
    // The scopes.
    row("missing_scope", "okta.devices.read is not granted", |org| {
        org.service_app().scopes.retain(|scope| scope != "okta.devices.read");
    }),
    row("missing_scopes", "only users, groups and apps are granted", |org| {
        let granted = ["okta.users.read", "okta.groups.read", "okta.apps.read"];
        org.service_app().scopes.retain(|scope| granted.contains(&scope.as_str()));
    }),
    row("missing_roles_scope", "okta.roles.read is not granted", |org| {
        org.service_app().scopes.retain(|scope| scope != "okta.roles.read");
    }),
    row("no_scopes", "nothing is granted", |org| org.service_app().scopes.clear()),
    row("unknown_scope", "the organization has no devices, and so does not know their scope", |org| {
        org.unknown_scopes = vec!["okta.devices.read".to_owned()];
    }),
    row("unknown_scopes", "the organization does not know the scope of users", |org| {
        org.unknown_scopes = vec!["okta.users.read".to_owned()];
    }),
    // The role.
    row("missing_role", "no administrator role is assigned", |org| org.service_app().roles.clear()),
    row("read_only_role", "Read-only Administrator instead of Super Administrator", |org| {
        org.service_app().roles = vec![Role::ReadOnlyAdmin];
    }),
    row("org_admin_role", "Organization Administrator instead of Super Administrator", |org| {
        org.service_app().roles = vec![Role::OrgAdmin];
    }),
    row("help_desk_role", "Help Desk Administrator instead of Super Administrator", |org| {
        org.service_app().roles = vec![Role::HelpDeskAdmin];
    }),
    row("custom_role", "a custom role instead of Super Administrator", |org| {
        org.service_app().roles = vec![Role::Custom];
    }),
    row("app_admin_role", "Application Administrator instead of Super Administrator", |org| {
        org.service_app().roles = vec![Role::AppAdmin];
    }),
    row("group_admin_role", "Group Administrator instead of Super Administrator", |org| {
        org.service_app().roles = vec![Role::UserAdmin];
    }),
    row("report_role", "Report Administrator instead of Super Administrator", |org| {
        org.service_app().roles = vec![Role::ReportAdmin];
    }),
    row("roles_forbidden", "all is well but the roles of the application cannot be read", |org| {
        org.faults.push(Fault::on(ROLES, denied()));
    }),
    row("roles_feature_off", "401 E0000015 for the roles of the application", |org| {
        org.faults.push(Fault::on(ROLES, lacking(401)));
    }),
    row("roles_feature_off_403", "403 E0000015 for the roles of the application", |org| {
        org.faults.push(Fault::on(ROLES, lacking(403)));
    }),
    row("roles_not_found", "404 E0000007 for the roles of the application", |org| {
        let words = "Not found: Resource not found: 0oa1 (PublicClientApp)";
        org.faults.push(Fault::on(ROLES, api_error(404, "E0000007", words)));
    }),
    row("roles_outage", "503 for the roles of the application", |org| {
        org.faults.push(Fault::on(ROLES, Effect::Outage));
    }),
    row("roles_html", "a page of HTML for the roles of the application", |org| {
        org.faults.push(Fault::on(ROLES, Effect::Html));
    }),
    row("roles_dropped", "the connection closes at the roles of the application", |org| {
        org.faults.push(Fault::on(ROLES, Effect::Drop));
    }),
    row("roles_empty", "no administrator role is assigned, and every read works nevertheless", |org| {
        org.faults.push(Fault::on(ROLES, list(&[], "[]")));
    }),
    row("weak_lists", "no role, and lists answer 200 [] instead of 403", |org| {
        org.service_app().roles.clear();
        everywhere(org, Effect::WeakLists);
    }),
    // The reads.
    row("empty_lists", "all is well but lists answer 200 []", |org| everywhere(org, Effect::WeakLists)),
    row("reads_rate_limited", "the limit of every read is used up", |org| {
        org.faults.push(Fault::on(READS, Effect::RateLimit { reset_in: 60 }));
    }),
    row("reads_outage", "503 on every read", |org| org.faults.push(Fault::on(READS, Effect::Outage))),
    row("reads_malformed", "the JSON of every read ends in the middle", |org| {
        org.faults.push(Fault::on(READS, Effect::MalformedJson));
    }),
    row("devices_outage", "500 on the devices alone", |org| {
        org.faults.push(Fault::on("/api/v1/devices", Effect::ServerError));
    }),
    row("no_devices", "the organization lacks the feature for devices", |org| {
        org.faults.push(Fault::on("/api/v1/devices", lacking(401)));
    }),
    row("devices_denied", "E0000006 for devices, whatever the role", |org| {
        org.faults.push(Fault::on("/api/v1/devices", denied()));
    }),
    row("devices_blocked", "a page with 403 for devices from something in front", |org| {
        org.faults.push(Fault::on("/api/v1/devices", Effect::Page { status: 403 }));
    }),
    row("devices_redirect", "devices redirect to a page for signing in", |org| {
        org.faults.push(Fault::on("/api/v1/devices", Effect::Redirect { to: "https://wifi.example.com/".to_owned() }));
    }),
    row("devices_scope_on_two_lines", "devices lack their scope, said on the second line of WWW-Authenticate", |org| {
        let reason = "Bearer scope=\"okta.devices.read\", error=\"insufficient_scope\"";
        org.faults.push(Fault::on("/api/v1/devices", challenges(&["Bearer realm=\"Okta\"", reason])));
    }),
    row("devices_scope_unquoted", "devices lack their scope, said without quotation marks", |org| {
        let reason = "Bearer scope=okta.devices.read, error=insufficient_scope";
        org.faults.push(Fault::on("/api/v1/devices", challenges(&[reason])));
    }),
    row("no_applications", "the list of applications is empty, which holds at least this one", |org| {
        let only = format!("<https://{}/api/v1/apps?limit=1>; rel=\"self\"", org.host);
        org.faults.push(Fault::on("/api/v1/apps", list(&[("link", &only)], "[]")));
    }),
    row("first_page_empty", "the first page of users is empty, and the list goes on", |org| {
        // The links of the right response stay.
        org.faults.push(Fault::on("/api/v1/users", list(&[], "[]")).times(1));
    }),
    row("revoked_tokens", "access tokens are revoked as soon as they are given", |org| {
        everywhere(org, Effect::RevokedTokens);
    }),
    row("token_stripped", "something on the way takes the access token off every read", |org| {
        everywhere(org, Effect::StripHeader { name: "authorization".to_owned() });
    }),
    row("reads_html", "a page of HTML comes from every read", |org| org.faults.push(Fault::on(READS, Effect::Html))),
    row("reads_dropped", "the connection closes at every read", |org| {
        org.faults.push(Fault::on(READS, Effect::Drop));
    }),
];
