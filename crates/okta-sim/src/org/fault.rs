//! Trouble on purpose.

use serde::{Deserialize, Serialize};

/// One kind of trouble, on some paths, for some number of requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Start of the paths that it strikes. Left out: every path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// How many requests it still strikes. Left out: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What happens.
    #[serde(flatten)]
    pub effect: Effect,
}

/// What a fault does to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// 429 `E0000047`: the limit is used up, and is reset in so many seconds.
    RateLimit {
        /// Seconds until `x-rate-limit-reset`.
        reset_in: i64,
    },
    /// 429 with limit and remaining both 0: too many requests at one time.
    ConcurrencyLimit,
    /// 503: the service is down, in JSON.
    Outage,
    /// 500 `E0000009`.
    ServerError,
    /// 503 from something in front of Okta, in HTML.
    BadGateway,
    /// The right status with JSON that ends in the middle.
    MalformedJson,
    /// 200 with a page of HTML, as a captive portal or a filtering proxy answers.
    Html,
    /// A page of HTML from something in front of the organization, without anything of Okta's.
    Page {
        /// Its status.
        status: u16,
    },
    /// The same from Okta itself, with its headers and the number of the request.
    OktaPage {
        /// Its status.
        status: u16,
    },
    /// 403 with a page that only a browser gets past (`cf-mitigated: challenge`), from something in front.
    BrowserChallenge,
    /// 200 with nothing.
    Empty,
    /// 200 with a JSON body of the wrong kind: a string.
    UnexpectedJson,
    /// `content-length` promises more than comes before the connection closes.
    Truncated,
    /// A body without end, until so many mebibytes are sent.
    Oversized {
        /// Mebibytes.
        mib: u32,
    },
    /// A small body that unpacks to so many mebibytes.
    GzipBomb {
        /// Mebibytes.
        mib: u32,
    },
    /// Exactly this, whatever was asked. The headers come in the place of those of the same name.
    Verbatim {
        /// Status.
        status: u16,
        /// Name and value.
        #[serde(default)]
        headers: Vec<(String, String)>,
        /// Body.
        #[serde(default)]
        body: String,
    },
    /// The answer one byte at a time.
    Drip {
        /// Milliseconds between bytes.
        every_ms: u64,
    },
    /// The answer comes late.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// The answer comes when no fault of the organization holds any more.
    Hold,
    /// The connection closes without an answer.
    Drop,
    /// 302 to another address.
    Redirect {
        /// The `location`.
        to: String,
    },
    /// Lists answer 200 `[]`, as organizations do for roles that may see nothing.
    WeakLists,
    /// Every nonce is refused: a client must give up at some time.
    NonceLoop,
    /// The answer has no `date`.
    NoDate,
    /// A refusal in the shape of OAuth: any row of Okta's catalog of them.
    OauthError {
        /// Its status.
        status: u16,
        /// `error`.
        error: String,
        /// `error_description`.
        description: String,
    },
    /// A refusal in the shape of the API: any row of Okta's other catalog.
    ApiError {
        /// Its status.
        status: u16,
        /// `errorCode`.
        code: String,
        /// `errorSummary`.
        summary: String,
    },
    /// A status and nothing else.
    Bare {
        /// The status.
        status: u16,
    },
    /// Access tokens are revoked.
    RevokedTokens,
    /// Something on the way takes a header off.
    StripHeader {
        /// Its name, in lower case.
        name: String,
    },
    /// Something on the way calls the organization by its own host name, whichever name the client used.
    HostRewritten,
    /// Something on the way sends each request twice; the second answer comes back.
    Repeated,
    /// Every DPoP nonce given out before the request is worthless.
    NonceRotates,
    /// The answer waits until so many requests are waiting: only a client that sends them at once gets any.
    Together {
        /// How many.
        requests: usize,
    },
}

impl Fault {
    /// `effect` on every request.
    pub const fn everywhere(effect: Effect) -> Self {
        Self { path: None, times: None, effect }
    }

    /// `effect` on every request whose path starts with `path`.
    pub fn on(path: &str, effect: Effect) -> Self {
        Self { path: Some(path.to_owned()), times: None, effect }
    }

    /// The same for the next `times` requests alone.
    #[must_use]
    pub const fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    fn strikes(&self, path: &str) -> bool {
        self.times != Some(0) && self.path.as_deref().is_none_or(|start| path.starts_with(start))
    }
}

/// The effects on a request of this path, each counted as used.
pub(crate) fn strike(faults: &mut [Fault], path: &str) -> Vec<Effect> {
    let striking = faults.iter_mut().filter(|fault| fault.strikes(path));
    striking
        .map(|fault| {
            fault.times = fault.times.map(|left| left - 1);
            fault.effect.clone()
        })
        .collect()
}
