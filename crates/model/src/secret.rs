//! Secret values, which no code can print.

use serde::{Deserialize, Deserializer};
use zeroize::{Zeroize, Zeroizing};

/// A secret: wiped when dropped, and deliberately without `Debug`, `Display`, `Serialize`, `Clone` and comparison, so
/// that code that would print, send or copy it does not compile. [`Secret::expose`] is the only way to read it.
pub struct Secret<T: Zeroize>(Zeroizing<T>);

impl<T: Zeroize> Secret<T> {
    /// Wraps a secret.
    pub fn new(value: T) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The secret itself.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Zeroize> From<Zeroizing<T>> for Secret<T> {
    fn from(value: Zeroizing<T>) -> Self {
        Self(value)
    }
}

impl<'de, T: Zeroize + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::SignIn;
    use crate::connection::{ConnectionInput, KeyInput, NewConnection, SettingsInput};
    use crate::field::{Pasted, PrivateKey};
    use static_assertions::assert_not_impl_any;
    use std::fmt::{Debug, Display};

    assert_not_impl_any!(Secret<String>: Debug, Display, serde::Serialize, Clone, PartialEq, AsRef<str>);
    assert_not_impl_any!(Secret<Vec<u8>>: Debug, Display, serde::Serialize, Clone, PartialEq, AsRef<[u8]>);
    assert_not_impl_any!(PrivateKey: Debug, Display, serde::Serialize, Clone, PartialEq);
    assert_not_impl_any!(Pasted: Debug, Display, serde::Serialize, Clone, PartialEq);
    assert_not_impl_any!(KeyInput: Debug, Display, serde::Serialize, Clone, PartialEq);
    assert_not_impl_any!(SettingsInput: Debug, Display, serde::Serialize, Clone, PartialEq);
    assert_not_impl_any!(ConnectionInput: Debug, Display, serde::Serialize, Clone, PartialEq);
    assert_not_impl_any!(NewConnection: Debug, Display, serde::Serialize, Clone, PartialEq);
    assert_not_impl_any!(SignIn: Debug, Display, serde::Serialize, Clone, PartialEq);

    #[test]
    fn a_secret_is_read_and_looked_at() {
        let secret: Secret<String> = serde_json::from_str("\"k\"").unwrap();
        assert_eq!(secret.expose(), "k");
    }
}
