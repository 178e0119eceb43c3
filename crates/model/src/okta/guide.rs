//! The setup guide: the twelve steps in Okta that give the values of the form.

use super::{AdminPage, SCOPES};

/// A step.
#[derive(Debug, Clone, Copy)]
pub struct GuideStep {
    /// 1 to 12; `fix.step` of a check refers to it.
    pub number: u8,
    /// What to do, in a few words.
    pub title: &'static str,
    /// The instructions, in a sentence or two.
    pub text: &'static str,
    /// The page of the Okta admin console to do it on.
    pub page: AdminPage,
    /// Values to copy into Okta, each with a copy button.
    pub copy: &'static [&'static str],
    /// The field that the step gives the value for, by its JSON pointer.
    pub fills: Option<&'static str>,
}

const fn at(number: u8, title: &'static str, text: &'static str, page: AdminPage) -> GuideStep {
    GuideStep { number, title, text, page, copy: &[], fills: None }
}

/// The names of all scopes, to copy one by one.
const SCOPE_NAMES: &[&str] =
    &[SCOPES[0].name, SCOPES[1].name, SCOPES[2].name, SCOPES[3].name, SCOPES[4].name, SCOPES[5].name, SCOPES[6].name];

/// All steps, in order.
pub const GUIDE: [GuideStep; 12] = [
    at(
        1,
        "Open the list of applications",
        "Sign in to Okta and go to Applications › Applications.",
        AdminPage::Applications,
    ),
    at(2, "Create an app integration", "Click Create App Integration.", AdminPage::Applications),
    at(
        3,
        "Choose API Services",
        "Select API Services as the sign-in method, then click Next.",
        AdminPage::Applications,
    ),
    at(4, "Name the app", "Enter a name that your team will recognize, then click Save.", AdminPage::Applications),
    GuideStep {
        fills: Some("/settings/client_id"),
        ..at(
            5,
            "Copy the client ID",
            "On the General tab, under Client Credentials, copy the Client ID into the form.",
            AdminPage::General,
        )
    },
    at(
        6,
        "Switch to public and private key",
        "Under Client Credentials, click Edit, then select Public key / Private key as the client authentication.",
        AdminPage::General,
    ),
    at(7, "Add a key", "Under PUBLIC KEYS, click Add key.", AdminPage::General),
    GuideStep {
        fills: Some("/settings/private_key"),
        ..at(
            8,
            "Generate a key and copy the private key",
            "Click Generate new key, choose JSON or PEM, and copy the private key into the form. Okta shows it only once.",
            AdminPage::General,
        )
    },
    at(9, "Save the key", "Click Done, then Save. The key must be listed as Active.", AdminPage::General),
    at(
        10,
        "Proof of possession: on or off",
        "Some instructions tell you to clear “Require Demonstrating Proof of Possession (DPoP) header in token requests”. This connection works either way. On is more secure.",
        AdminPage::General,
    ),
    GuideStep {
        copy: SCOPE_NAMES,
        ..at(
            11,
            "Grant the 7 scopes",
            "On the Okta API Scopes tab, click Grant for each of these scopes. Only a super administrator of Okta can do this.",
            AdminPage::ApiScopes,
        )
    },
    GuideStep {
        copy: &[super::REQUIRED_ROLE],
        ..at(
            12,
            "Assign the Super Administrator role",
            "On the Admin roles tab, click Edit assignments, then add Super Administrator. With any other role, some objects cannot be read. Only a super administrator of Okta can do this.",
            AdminPage::AdminRoles,
        )
    },
];

/// The text of step 8 if the key pair was generated here, and Okta gets its public half.
pub const OWN_KEY_STEP: GuideStep = at(
    8,
    "Paste the public key",
    "In the dialog, paste the public key that was generated here. Do not generate another key there.",
    AdminPage::General,
);

/// The step with this number.
pub fn step(number: u8) -> Option<&'static GuideStep> {
    GUIDE.iter().find(|step| step.number == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_numbered_from_one_without_a_gap() {
        assert!(GUIDE.iter().map(|step| step.number).eq(1..=12));
        assert!(step(0).is_none() && step(13).is_none());
    }

    #[test]
    fn the_steps_that_fill_a_field_name_it() {
        assert_eq!(step(5).unwrap().fills, Some("/settings/client_id"));
        assert_eq!(step(8).unwrap().fills, Some("/settings/private_key"));
        assert_eq!(OWN_KEY_STEP.number, 8);
        assert_eq!(step(11).unwrap().copy.len(), 7);
    }
}
