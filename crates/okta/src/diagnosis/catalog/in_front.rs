//! Causes that are neither the organization's settings nor the connection's: what the console lacks (a way out, the
//! clock), what stands in front of Okta, what answers in its place.

macro_rules! in_front {
    ([$next:ident $($then:ident)*] $($rows:tt)*) => { $next! { [$($then)*] $($rows)*
    ProxyUnreachable "proxy_unreachable" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "`APPCONN_OKTA_PROXY` refuses connections, does not answer, or speaks no HTTP",
        title: "Proxy not reachable",
        detail: "This console could not connect to its proxy, so {host} was not asked.",
        fix: "Ask the person who runs this console to check APPCONN_OKTA_PROXY and the proxy. Nothing in Okta needs to change.",
    }
    ProxySignIn "proxy_sign_in" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "`CONNECT`: 407",
        title: "Proxy requires a sign-in",
        detail: "This console’s proxy requires a user name and password, so {host} was not asked.",
        fix: "Ask the person who runs the proxy to let this console use it without a sign-in. Nothing in Okta needs to change.",
    }
    ProxyRefused "proxy_refused" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "`CONNECT`: 403, or any other status below 500",
        title: "Proxy rejects the domain",
        detail: "This console’s proxy does not allow connections to {host}.",
        fix: "Check the Okta domain. If it is right, ask the person who runs the proxy to allow {host} on port 443.",
    }
    ProxyFailed "proxy_failed" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "`CONNECT`: 500 and above, or no answer",
        title: "Proxy cannot reach the domain",
        detail: "This console’s proxy could not connect to {host}. Either the domain is misspelled, or the proxy cannot reach Okta.",
        fix: "Check the Okta domain, then try again. If it is right, ask the person who runs the proxy whether it can look up and reach {host}.",
    }
    TlsClock "tls_clock" {
        check: CheckId::Domain, effect: Effect::Undecided, seen: "TLS: certificate expired, or not valid yet, under a domain of Okta's own",
        title: "Certificate not valid by this clock",
        detail: "By this console’s clock, the certificate of {host} is not valid. Okta renews its certificates in time, so the clock is probably wrong.",
        fix: "Ask the person who runs this console to check its clock (NTP). If the clock is right, check whether a proxy replaces the certificate.",
    }
    OrganizationNotFound "organization_not_found" {
        check: CheckId::Organization, step: Some(1), seen: "404 for `/.well-known/okta-organization` under a domain of Okta's own, or with a number of Okta's",
        title: "No Okta organization here",
        detail: "Okta has no active organization at {host}.",
        fix: "Correct the Okta domain. If it is spelled right, ask your Okta administrator whether the organization was renamed or deactivated.",
    }
    BlockedByOkta "blocked_by_okta" {
        check: CheckId::Organization, effect: Effect::Undecided, page: Some(AdminPage::Networks), seen: "403 with a number of Okta's before anybody is signed in",
        title: "Blocked by Okta",
        detail: "Okta rejected this console before any sign-in. Most likely, a network zone or ThreatInsight blocks this console’s public IP address.",
        fix: "As a super administrator, check Security › Networks for a zone that blocks this console’s public IP address. Then check ThreatInsight under Security › General. If neither blocks it, send the request ID to Okta Support.",
    }
    RequestBlocked "request_blocked" {
        check: CheckId::Organization, effect: Effect::Undecided, page: Some(AdminPage::Networks), seen: "401 or 403 without an error of Okta's",
        title: "Request blocked",
        detail: "A request to {host} was rejected, and the response does not show by whom.",
        fix: "Check, in this order: a firewall or proxy on the way, a zone under Security › Networks that blocks this console, the Okta domain. If the technical details show a request ID, the response came from Okta.",
    }
    BrowserChallenge "browser_challenge" {
        check: CheckId::Organization, effect: Effect::Undecided, step: Some(1), seen: "`cf-mitigated: challenge`",
        title: "Browser check in front of Okta",
        detail: "A service in front of {host} asks for proof that a browser is calling, which this console is not.",
        fix: "Enter your organization’s own address, which ends in okta.com. Or ask the person who runs {host} to let this console through without a challenge.",
    }
    HtmlResponse "html_response" {
        check: CheckId::Organization, effect: Effect::Undecided, seen: "a web page where Okta sends JSON",
        title: "Web page instead of data",
        detail: "{host} responded with a web page where Okta sends data.",
        fix: "Check whether a proxy, a filter, or the sign-in page of a network responds in Okta’s place. If the technical details show a request ID, the page is Okta’s own: try again in a few minutes.",
    }
    RequestRedirected "request_redirected" {
        check: CheckId::Organization, effect: Effect::Undecided, seen: "300 to 399 from the token endpoint or a read",
        title: "Request redirected",
        detail: "{host} redirects a request to another address, which Okta does not do.",
        fix: "Check whether a proxy or the sign-in page of a network stands between this console and Okta. For a custom domain, try your organization’s okta.com address.",
    }
    GatewayUnavailable "gateway_unavailable" {
        check: CheckId::Organization, effect: Effect::Undecided, seen: "500 and above, neither in Okta's form nor with a number of Okta's",
        title: "No service at the moment",
        detail: "{host} cannot serve the request now. The response does not show whether Okta failed or something in front of it.",
        fix: "Try again in a few minutes. If status.okta.com reports no problem, check the proxy or gateway in front of {host}.",
    }
    ClockUnknown "clock_unknown" {
        effect: Effect::Undecided,
        title: "Time rejected",
        detail: "Okta does not accept the time in the request. No response showed Okta’s own time, so the clocks could not be compared.",
        fix: "Ask the person who runs this console to check its clock (NTP), then try again. Nothing in Okta needs to change.",
    } } };
}

pub(super) use in_front;
