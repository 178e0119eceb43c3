//! The causes, one row each. `{name}` in a sentence is filled in by whoever finds the cause.

use super::{
    Effect,
    entry::{Entry, ROW, catalogue},
};
use model::{
    check::{CheckId, CheckStatus},
    okta::AdminPage,
};

catalogue! {
    // domain ---------------------------------------------------------------------------------------------------------
    DomainNotFound "domain_not_found" {
        check: CheckId::Domain, step: Some(1), seen: "the name does not resolve, or is one that never does (`.invalid`, `.test`)",
        title: "Domain not found",
        detail: "{host} does not exist: no address is known for it.",
        fix: "Correct the Okta domain. It is the address in your browser when you are signed in to Okta, without -admin.",
    }
    DomainPrivateAddress "domain_private_address" {
        seen: "one of the name's addresses is not public, or the name is one of an inside network (`.local`, `.internal`)",
        check: CheckId::Domain, step: Some(1),
        title: "Domain is not public",
        detail: "{host} leads to an address that is not on the public internet, so the connection was not made.",
        fix: "Enter the public address of your Okta organization. To reach Okta over a private link, the operator of this console sets APPCONN_OKTA_RESOLVE.",
    }
    DnsUnavailable "dns_unavailable" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "the resolver did not answer",
        title: "Name service not available",
        detail: "The address of {host} could not be looked up: the name service did not answer.",
        fix: "Try again in a moment. If it stays so, the operator of this console checks its DNS.",
    }
    ConnectRefused "connect_refused" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "TCP: refused",
        title: "Connection refused",
        detail: "{host} refused the connection on port 443.",
        fix: "Check the Okta domain, and that a firewall lets this console reach it. Then try again.",
    }
    ConnectTimeout "connect_timeout" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "no TCP or TLS handshake within 3 s",
        title: "No connection",
        detail: "{host} did not answer in time when a connection was opened.",
        fix: "Check the Okta domain, and that a firewall lets this console reach it. Then try again.",
    }
    ConnectFailed "connect_failed" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "TCP: any other failure",
        title: "No connection",
        detail: "A connection to {host} could not be opened.",
        fix: "Check the Okta domain and this console's network. Then try again.",
    }
    TlsUntrusted "tls_untrusted" {
        check: CheckId::Domain, seen: "TLS: unknown issuer",
        title: "Certificate not trusted",
        detail: "The certificate of {host} was issued by nobody whom this console trusts.",
        fix: "Check the Okta domain. If a proxy opens encrypted traffic here, the operator of this console adds its root certificate with APPCONN_OKTA_CA_FILE.",
    }
    TlsExpired "tls_expired" {
        check: CheckId::Domain, seen: "TLS: certificate expired, or not valid yet",
        title: "Certificate expired",
        detail: "The certificate of {host} is not valid today.",
        fix: "Renew the certificate of your custom domain in Okta, or use your organization's own okta.com address. Check this console's clock, too.",
    }
    TlsNameMismatch "tls_name_mismatch" {
        check: CheckId::Domain, seen: "TLS: certificate for other names",
        title: "Certificate of another site",
        detail: "The certificate that {host} shows belongs to another name.",
        fix: "Check the spelling of the Okta domain. For a custom domain, check its certificate in Okta.",
    }
    TlsFailed "tls_failed" {
        check: CheckId::Domain, seen: "TLS: any other failure",
        title: "No encrypted connection",
        detail: "{host} and this console could not agree on an encrypted connection (TLS 1.2 or later).",
        fix: "Check the Okta domain: what answers there does not behave as Okta does.",
    }
    ResponseTimeout "response_timeout" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "no whole answer within 10 s",
        title: "No answer in time",
        detail: "{host} took the request but did not answer in time.",
        fix: "Try again in a moment. The state of Okta's service is on status.okta.com.",
    }
    ConnectionBroken "connection_broken" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "the connection closed before the answer was complete",
        title: "Connection broken",
        detail: "The connection to {host} broke before the answer was complete.",
        fix: "Try again in a moment. If it stays so, check the firewall or proxy between this console and Okta.",
    }
    ResponseTooLarge "response_too_large" {
        check: CheckId::Domain, seen: "a body of more than 256 KiB, or headers of more than 64 KiB",
        title: "Answer too large",
        detail: "{host} answered with far more than Okta ever does, so reading stopped.",
        fix: "Check the Okta domain: what answers there does not behave as Okta does.", step: Some(1),
    }

    // organization ---------------------------------------------------------------------------------------------------
    NotOkta "not_okta" {
        seen: "`/.well-known/okta-organization` is not what Okta answers, and the token endpoint is not, either",
        check: CheckId::Organization, step: Some(1),
        title: "Not an Okta organization",
        detail: "{host} answers, but it is not an Okta organization.",
        fix: "Correct the Okta domain. It is the address in your browser when you are signed in to Okta, without -admin.",
    }
    DomainRedirects "domain_redirects" {
        check: CheckId::Organization, step: Some(1), seen: "the same with a status of 300 to 399",
        title: "Domain leads elsewhere",
        detail: "{host} sends visitors on to another address, and requests are not sent after it.",
        fix: "Enter the address that your Okta organization itself answers at.",
    }
    AdminHost "admin_host" {
        check: CheckId::Organization, step: Some(1), seen: "the same at a host whose first label ends in `-admin`",
        title: "Address of the admin console",
        detail: "{host} looks like the address of an admin console, not of the organization.",
        fix: "Enter the organization's own address: the same without -admin.",
    }
    OrganizationDeactivated "organization_deactivated" {
        check: CheckId::Organization, step: Some(1),
        title: "Organization deactivated",
        detail: "Okta says that the organization at {host} is deactivated.",
        fix: "Ask Okta, or whoever set the organization up, to activate it, or enter the domain of another one.",
    }
    OrganizationUnreadable "organization_unreadable" {
        seen: "the same, but the token endpoint answers as Okta's does",
        check: CheckId::Organization, status: CheckStatus::Warning, effect: Effect::Notes,
        title: "Organization details not readable",
        detail: "{host} signs in as Okta does, but does not tell which organization it is.",
        fix: "Nothing needs to be done. If something between this console and Okta blocks /.well-known/okta-organization, let it pass.",
    }

    // private_key ----------------------------------------------------------------------------------------------------
    PrivateKeyInvalid "private_key_invalid" {
        check: CheckId::PrivateKey, step: Some(8), page: Some(AdminPage::General), seen: "the key's numbers do not belong together",
        title: "Private key damaged",
        detail: "The private key does not sign: its numbers do not belong together.",
        fix: "Generate a new key in Okta and copy the private key whole.",
    }
    PrivateKeyTooLong "private_key_too_long" {
        check: CheckId::PrivateKey, step: Some(8), page: Some(AdminPage::General), seen: "more than 8,192 bits",
        title: "Private key too long",
        detail: "The RSA key has more than 8,192 bits, which is more than can be signed with here.",
        fix: "Generate a new key in Okta, which makes one of 2,048 bits.",
    }
    PrivateKeyAlgorithm "private_key_algorithm" {
        check: CheckId::PrivateKey, step: Some(8), page: Some(AdminPage::General), seen: "the JWK's `alg` does not go with its key",
        title: "Private key for another algorithm",
        detail: "The private key is marked for {algorithm}, which Okta does not accept from it.",
        fix: "Generate a new key in Okta, or remove the member \"alg\" from the JSON.",
    }
    PrivateKeyUnreadable "private_key_unreadable" {
        check: CheckId::PrivateKey, step: Some(8), page: Some(AdminPage::General), seen: "the sealed key does not open",
        title: "Stored private key not readable",
        detail: "The private key that is stored here cannot be read.",
        fix: "Replace the private key: generate a new one in Okta and paste it.",
    }
    PrivateKeyNotGenerated "private_key_not_generated" {
        check: CheckId::PrivateKey, effect: Effect::Undecided, seen: "the system's random numbers failed",
        title: "No random numbers",
        detail: "This console's system gave no random numbers, without which nothing can be signed.",
        fix: "Try again. If it stays so, the operator of this console looks at its machine.",
    }

    // client ---------------------------------------------------------------------------------------------------------
    ClientNotFound "client_not_found" {
        check: CheckId::Client, step: Some(5), page: Some(AdminPage::Applications),
        title: "Client ID not found",
        detail: "This organization has no active app with the client ID {client_id}.",
        fix: "Copy the Client ID again from the app's General tab. If it is right, check that the app is in this organization and Active.",
    }
    AppInactive "app_inactive" {
        check: CheckId::Client, step: Some(1), page: Some(AdminPage::Applications), client_known: true,
        title: "App deactivated",
        detail: "The app with the client ID {client_id} is deactivated.",
        fix: "Open the app under Applications › Applications and set its status to Active.",
    }
    NotServiceApp "not_service_app" {
        check: CheckId::Client, step: Some(3), page: Some(AdminPage::Applications), client_known: true,
        title: "App of another kind",
        detail: "The app with the client ID {client_id} is not an API Services app, and only those can be connected.",
        fix: "Create a new app integration, choose API Services, and enter its client ID and key here.",
    }
    GrantTypeMissing "grant_type_missing" {
        check: CheckId::Client, step: Some(3), page: Some(AdminPage::General), client_known: true,
        title: "Client credentials not allowed",
        detail: "The app does not allow the grant type Client Credentials.",
        fix: "Allow Client Credentials on the app's General tab, or create a new app integration and choose API Services.",
    }

    // authentication -------------------------------------------------------------------------------------------------
    KeyNotRegistered "key_not_registered" {
        client_known: true, step: Some(7), page: Some(AdminPage::General),
        title: "Key not in the app",
        detail: "Okta does not accept the signature: the public half of this private key is not among the app's active keys.",
        fix: "Add the key under PUBLIC KEYS and see that it is Active, or generate a new one there and paste its private key here.",
    }
    KeyIdUnknown "key_id_unknown" {
        client_known: true, step: Some(9), page: Some(AdminPage::General),
        title: "Key ID not in the app",
        detail: "The app has no active key with the key ID {kid}.",
        fix: "Look for the key under PUBLIC KEYS: copy the KID of the key that you pasted, set it to Active if it is not, or add the key if it is missing.",
    }
    KeyIdNeeded "key_id_needed" {
        client_known: true, step: Some(8), page: Some(AdminPage::General),
        title: "Key ID needed",
        detail: "The app has several active keys, and Okta was not told which of them signed.",
        fix: "Copy the KID of your key from the PUBLIC KEYS table into the field Key ID.",
    }
    KeyIdMismatch "key_id_mismatch" {
        client_known: true, step: Some(8), page: Some(AdminPage::General),
        title: "Key ID of another key",
        detail: "The public key that the app has under the key ID {kid} does not belong to this private key.",
        fix: "Copy the KID that stands beside your key in the PUBLIC KEYS table, or paste the private key that belongs to {kid}.",
    }
    NoPublicKey "no_public_key" {
        client_known: true, step: Some(6), page: Some(AdminPage::General),
        title: "App has no key",
        detail: "The app has no active public key, so Okta cannot check any signature.",
        fix: "Under Client Credentials click Edit, select Public key / Private key as the client authentication, add a key under PUBLIC KEYS, and save.",
    }
    PublicKeyInvalid "public_key_invalid" {
        client_known: true, step: Some(7), page: Some(AdminPage::General),
        title: "App's keys are damaged",
        detail: "Okta cannot read the app's public keys, or two of them have the same key ID.",
        fix: "Remove the damaged keys under PUBLIC KEYS and add the key again.",
    }
    PublicKeyUrl "public_key_url" {
        client_known: true, step: Some(7), page: Some(AdminPage::General),
        title: "Key address not reachable",
        detail: "The app takes its public keys from an address of its own, and Okta gets none there.",
        fix: "Save the keys in Okta instead of using a URL, or make the address answer.",
    }
    KeyNotForSigning "key_not_for_signing" {
        client_known: true, step: Some(7), page: Some(AdminPage::General),
        title: "Key not for signing",
        detail: "The app has this key for encryption, not for signing.",
        fix: "Add the key again under PUBLIC KEYS, for signing (\"use\": \"sig\").",
    }
    KeyAlgorithm "key_algorithm" {
        client_known: true, step: Some(8), page: Some(AdminPage::General),
        title: "Signature algorithm refused",
        detail: "Okta does not accept signatures by {algorithm} from this app.",
        fix: "Generate a new key in Okta and paste its private key here.",
    }
    ClientAuthMethod "client_auth_method" {
        client_known: true, step: Some(6), page: Some(AdminPage::General),
        title: "App uses a client secret",
        detail: "The app's client authentication is not Public key / Private key, so Okta does not accept the signature.",
        fix: "Under Client Credentials click Edit, select Public key / Private key, and save.",
    }
    NetworkZone "network_zone" {
        client_known: true, page: Some(AdminPage::Networks),
        title: "Network not allowed",
        detail: "The app may be used from certain network zones only, and this console is outside them.",
        fix: "Add this console's public IP address to a zone that the app allows, under Security › Networks.",
    }
    ClockSkew "clock_skew" {
        title: "Clock is wrong",
        detail: "This console's clock is {skew} Okta's, so Okta does not accept the time in the request.",
        fix: "The operator of this console sets its clock by a time server (NTP). Nothing in Okta needs to change.",
    }
    TimeRefused "time_refused" {
        effect: Effect::Undecided,
        title: "Time refused",
        detail: "Okta does not accept the time in the request, although the clocks agree as far as can be seen.",
        fix: "Try again. If it stays so, the operator of this console checks that its clock follows a time server (NTP).",
    }
    AudienceRefused "audience_refused" {
        step: Some(1),
        title: "Okta answers under another address",
        detail: "Okta expects requests at another address than {host}.",
        fix: "Enter the address that your Okta organization itself uses, usually the one that ends in okta.com.",
    }
    AssertionReused "assertion_reused" {
        effect: Effect::Undecided,
        title: "Request seen twice",
        detail: "Okta says that it has seen this very request before.",
        fix: "Try again. If it stays so, something between this console and Okta repeats requests.",
    }
    AssertionRefused "assertion_refused" {
        step: Some(6), page: Some(AdminPage::General),
        title: "Sign-in refused",
        detail: "Okta did not accept the sign-in. Its own words are in the details.",
        fix: "Compare the client ID, the client authentication and the public key on the app's General tab with what is entered here.",
    }
    RequestRefused "request_refused" {
        effect: Effect::Undecided,
        title: "Request refused",
        detail: "Okta did not accept the form of the request. Its own words are in the details.",
        fix: "Something between this console and Okta changes requests, or Okta has changed. Report it with the details.",
    }
    AccessRefused "access_refused" {
        title: "Sign-in forbidden",
        detail: "Okta forbids the sign-in. Its own words are in the details.",
        fix: "Check the policies that apply to the app in Okta, and the network zones under Security › Networks.",
        page: Some(AdminPage::Networks),
    }
    RateLimited "rate_limited" {
        effect: Effect::Undecided,
        title: "Too many requests",
        detail: "Okta takes no more requests from this organization for now.",
        fix: "Try again in a minute.",
    }
    OktaUnavailable "okta_unavailable" {
        effect: Effect::Undecided,
        title: "Okta not available",
        detail: "Okta answered that it cannot serve the request now.",
        fix: "Try again in a few minutes. The state of Okta's service is on status.okta.com.",
    }
    UnexpectedResponse "unexpected_response" {
        effect: Effect::Undecided, seen: "no row below fits",
        title: "Answer not understood",
        detail: "Okta's answer makes no sense here. What it said is in the details.",
        fix: "Try again. If it stays so, report it with the details.",
    }

    // proof_of_possession --------------------------------------------------------------------------------------------
    DpopRequired "dpop_required" {
        check: CheckId::ProofOfPossession, client_known: true, step: Some(10), page: Some(AdminPage::General),
        title: "Proof of possession lost",
        detail: "The app demands proof of possession (DPoP). It was sent, but did not arrive at Okta.",
        fix: "See that no proxy between this console and Okta removes the DPoP header.",
    }
    DpopProofRefused "dpop_proof_refused" {
        check: CheckId::ProofOfPossession, client_known: true, step: Some(10), page: Some(AdminPage::General),
        effect: Effect::Undecided,
        title: "Proof of possession refused",
        detail: "Okta did not accept the proof of possession (DPoP). Its own words are in the details.",
        fix: "Try again. If it stays so, see that no proxy between this console and Okta changes the address or the DPoP header.",
    }

    // scopes ---------------------------------------------------------------------------------------------------------
    NoScopes "no_scopes" {
        check: CheckId::Scopes, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        title: "No scope granted",
        detail: "None of the scopes is granted to the app, so Okta gives no access: {missing}.",
        fix: "On the app's Okta API Scopes tab click Grant for each of them.",
    }
    ScopeMissing "scope_missing" {
        seen: "200 with fewer scopes than were asked for",
        check: CheckId::Scopes, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        effect: Effect::Limits,
        title: "Scope missing",
        detail: "Not granted to the app: {missing}. Without it, {objects} cannot be read.",
        fix: "On the app's Okta API Scopes tab click Grant for {missing}.",
    }
    ScopeRefused "scope_refused" {
        check: CheckId::Scopes, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        title: "Scopes refused",
        detail: "Okta does not take these scopes in this request. Its own words are in the details.",
        fix: "Check that the Okta API Scopes tab of the app lists all seven scopes, and grant them.",
    }

    // role -----------------------------------------------------------------------------------------------------------
    RoleMissing "role_missing" {
        seen: "200 without an active `SUPER_ADMIN` among the app's roles, or 403 `E0000006` when they are asked for",
        check: CheckId::Role, client_known: true, step: Some(12), page: Some(AdminPage::AdminRoles),
        effect: Effect::Limits,
        title: "Super Administrator missing",
        detail: "The app does not have the Super Administrator role, so some objects cannot be read.",
        fix: "On the app's Admin roles tab click Edit assignments and add Super Administrator.",
    }
    RoleUnreadable "role_unreadable" {
        seen: "`okta.roles.read` is not among the granted scopes",
        check: CheckId::Role, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        status: CheckStatus::Warning, effect: Effect::Limits,
        title: "Role not readable",
        detail: "Whether the app has the Super Administrator role cannot be read, because okta.roles.read is not granted.",
        fix: "Grant okta.roles.read on the app's Okta API Scopes tab, and see that the app has the Super Administrator role.",
    }

    // access ---------------------------------------------------------------------------------------------------------
    AccessDenied "access_denied" {
        check: CheckId::Access, client_known: true, step: Some(12), page: Some(AdminPage::AdminRoles),
        effect: Effect::Limits,
        title: "Some objects not readable",
        detail: "The scopes are granted, but the app's admin role does not allow it to read {objects}.",
        fix: "On the app's Admin roles tab click Edit assignments and add Super Administrator.",
    }
    AccessEmpty "access_empty" {
        seen: "200 `[]` for users, groups or user types, which every organization has",
        check: CheckId::Access, client_known: true, step: Some(12), page: Some(AdminPage::AdminRoles),
        status: CheckStatus::Warning, effect: Effect::Limits,
        title: "Nothing to see",
        detail: "Okta shows no {objects} at all, which every organization has: the app's admin role is too weak to see them.",
        fix: "On the app's Admin roles tab click Edit assignments and add Super Administrator.",
    }
    FeatureNotEnabled "feature_not_enabled" {
        check: CheckId::Access, client_known: true, status: CheckStatus::Warning, effect: Effect::Notes,
        title: "Feature not in this organization",
        detail: "This organization does not have the feature for {objects}, so there is nothing to read.",
        fix: "Nothing needs to be done. If the organization should have it, ask Okta to enable it.",
    }
    TokenRefused "token_refused" {
        check: CheckId::Access, client_known: true, effect: Effect::Undecided,
        title: "Access token refused",
        detail: "Okta gave an access token and then did not accept it. Its own words are in the details.",
        fix: "Try again. If it stays so, check that nobody revokes the app's tokens.",
    }
}
