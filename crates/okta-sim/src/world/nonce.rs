//! DPoP nonces: a new one each day, each valid for three more days (Okta's DPoP guide). Only a secret is stored.

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::random;

const DAY: i64 = 24 * 3600;
const DAYS_ACCEPTED: i64 = 3;

#[derive(Debug)]
pub(crate) struct Nonces {
    secret: hmac::Key,
}

impl Default for Nonces {
    fn default() -> Self {
        Self { secret: hmac::Key::new(hmac::HMAC_SHA256, &random::bytes::<32>()) }
    }
}

impl Nonces {
    pub(crate) fn current(&self, now: i64) -> String {
        self.of_day(now.div_euclid(DAY))
    }

    pub(crate) fn accepts(&self, nonce: &str, now: i64) -> bool {
        let today = now.div_euclid(DAY);
        (today - DAYS_ACCEPTED..=today).any(|day| self.of_day(day) == nonce)
    }

    /// Invalidates every nonce that was issued.
    pub(crate) fn rotate(&mut self) {
        *self = Self::default();
    }

    fn of_day(&self, day: i64) -> String {
        let tag = hmac::sign(&self.secret, &day.to_be_bytes());
        URL_SAFE_NO_PAD.encode(&tag.as_ref()[..24])
    }
}
