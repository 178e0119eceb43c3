//! The causes, one row each. `{name}` in a sentence is filled in where the cause is found.

mod beyond;
mod in_front;

use self::{beyond::beyond, in_front::in_front};
use super::{
    effect::Effect,
    entry::{Entry, ROW, catalog},
};
use model::{
    check::{CheckId, CheckStatus},
    okta::AdminPage,
};

in_front! {
    [beyond catalog]
    // domain ---------------------------------------------------------------------------------------------------------
    DomainNotFound "domain_not_found" {
        check: CheckId::Domain, step: Some(1), seen: "the name does not resolve, or is one that never does (`.invalid`, `.test`)",
        title: "Domain not found",
        detail: "{host} does not exist in DNS.",
        fix: "Correct the Okta domain. Use the address in your browser when you are signed in to Okta, without -admin.",
    }
    DomainPrivateAddress "domain_private_address" {
        seen: "one of the name's addresses is not public, or the name is one of an inside network (`.local`, `.internal`)",
        check: CheckId::Domain, step: Some(1),
        title: "Domain is not public",
        detail: "{host} leads to an address that is not on the public internet, so no connection was made.",
        fix: "Enter the public address of your Okta organization. To reach Okta over a private link, ask the person who runs this console to set APPCONN_OKTA_RESOLVE.",
    }
    DnsUnavailable "dns_unavailable" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "the resolver did not answer, or does not know `okta.com`, either",
        title: "DNS lookup failed",
        detail: "This console could not look up {host}. It is not known whether the domain exists.",
        fix: "Try again in a moment. If the problem continues, ask the person who runs this console to check its DNS. Behind a proxy, ask for APPCONN_OKTA_PROXY to be set.",
    }
    ConnectRefused "connect_refused" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "TCP: refused",
        title: "Connection refused",
        detail: "{host} refused the connection on port 443.",
        fix: "Check the Okta domain, and make sure that the firewall lets this console reach it. Then try again.",
    }
    ConnectTimeout "connect_timeout" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "no TCP or TLS handshake within 3 s",
        title: "Connection timed out",
        detail: "{host} did not respond in time when a connection was opened.",
        fix: "Check the Okta domain, and make sure that the firewall lets this console reach it. Then try again.",
    }
    ConnectFailed "connect_failed" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "TCP: any other failure",
        title: "Connection failed",
        detail: "A connection to {host} could not be opened.",
        fix: "Check the Okta domain and this console’s network. Then try again.",
    }
    TlsUntrusted "tls_untrusted" {
        check: CheckId::Domain, seen: "TLS: unknown issuer",
        title: "Certificate not trusted",
        detail: "The certificate of {host} was issued by an authority that this console does not trust.",
        fix: "Check the Okta domain. If a proxy decrypts traffic, ask the person who runs this console to add its root certificate with APPCONN_OKTA_CA_FILE.",
    }
    TlsExpired "tls_expired" {
        check: CheckId::Domain, seen: "TLS: certificate expired, or not valid yet",
        title: "Certificate not valid",
        detail: "The certificate of {host} has expired or is not valid yet.",
        fix: "Renew the certificate of your custom domain in Okta, or use your organization’s okta.com address. Check this console’s clock, too.",
    }
    TlsNameMismatch "tls_name_mismatch" {
        check: CheckId::Domain, seen: "TLS: certificate for other names",
        title: "Certificate of another site",
        detail: "The certificate of {host} was issued for another name.",
        fix: "Check the spelling of the Okta domain. For a custom domain, check its certificate in Okta.",
    }
    TlsFailed "tls_failed" {
        check: CheckId::Domain, seen: "TLS: any other failure",
        title: "No encrypted connection",
        detail: "{host} and this console could not agree on an encrypted connection (TLS 1.2 or later).",
        fix: "Check the Okta domain. The server at this address does not behave like Okta.",
    }
    ResponseTimeout "response_timeout" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "no whole answer within 10 s",
        title: "Response timed out",
        detail: "{host} received the request but did not respond in time.",
        fix: "Try again in a moment. Check status.okta.com for the state of Okta’s service.",
    }
    ConnectionBroken "connection_broken" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "the connection closed before the answer was complete",
        title: "Connection lost",
        detail: "The connection to {host} ended before the response was complete.",
        fix: "Try again in a moment. If the problem continues, check the firewall or proxy between this console and Okta.",
    }
    ResponseTooLarge "response_too_large" {
        check: CheckId::Domain, seen: "a body of more than 256 KiB, or headers of more than 64 KiB",
        title: "Response too large",
        detail: "The response from {host} is much larger than any from Okta, so it was not read.",
        fix: "Check the Okta domain. The server at this address does not behave like Okta.", step: Some(1),
    }

    // organization ---------------------------------------------------------------------------------------------------
    NotOkta "not_okta" {
        seen: "`/.well-known/okta-organization` is not what Okta answers, and the token endpoint is not, either",
        check: CheckId::Organization, step: Some(1),
        title: "Not an Okta organization",
        detail: "{host} responds, but it is not an Okta organization.",
        fix: "Correct the Okta domain. Use the address in your browser when you are signed in to Okta, without -admin.",
    }
    DomainRedirects "domain_redirects" {
        check: CheckId::Organization, step: Some(1), seen: "the same with a status of 300 to 399",
        title: "Domain redirects",
        detail: "{host} redirects to another address. For security, redirects are not followed.",
        fix: "Enter the address of your Okta organization itself.",
    }
    AdminHost "admin_host" {
        check: CheckId::Organization, step: Some(1), seen: "the same at a host whose first label ends in `-admin`",
        title: "Admin Console address",
        detail: "{host} looks like the address of an Admin Console, not of the organization.",
        fix: "Enter the organization’s own address: the same without -admin.",
    }
    OrganizationChanged "organization_changed" {
        check: CheckId::Organization, step: Some(1), seen: "another `id` in `/.well-known/okta-organization` than the connection remembers", title: "Different organization",
        detail: "{host} now points to a different Okta organization than the one this connection was created for.", fix: "Correct the Okta domain. To switch to the other organization, edit the connection, paste the private key, and confirm the change.",
    }
    OrganizationDeactivated "organization_deactivated" {
        check: CheckId::Organization, step: Some(1),
        title: "Organization deactivated",
        detail: "Okta says that the organization at {host} is deactivated.",
        fix: "Ask Okta, or the person who set up the organization, to activate it, or enter the domain of another one.",
    }
    OrganizationUnreadable "organization_unreadable" {
        seen: "the same, but the token endpoint answers as Okta's does",
        check: CheckId::Organization, status: CheckStatus::Warning, effect: Effect::Notes,
        title: "Organization details not readable",
        detail: "{host} responds to sign-ins as Okta does, but does not say which organization it is.",
        fix: "No action is needed. If a proxy between this console and Okta blocks /.well-known/okta-organization, allow it.",
    }

    // private_key ----------------------------------------------------------------------------------------------------
    PrivateKeyInvalid "private_key_invalid" {
        check: CheckId::PrivateKey, step: Some(8), page: Some(AdminPage::General), seen: "the key's numbers do not belong together",
        title: "Private key damaged",
        detail: "The private key cannot sign: its values do not match.",
        fix: "Generate a new key in Okta and copy the whole private key.",
    }
    PrivateKeyTooLong "private_key_too_long" {
        check: CheckId::PrivateKey, step: Some(8), page: Some(AdminPage::General), seen: "more than 8,192 bits",
        title: "Private key too long",
        detail: "The RSA key has more than 8,192 bits, which is not supported here.",
        fix: "Generate a new key in Okta. It will have 2,048 bits.",
    }
    PrivateKeyAlgorithm "private_key_algorithm" {
        check: CheckId::PrivateKey, step: Some(8), page: Some(AdminPage::General), seen: "the JWK's `alg` does not go with its key",
        title: "Private key for another algorithm",
        detail: "The private key names the algorithm {algorithm}, which Okta does not accept for this type of key.",
        fix: "Generate a new key in Okta, or remove “alg” from the JSON.",
    }
    PrivateKeyUnreadable "private_key_unreadable" {
        check: CheckId::PrivateKey, step: Some(8), page: Some(AdminPage::General), seen: "the sealed key does not open",
        title: "Saved private key not readable",
        detail: "The saved private key cannot be read.",
        fix: "Replace the private key. Generate a new one in Okta and paste it.",
    }
    PrivateKeyNotGenerated "private_key_not_generated" {
        check: CheckId::PrivateKey, effect: Effect::Undecided, seen: "the system's random numbers failed",
        title: "No random numbers",
        detail: "This console’s system provides no random numbers, so nothing can be signed.",
        fix: "Try again. If the problem continues, ask the person who runs this console to check its machine.",
    }

    // client ---------------------------------------------------------------------------------------------------------
    ClientNotFound "client_not_found" {
        check: CheckId::Client, step: Some(5), page: Some(AdminPage::Applications),
        title: "Client ID not found",
        detail: "This organization has no active app with the client ID {client_id}.",
        fix: "Copy the client ID again from the app’s General tab. If it is correct, check that the app is in this organization and Active.",
    }
    AppInactive "app_inactive" {
        check: CheckId::Client, step: Some(1), page: Some(AdminPage::Applications), client_known: true,
        title: "App deactivated",
        detail: "The app with the client ID {client_id} is deactivated.",
        fix: "Open the app under Applications › Applications and set its status to Active.",
    }
    NotServiceApp "not_service_app" {
        check: CheckId::Client, step: Some(3), page: Some(AdminPage::Applications), client_known: true,
        title: "Wrong type of app",
        detail: "The app with the client ID {client_id} is not an API Services app. Only API Services apps can be connected.",
        fix: "Create a new app integration, choose API Services, then enter its client ID and key here.",
    }
    GrantTypeMissing "grant_type_missing" {
        check: CheckId::Client, step: Some(3), page: Some(AdminPage::General), client_known: true,
        title: "Client credentials not allowed",
        detail: "The app does not allow the grant type Client Credentials.",
        fix: "Allow Client Credentials on the app’s General tab, or create a new app integration and choose API Services.",
    }

    // authentication -------------------------------------------------------------------------------------------------
    KeyNotRegistered "key_not_registered" {
        client_known: true, step: Some(7), page: Some(AdminPage::General),
        title: "Key not added to the app",
        detail: "Okta rejected the signature: the public key for this private key is not among the app’s active keys.",
        fix: "Add the public key under PUBLIC KEYS and make sure it is Active. Or generate a new key there and paste its private key here.",
    }
    KeyIdUnknown "key_id_unknown" {
        client_known: true, step: Some(9), page: Some(AdminPage::General),
        title: "Key ID not in the app",
        detail: "The app has no active key with the key ID {kid}.",
        fix: "Find your key under PUBLIC KEYS. If it is there, make sure it is Active and copy its KID here. If not, add it.",
    }
    KeyIdNeeded "key_id_needed" {
        client_known: true, step: Some(8), page: Some(AdminPage::General),
        title: "Key ID needed",
        detail: "The app has several active keys, and Okta was not told which one signed.",
        fix: "Copy the KID of your key from the PUBLIC KEYS table into the Key ID field.",
    }
    KeyIdMismatch "key_id_mismatch" {
        client_known: true, step: Some(8), page: Some(AdminPage::General),
        title: "Key ID of a different key",
        detail: "The app’s public key with the key ID {kid} does not belong to this private key.",
        fix: "Copy the KID of your key from the PUBLIC KEYS table, or paste the private key that belongs to {kid}.",
    }
    NoPublicKey "no_public_key" {
        client_known: true, step: Some(6), page: Some(AdminPage::General),
        title: "App has no key",
        detail: "The app has no active public key, so Okta cannot check any signature.",
        fix: "Under Client Credentials, click Edit, then select Public key / Private key as the client authentication. Add a key under PUBLIC KEYS, then save.",
    }
    PublicKeyInvalid "public_key_invalid" {
        client_known: true, step: Some(7), page: Some(AdminPage::General),
        title: "App’s keys are damaged",
        detail: "Okta cannot read the app’s public keys, or two of them have the same key ID.",
        fix: "Remove the damaged keys under PUBLIC KEYS, then add the key again.",
    }
    PublicKeyUrl "public_key_url" {
        client_known: true, step: Some(7), page: Some(AdminPage::General),
        title: "Key URL not reachable",
        detail: "The app gets its public keys from a URL, and Okta cannot get any there.",
        fix: "Save the keys in Okta instead of using a URL, or make sure that the URL responds.",
    }
    KeyNotForSigning "key_not_for_signing" {
        client_known: true, step: Some(7), page: Some(AdminPage::General),
        title: "Key not for signing",
        detail: "In the app, this key is for encryption, not for signing.",
        fix: "Add the key again under PUBLIC KEYS, for signing (\"use\": \"sig\").",
    }
    KeyAlgorithm "key_algorithm" {
        client_known: true, step: Some(8), page: Some(AdminPage::General),
        title: "Signature algorithm rejected",
        detail: "Okta does not accept {algorithm} signatures from this app.",
        fix: "Generate a new key in Okta and paste its private key here.",
    }
    ClientAuthMethod "client_auth_method" {
        client_known: true, step: Some(6), page: Some(AdminPage::General),
        title: "App uses a client secret",
        detail: "The app’s client authentication is not Public key / Private key, so Okta does not accept the signature.",
        fix: "Under Client Credentials, click Edit, then select Public key / Private key, and save.",
    }
    NetworkZone "network_zone" {
        client_known: true, page: Some(AdminPage::Networks),
        title: "Network not allowed",
        detail: "The app can be used only from certain network zones, and this console is outside them.",
        fix: "Under Security › Networks, add this console’s public IP address to a zone that the app allows.",
    }
    ClockSkew "clock_skew" {
        title: "Clock is wrong",
        detail: "This console’s clock is {skew} Okta’s, so Okta does not accept the time in the request.",
        fix: "Ask the person who runs this console to synchronize its clock with a time server (NTP). Nothing needs to change in Okta.",
    }
    TimeRefused "time_refused" {
        effect: Effect::Undecided,
        title: "Time rejected",
        detail: "Okta rejected the time in the request, although the clocks seem to match.",
        fix: "Try again. If the problem continues, ask the person who runs this console to synchronize its clock with a time server (NTP).",
    }
    AudienceRefused "audience_refused" {
        step: Some(1),
        title: "Okta uses another address",
        detail: "Okta expects requests at another address than {host}.",
        fix: "Enter the address that your Okta organization itself uses, usually the one that ends in okta.com.",
    }
    AssertionReused "assertion_reused" {
        effect: Effect::Undecided,
        title: "Request received twice",
        detail: "Okta has already received this request once.",
        fix: "Try again. If the problem continues, check whether a proxy between this console and Okta repeats requests.",
    }
    AssertionRefused "assertion_refused" {
        step: Some(6), page: Some(AdminPage::General),
        title: "Sign-in rejected",
        detail: "Okta rejected the sign-in. Its message is under Technical details.",
        fix: "Compare the client ID, client authentication, and public key on the app’s General tab with what is entered here.",
    }
    RequestRefused "request_refused" {
        effect: Effect::Undecided,
        title: "Request rejected",
        detail: "Okta rejected the form of the request. Its message is under Technical details.",
        fix: "Try again. If the problem continues, send the technical details to the person who runs this console.",
    }
    AccessRefused "access_refused" {
        title: "Sign-in blocked",
        detail: "Okta blocked the sign-in. Its message is under Technical details.",
        fix: "In Okta, check the policies that apply to the app, and the network zones under Security › Networks.",
        page: Some(AdminPage::Networks),
    }
    RateLimited "rate_limited" {
        effect: Effect::Undecided,
        title: "Too many requests",
        detail: "Okta accepts no more requests from this organization for now.",
        fix: "Try again in a minute.",
    }
    OktaUnavailable "okta_unavailable" {
        effect: Effect::Undecided,
        title: "Okta not available",
        detail: "Okta responded that it cannot serve the request now.",
        fix: "Try again in a few minutes. Check status.okta.com for the state of Okta’s service.",
    }
    UnexpectedResponse "unexpected_response" {
        effect: Effect::Undecided, seen: "no row below fits",
        title: "Unexpected response",
        detail: "Okta’s response was not understood. See it under Technical details.",
        fix: "Try again. If the problem continues, send the technical details to the person who runs this console.",
    }

    // proof_of_possession --------------------------------------------------------------------------------------------
    DpopRequired "dpop_required" {
        check: CheckId::ProofOfPossession, client_known: true, step: Some(10), page: Some(AdminPage::General),
        title: "Proof of possession did not arrive",
        detail: "The app requires proof of possession (DPoP). It was sent, but did not arrive at Okta.",
        fix: "Make sure that no proxy between this console and Okta removes the DPoP header.",
    }
    DpopProofRefused "dpop_proof_refused" {
        check: CheckId::ProofOfPossession, client_known: true, step: Some(10), page: Some(AdminPage::General),
        effect: Effect::Undecided,
        title: "Proof of possession rejected",
        detail: "Okta rejected the proof of possession (DPoP). Its message is under Technical details.",
        fix: "Try again. If the problem continues, make sure that no proxy on the way to Okta changes the URL or DPoP header.",
    }

    // scopes ---------------------------------------------------------------------------------------------------------
    NoScopes "no_scopes" {
        check: CheckId::Scopes, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        title: "No scopes granted",
        detail: "None of the scopes is granted to the app, so Okta gives no access: {missing}.",
        fix: "On the app’s Okta API Scopes tab, click Grant for each of them. Only a super administrator of Okta can do this.",
    }
    ScopeMissing "scope_missing" {
        seen: "200 with fewer scopes than were asked for",
        check: CheckId::Scopes, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        effect: Effect::Limits,
        title: "Some scopes not granted",
        detail: "Not granted to the app: {missing}. The connection cannot read {objects}.",
        fix: "On the app’s Okta API Scopes tab, click Grant for {missing}. Only a super administrator of Okta can do this.",
    }
    ScopeRefused "scope_refused" {
        check: CheckId::Scopes, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        title: "Scopes rejected",
        detail: "Okta rejected the scopes in this request. Its message is under Technical details.",
        fix: "Check that the app’s Okta API Scopes tab lists all 7 scopes, and grant them. Only a super administrator of Okta can do this.",
    }

    // role -----------------------------------------------------------------------------------------------------------
    RoleMissing "role_missing" {
        seen: "200 without an active `SUPER_ADMIN` among the app's roles, or 403 `E0000006` when they are asked for",
        check: CheckId::Role, client_known: true, step: Some(12), page: Some(AdminPage::AdminRoles),
        effect: Effect::Limits,
        title: "Super Administrator role missing",
        detail: "The app does not have the Super Administrator role. Not readable, or only in part: {objects}.",
        fix: "On the app’s Admin roles tab, click Edit assignments, then add Super Administrator. Only a super administrator of Okta can do this.",
    }
    RoleUnreadable "role_unreadable" {
        seen: "`okta.roles.read` is not among the granted scopes",
        check: CheckId::Role, client_known: true, step: Some(11), page: Some(AdminPage::ApiScopes),
        status: CheckStatus::Warning, effect: Effect::Limits,
        title: "Role not readable",
        detail: "The console cannot check whether the app has the Super Administrator role, because okta.roles.read is not granted.",
        fix: "Grant okta.roles.read on the app’s Okta API Scopes tab, and make sure that the app has the Super Administrator role. Only a super administrator of Okta can do this.",
    }

    // access ---------------------------------------------------------------------------------------------------------
    AccessDenied "access_denied" {
        check: CheckId::Access, client_known: true, step: Some(12), page: Some(AdminPage::AdminRoles),
        effect: Effect::Limits,
        title: "Some objects not readable",
        detail: "The scopes are granted, but the app’s admin role does not allow it to read {objects}.",
        fix: "On the app’s Admin roles tab, click Edit assignments, then add Super Administrator. Only a super administrator of Okta can do this.",
    }
    AccessEmpty "access_empty" {
        seen: "200 `[]` for applications, users, groups or user types, which every organization has",
        check: CheckId::Access, client_known: true, step: Some(12), page: Some(AdminPage::AdminRoles),
        status: CheckStatus::Warning, effect: Effect::Limits,
        title: "Objects not visible",
        detail: "Okta returned no {objects}, although every organization has them. Most likely, the app’s admin role does not include access to them.",
        fix: "On the app’s Admin roles tab, click Edit assignments, then add Super Administrator. Only a super administrator of Okta can do this.",
    }
}
