//! Entries of the table of causes.

use super::effect::Effect;
use model::{
    check::{CheckId, CheckStatus},
    okta::AdminPage,
};

/// One cause, and what is said and done about it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its stable name in reports.
    pub name: &'static str,
    /// The check that usually finds it.
    pub check: CheckId,
    /// How the check ends.
    pub status: CheckStatus,
    /// What it does to the connection.
    pub effect: Effect,
    /// Whether Okta gets so far only with a client ID that it knows.
    pub client_known: bool,
    /// What shows it, where that is more than an answer of Okta's that the rules name. For docs/DIAGNOSES.md.
    pub seen: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What is wrong, in one sentence.
    pub detail: &'static str,
    /// What to do, in one sentence or two.
    pub fix: &'static str,
    /// The step of the guide that mends it; none where nothing in Okta does.
    pub step: Option<u8>,
    /// The page of the admin console to do it on.
    pub page: Option<AdminPage>,
}

/// The usual row, for the others to say only what is theirs.
pub(super) const ROW: Entry = Entry {
    name: "",
    check: CheckId::Authentication,
    status: CheckStatus::Failed,
    effect: Effect::Blocks,
    client_known: false,
    seen: "",
    title: "",
    detail: "",
    fix: "",
    step: None,
    page: None,
};

/// Makes the causes and their rows out of one list, so that neither can be without the other.
macro_rules! catalog {
    ([] $($variant:ident $name:literal { $($field:ident: $value:expr),* $(,)? })*) => {
        /// A cause. Its stable name is in its [`Entry`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        /// Every cause, in the order of the checks.
        #[expect(clippy::needless_update, reason = "a row may well say all there is to say")]
        pub const CATALOG: &[Entry] = &[$(Entry { name: $name, $($field: $value,)* ..ROW },)*];

        impl Code {
            /// Every cause, in the order of [`CATALOG`].
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its row.
            pub fn entry(self) -> &'static Entry {
                // The rows and the variants come out of one macro, in one order.
                &CATALOG[self as usize]
            }

            /// Its stable name.
            pub fn name(self) -> &'static str {
                self.entry().name
            }
        }
    };
}

pub(super) use catalog;
