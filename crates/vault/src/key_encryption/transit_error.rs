//! Errors of the transit provider, each in one line that says what to do.

use std::path::PathBuf;

/// Why the service did not do it, in one line that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransitError {
    /// The file needs a service, and none is configured.
    #[error("the master key is closed by a key management service; set APPCONN_KMS_URL and the settings beside it")]
    NotConfigured,
    /// A file of the settings cannot be used.
    #[error("{name} {}: {problem}", path.display())]
    File {
        /// The setting.
        name: &'static str,
        /// What it says.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// No answer.
    #[error("key management service {host}: no answer ({cause}); check APPCONN_KMS_URL and APPCONN_KMS_CA_FILE")]
    Unreachable {
        /// Where it should be.
        host: String,
        /// The stable name of the cause.
        cause: String,
    },
    /// 503.
    #[error("key management service {host}: it is sealed or not ready; unseal it")]
    Sealed {
        /// Where it is.
        host: String,
    },
    /// 403.
    #[error(
        "key management service {host}: it refuses the token of APPCONN_KMS_TOKEN_FILE, which has expired, was revoked, or lacks the capability update on {path}"
    )]
    Denied {
        /// Where it is.
        host: String,
        /// What was asked for.
        path: String,
    },
    /// 404, or 400 for a key that is not there.
    #[error("key management service {host}: there is no {path}; check APPCONN_KMS_MOUNT and APPCONN_KMS_KEY")]
    Missing {
        /// Where it is.
        host: String,
        /// What was asked for.
        path: String,
    },
    /// 400 for a ciphertext.
    #[error(
        "key management service {host}: {path} does not open the master key: it was closed by another key, or by a version that can no longer decrypt"
    )]
    OtherKey {
        /// Where it is.
        host: String,
        /// What was asked for.
        path: String,
    },
    /// 400 for a new line.
    #[error(
        "key management service {host}: {path} does not work; the key must exist and be of the type aes256-gcm96 or another with associated data, and not derived"
    )]
    Unfit {
        /// Where it is.
        host: String,
        /// What was asked for.
        path: String,
    },
    /// Anything else.
    #[error("key management service {host}: it answered {status} for {path}")]
    Status {
        /// Where it is.
        host: String,
        /// What was asked for.
        path: String,
        /// The HTTP status.
        status: u16,
    },
}
