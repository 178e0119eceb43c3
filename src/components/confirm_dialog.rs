//! Confirmation dialog: asks before something that cannot be undone.

use crate::text::text;
use crate::ui::{Button, ButtonKind, Dialog};
use leptos::prelude::*;
use markup::view;

const TITLE: &str = "confirm-title";
const BODY: &str = "confirm-body";

/// The dialog; it is open as long as it is in the page. Focus starts on *Cancel*, Esc cancels.
#[component]
pub(crate) fn ConfirmDialog(
    #[prop(into)] title: String,
    /// The verb on the confirming button: “Delete”, “Discard”.
    confirm: &'static str,
    /// The label of the other button; *Cancel* by default.
    #[prop(default = Signal::stored(text().common.cancel), into)]
    cancel: Signal<&'static str>,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] busy: Signal<bool>,
    /// Why confirming is not possible yet.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
    on_confirm: Callback<()>,
    on_cancel: Callback<()>,
    children: Children,
) -> impl IntoView {
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    view! {
        <Dialog class="confirm" labeled_by=TITLE described_by=BODY role="alertdialog" on_close_request=on_cancel>
            <h2 id=TITLE>{title}</h2>
            <div id=BODY class="confirm-body">{children()}</div>
            <footer class="confirm-footer">
                <Button on_click=on_cancel>{move || cancel.get()}</Button>
                <Button kind=kind busy=busy disabled_reason=disabled_reason on_click=on_confirm>{confirm}</Button>
            </footer>
        </Dialog>
    }
}
