//! Status messages: the lines of a report that name no cause, for checks that passed or were not tried.

/// A title and a sentence. `{name}` in the sentence is filled in where the message is used.
#[derive(Debug, PartialEq, Eq)]
pub struct StatusMessage {
    /// Its stable name in reports.
    pub name: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// In one sentence.
    pub detail: &'static str,
}

macro_rules! sayings {
    ($($constant:ident $name:literal: $title:literal, $detail:literal;)*) => {
        $(pub(crate) const $constant: &StatusMessage = &StatusMessage { name: $name, title: $title, detail: $detail };)*
        /// Every one, in the order of the checks.
        pub const STATUS_MESSAGES: &[&StatusMessage] = &[$($constant),*];
    };
}

sayings! {
    DOMAIN "domain_reached": "Domain reached", "The domain exists, its certificate is trusted, and it responds.";
    ORGANIZATION "okta_organization": "Okta organization", "The domain is an Okta organization.";
    PRIVATE_KEY "private_key_works": "Private key works", "The key signs with {algorithm}.";
    CLIENT "app_found": "App found", "The organization has an active app with this client ID.";
    SIGNED_IN "signed_in": "Signed in", "Okta accepted the signature: the key is registered and active.";
    SIGNED_IN_CLOCK "signed_in_clock_off": "Signed in", "Okta accepted the signature, but this console’s clock is {skew} Okta’s. Ask the person who runs this console to set it.";
    POSSESSION_ON "proof_of_possession_on": "Proof of possession is on", "Proof of possession (DPoP) is on, which is more secure: a stolen access token is useless without this console’s key.";
    POSSESSION_OFF "proof_of_possession_off": "Proof of possession is off", "The app does not require proof of possession (DPoP). The connection works either way.";
    POSSESSION_FINE "proof_of_possession_fine": "Proof of possession accepted", "Okta did not reject the proof of possession (DPoP) that was sent.";
    SCOPES "scopes_granted": "All scopes granted", "All 7 scopes are granted to the app.";
    SCOPES_CLASSIC "scopes_granted_classic": "All scopes granted", "All scopes that the organization can use are granted. It runs Okta Classic Engine, which has no devices.";
    ROLE "role_assigned": "Super Administrator role assigned", "The app has the Super Administrator role.";
    ACCESS "objects_readable": "Objects readable", "One object of each type was read, where there are any.";
    NOT_CHECKED "not_checked": "Not checked", "Not checked.";
    UNREACHED "domain_not_reached": "Not checked", "Not checked: the domain could not be reached.";
    NOT_OKTA "no_organization": "Not checked", "Not checked: no working Okta organization responded at this address.";
    OTHER_ORGANIZATION "other_organization": "Not checked", "Not checked: this is a different organization.";
    NO_KEY "no_working_key": "Not checked", "Not checked: sign-in is not possible without a working private key.";
    NO_CLIENT "client_not_accepted": "Not checked", "Not checked: Okta did not accept the client ID.";
    CLIENT_UNKNOWN "client_not_told": "Not checked", "Not checked: Okta’s response does not show whether the client ID exists.";
    NOT_SO_FAR "sign_in_not_so_far": "Not checked", "Not checked: sign-in to Okta stopped before this check.";
    NO_TOKEN "no_access_token": "Not checked", "Not checked: Okta did not issue an access token.";
}
