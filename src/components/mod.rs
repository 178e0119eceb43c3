//! Parts that know the console: its session, its texts, its reports. Pages are made of them.

mod checks_list;
mod confirm_dialog;
mod error_summary;
mod failure;
mod guide;
mod page;
mod progress;
mod resize_handle;
mod sheet;
mod shell;
mod side_panel;
mod sign_in_again;
mod sign_in_form;
mod sort_header;
mod states;
mod toasts;
mod windowed;

pub(crate) use checks_list::ChecksList;
pub(crate) use confirm_dialog::ConfirmDialog;
pub(crate) use error_summary::{ErrorSummary, SummaryItem};
pub(crate) use failure::explain;
pub(crate) use guide::Guide;
pub(crate) use page::{Crumb, Page};
pub(crate) use progress::Progress;
pub(crate) use resize_handle::{ResizeHandle, column_widths};
pub(crate) use sheet::Sheet;
pub(crate) use shell::{BrandMark, Shell};
pub(crate) use side_panel::SidePanel;
pub(crate) use sign_in_again::SignInAgain;
pub(crate) use sign_in_form::SignInForm;
pub(crate) use sort_header::{PlainHeader, SortHeader, pixels};
pub(crate) use states::{EmptyState, ErrorState, patience};
pub(crate) use toasts::{ToastRegion, Toasts, use_toasts};
pub(crate) use windowed::windowed;
