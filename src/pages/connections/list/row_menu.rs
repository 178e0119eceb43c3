//! Row menu: the rows share one, because a menu in each would make scrolling slow.

use super::background_verification::Verifications;
use super::selection::ConnectionRef;
use crate::language::localized;
use crate::pages::connections::panel::Panel;
use crate::text::text;
use crate::ui::{Icon, MenuItem, MenuList};
use leptos::prelude::*;
use markup::view;

/// The id of the menu.
const ROW_MENU: &str = "row-menu";

/// The actions on one row.
#[derive(Clone, Copy)]
pub(crate) struct RowActions {
    pub(crate) open: Callback<Panel>,
    pub(crate) delete: Callback<Vec<ConnectionRef>>,
    pub(crate) verifications: Verifications,
    /// The row whose menu was opened last.
    pub(crate) row: RwSignal<Option<ConnectionRef>>,
}

/// The menu button in a row.
pub(crate) fn row_menu_button(name: &str) -> AnyView {
    view! {
        <button
            type="button"
            class="icon-button row-menu"
            aria-label=text().connections.list.row_menu(name)
            aria-haspopup="menu"
            popovertarget=ROW_MENU
        ></button>
    }
}

/// The menu that the buttons open.
pub(crate) fn row_menu(actions: RowActions) -> AnyView {
    localized(move || {
        let (words, list) = (&text().connections.actions, &text().connections.list);
        let item = move |icon: Icon, label: &'static str, act: Callback<ConnectionRef>| {
            // In the next frame the menu has given the focus back to its button, so that the dialog returns it there.
            let select = Callback::new(move |()| {
                if let Some(row) = actions.row.get_untracked() {
                    request_animation_frame(move || act.run(row));
                }
            });
            view! { <MenuItem icon=icon on_select=select>{label}</MenuItem> }
        };
        let open =
            move |panel: fn(String) -> Panel| Callback::new(move |row: ConnectionRef| actions.open.run(panel(row.id)));
        view! {
            <MenuList id=ROW_MENU label=list.row_menu_title>
                {item(Icon::Edit, words.edit, open(Panel::Edit))}
                {item(Icon::Copy, list.duplicate, open(Panel::Duplicate))}
                {item(Icon::Refresh, words.verify, Callback::new(move |row| actions.verifications.start(vec![row])))}
                {item(Icon::Trash, words.delete, Callback::new(move |row| actions.delete.run(vec![row])))}
            </MenuList>
        }
    })
}
