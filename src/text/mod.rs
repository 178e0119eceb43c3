//! Every sentence that the console says of itself. This file is the form that each language fills in; a language is
//! one file. What a check or a refused field says comes from `model` and from the server.

mod connections;
mod en;

pub(crate) use connections::Connections;

/// Everything, by the part of the screen.
pub(crate) struct Text {
    pub(crate) brand: Brand,
    pub(crate) shell: Shell,
    pub(crate) session: SessionText,
    pub(crate) sign_in: SignIn,
    pub(crate) common: Common,
    pub(crate) failure: Failure,
    pub(crate) guide: Guide,
    pub(crate) checks: Checks,
    pub(crate) table: Table,
    pub(crate) connections: Connections,
}

/// The text of the language in use.
pub(crate) fn text() -> &'static Text {
    &en::TEXT
}

pub(crate) struct Brand {
    /// The product.
    pub(crate) name: &'static str,
}

pub(crate) struct Shell {
    pub(crate) skip: &'static str,
    /// What a screen reader calls the navigation.
    pub(crate) navigation: &'static str,
    pub(crate) open_navigation: &'static str,
    pub(crate) management: &'static str,
    pub(crate) app_management: &'static str,
    /// The tab, and the last part of the breadcrumb.
    pub(crate) tab: &'static str,
    pub(crate) breadcrumb: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) account: &'static str,
    pub(crate) theme: &'static str,
    pub(crate) theme_names: [&'static str; 3],
    pub(crate) sign_out: &'static str,
    pub(crate) sign_out_failed: &'static str,
    pub(crate) roles: fn(model::permission::Role) -> &'static str,
    pub(crate) offline: &'static str,
    pub(crate) not_found_title: &'static str,
    pub(crate) not_found: &'static str,
    pub(crate) to_list: &'static str,
}

pub(crate) struct SessionText {
    pub(crate) expired_title: &'static str,
    pub(crate) expired: &'static str,
    pub(crate) welcome_back: &'static str,
    pub(crate) unreachable_title: &'static str,
    pub(crate) not_for_service_title: &'static str,
    pub(crate) not_for_service: &'static str,
}

pub(crate) struct SignIn {
    pub(crate) title: &'static str,
    pub(crate) working: &'static str,
    pub(crate) how: &'static str,
    pub(crate) command: &'static str,
    pub(crate) where_to_run: &'static str,
    pub(crate) token: &'static str,
    pub(crate) token_hint: &'static str,
    pub(crate) token_empty: &'static str,
    pub(crate) submit: &'static str,
    pub(crate) refused_title: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) failed_title: &'static str,
}

pub(crate) struct Common {
    pub(crate) retry: &'static str,
    pub(crate) close: &'static str,
    pub(crate) dismiss: &'static str,
    pub(crate) cancel: &'static str,
    pub(crate) stop: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) copied: &'static str,
    pub(crate) copy_failed: &'static str,
    pub(crate) working: &'static str,
    pub(crate) optional: &'static str,
    pub(crate) error: &'static str,
    pub(crate) new_tab: &'static str,
    pub(crate) notifications: &'static str,
    /// The heading of a form's error summary, for that many errors.
    pub(crate) errors: fn(usize) -> String,
    pub(crate) never: &'static str,
    pub(crate) just_now: &'static str,
    /// Said of what is still awaited after some seconds.
    pub(crate) slow: &'static str,
}

/// What to say when a request brings no answer.
pub(crate) struct Failure {
    pub(crate) title: &'static str,
    pub(crate) offline: &'static str,
    pub(crate) timeout: &'static str,
    pub(crate) unexpected: &'static str,
    pub(crate) unexpected_status: fn(u16) -> String,
    pub(crate) cancelled: &'static str,
}

pub(crate) struct Guide {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) hide: &'static str,
    pub(crate) show: &'static str,
    pub(crate) open_page: &'static str,
    pub(crate) copy_all: &'static str,
    pub(crate) domain_needed: &'static str,
    pub(crate) fills: &'static str,
    pub(crate) mends: &'static str,
    pub(crate) step: fn(u8) -> String,
}

pub(crate) struct Checks {
    /// The heading of the list.
    pub(crate) title: &'static str,
    /// What each of the nine looks at, in the order of `CheckId::ALL`.
    pub(crate) names: [&'static str; 9],
    pub(crate) pending: &'static str,
    pub(crate) running: &'static str,
    pub(crate) passed: &'static str,
    pub(crate) warning: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) skipped: &'static str,
    pub(crate) open_page: &'static str,
    pub(crate) step: fn(u8) -> String,
    pub(crate) evidence: &'static str,
    /// How many of how many are settled.
    pub(crate) progress: fn(usize, usize) -> String,
    pub(crate) outcome: fn(model::check::Outcome) -> &'static str,
}

pub(crate) struct Table {
    /// How many rows have come, and how many there are.
    pub(crate) some: fn(u64, u64) -> String,
    pub(crate) more: &'static str,
    /// Below the last row, when all that many have come.
    pub(crate) end: fn(usize) -> String,
    pub(crate) loading: &'static str,
}
