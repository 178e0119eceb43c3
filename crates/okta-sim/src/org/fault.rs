//! Fault injection: failures of the network, of Okta, and of proxies in between.

use serde::{Deserialize, Serialize};

/// A fault on some paths, for some number of requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The prefix of the paths that it applies to. By default, every path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// How many more requests it applies to. By default, all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The effect on a request.
    #[serde(flatten)]
    pub effect: Effect,
}

/// The effect of a fault on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// 429 `E0000047`: the limit is used up, and is reset in this many seconds.
    RateLimit {
        /// Seconds until `x-rate-limit-reset`.
        reset_in: i64,
    },
    /// 429 with limit and remaining both 0: too many concurrent requests.
    ConcurrencyLimit,
    /// 503: the service is down, in JSON.
    Outage,
    /// 500 `E0000009`.
    ServerError,
    /// 503 from a proxy in front of Okta, in HTML.
    BadGateway,
    /// The right status with truncated JSON.
    MalformedJson,
    /// 200 with a page of HTML, as from a captive portal or a filtering proxy.
    Html,
    /// A page of HTML from a proxy in front of the organization, without anything of Okta's.
    Page {
        /// The status.
        status: u16,
    },
    /// The same from Okta itself, with its headers and the request id.
    OktaPage {
        /// The status.
        status: u16,
    },
    /// 403 with a page that only a browser can pass (`cf-mitigated: challenge`), from a proxy in front.
    BrowserChallenge,
    /// 200 with an empty body.
    Empty,
    /// 200 with a JSON body of the wrong type: a string.
    UnexpectedJson,
    /// `content-length` announces more than is sent before the connection closes.
    Truncated,
    /// An endless body, cut off after this many mebibytes.
    Oversized {
        /// Mebibytes.
        mib: u32,
    },
    /// A small compressed body that expands to this many mebibytes.
    GzipBomb {
        /// Mebibytes.
        mib: u32,
    },
    /// Exactly this response to every request. Its headers replace those of the same name.
    Verbatim {
        /// Status.
        status: u16,
        /// Names and values.
        #[serde(default)]
        headers: Vec<(String, String)>,
        /// Body.
        #[serde(default)]
        body: String,
    },
    /// The response is sent one byte at a time.
    Drip {
        /// Milliseconds between two bytes.
        every_ms: u64,
    },
    /// The response is delayed.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// The response is held until the organization has no such fault any more.
    Hold,
    /// The connection closes without a response.
    Drop,
    /// 302 to another address.
    Redirect {
        /// The `location`.
        to: String,
    },
    /// Lists are answered with 200 `[]`, as organizations do for roles that may see nothing.
    WeakLists,
    /// Every nonce is refused: a client must give up after some attempts.
    NonceLoop,
    /// The response has no `date`.
    NoDate,
    /// An error in the OAuth format: any row of Okta's catalog of them.
    OauthError {
        /// The status.
        status: u16,
        /// `error`.
        error: String,
        /// `error_description`.
        description: String,
    },
    /// An error in the format of the API: any row of Okta's other catalog.
    ApiError {
        /// The status.
        status: u16,
        /// `errorCode`.
        code: String,
        /// `errorSummary`.
        summary: String,
    },
    /// A status without a body.
    Bare {
        /// The status.
        status: u16,
    },
    /// Access tokens are revoked.
    RevokedTokens,
    /// A proxy removes a header.
    StripHeader {
        /// The name, in lower case.
        name: String,
    },
    /// A proxy uses the organization's own host name, whichever name the client used.
    HostRewritten,
    /// A proxy sends each request twice; the response to the second is returned.
    Repeated,
    /// Every DPoP nonce that was issued before the request is invalid.
    NonceRotates,
    /// The response waits until this many requests are waiting: only a client that sends them concurrently gets any.
    Together {
        /// The number of requests.
        requests: usize,
    },
}

impl Fault {
    /// Applies `effect` to every request.
    pub const fn everywhere(effect: Effect) -> Self {
        Self { path: None, times: None, effect }
    }

    /// Applies `effect` to every request whose path starts with `path`.
    pub fn on(path: &str, effect: Effect) -> Self {
        Self { path: Some(path.to_owned()), times: None, effect }
    }

    /// Limits it to the next `times` requests.
    #[must_use]
    pub const fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    fn strikes(&self, path: &str) -> bool {
        self.times != Some(0) && self.path.as_deref().is_none_or(|start| path.starts_with(start))
    }
}

/// The effects on a request with this path; each is counted as used.
pub(crate) fn strike(faults: &mut [Fault], path: &str) -> Vec<Effect> {
    let striking = faults.iter_mut().filter(|fault| fault.strikes(path));
    striking
        .map(|fault| {
            fault.times = fault.times.map(|left| left - 1);
            fault.effect.clone()
        })
        .collect()
}
