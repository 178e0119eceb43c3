//! `private_key`: parses, is strong enough, signs. All of it happened when the key was read; nothing is sent.

use super::Finding;
use crate::diagnosis::messages;
use crate::{Diagnosis, SigningKey, SigningKeyError};

pub(crate) fn evaluate(key: &Result<SigningKey, SigningKeyError>) -> Finding {
    match key {
        Err(error) => Finding::Found(Diagnosis::from(error)),
        Ok(key) => {
            let public = key.public();
            Finding::passed(messages::PRIVATE_KEY)
                .fill("algorithm", &public.algorithm, public.algorithm.clone())
                .with("algorithm", public.algorithm)
                .with("bits", public.bits)
                .with("thumbprint", public.thumbprint)
        }
    }
}
