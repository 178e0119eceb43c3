//! Errors of the Okta domain: what is wrong with it, and what to do.

use crate::field::quoted::quoted;
use crate::field::{FieldError, values_of};
use serde_json::{Map, Value};

/// Why an Okta domain was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OktaDomainError {
    /// The field is empty.
    #[error("Enter your Okta domain, for example https://acme.okta.com.")]
    Missing,
    /// A placeholder from a manual.
    #[error("Replace the placeholder with your own Okta domain, for example https://acme.okta.com.")]
    Placeholder,
    /// The scheme `http:`.
    #[error("Use https, not http. Okta accepts only encrypted connections.")]
    InsecureScheme,
    /// Another scheme.
    #[error("Start with https://, not {scheme}://.")]
    OtherScheme {
        /// The text in front of `://`.
        scheme: String,
    },
    /// A port.
    #[error("Remove the port. Okta always uses port 443.")]
    Port,
    /// A user name or password in front of the host.
    #[error("Remove the user name before @. Enter only the domain.")]
    UserInfo,
    /// An IP address in any spelling.
    #[error("Enter the domain name of your organization, not an IP address.")]
    IpAddress,
    /// A host without a dot.
    #[error("This is only part of a domain. Enter it in full, for example https://acme.okta.com.")]
    SingleLabel,
    /// A typing error that the official SDKs check for, too.
    #[error("The domain ends in .com.com. Remove one .com.")]
    DoubleCom,
    /// A typing error in one of Okta's own suffixes.
    #[error("Check the end of the domain. Did you mean https://{meant}?")]
    Slip {
        /// The most similar host that may exist.
        meant: String,
    },
    /// Not a valid internationalized name.
    #[error("This is not a valid domain name. Check it for typing errors and unusual characters.")]
    InvalidIdna,
    /// A character that no host contains.
    #[error("Remove {}. A domain can contain only letters, digits, hyphens, and dots.", quoted(*character))]
    Character {
        /// The first such character.
        character: char,
    },
    /// Okta's own web site.
    #[error("This is Okta’s own site. Enter your organization’s domain, for example https://acme.okta.com.")]
    OktaItself,
    /// Any other text that is no host name.
    #[error("This is not a domain name. Enter it as https://{{domain}}, for example https://acme.okta.com.")]
    Malformed,
}

impl FieldError for OktaDomainError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "domain_missing",
            Self::Placeholder => "domain_placeholder",
            Self::InsecureScheme => "domain_insecure_scheme",
            Self::OtherScheme { .. } => "domain_scheme",
            Self::Port => "domain_port",
            Self::UserInfo => "domain_user_info",
            Self::IpAddress => "domain_ip_address",
            Self::SingleLabel => "domain_single_label",
            Self::DoubleCom => "domain_double_com",
            Self::Slip { .. } => "domain_slip",
            Self::InvalidIdna => "domain_invalid_idna",
            Self::Character { .. } => "domain_character",
            Self::OktaItself => "domain_okta_itself",
            Self::Malformed => "domain_malformed",
        }
    }

    fn values(&self) -> Map<String, Value> {
        match self {
            Self::OtherScheme { scheme } => values_of("scheme", &**scheme),
            Self::Slip { meant } => values_of("meant", &**meant),
            Self::Character { character } => values_of("character", &*quoted(*character)),
            _ => Map::new(),
        }
    }
}
