//! Progress of a bulk operation, with a button to stop it.

use crate::components::focus_main;
use crate::text::text;
use crate::ui::Button;
use leptos::prelude::*;
use markup::view;

/// A progress bar with its numbers. They change too often to be announced; the owner announces the result.
#[component]
pub(crate) fn Progress(
    /// What is being done.
    label: &'static str,
    #[prop(into)] done: Signal<usize>,
    #[prop(into)] of: Signal<usize>,
    #[prop(optional)] on_stop: Option<Callback<()>>,
) -> impl IntoView {
    let figures = move || text().table.some(done.get(), of.get());
    let stop = on_stop.map(|stop| {
        let stop = Callback::new(move |()| {
            // The button disappears when the operation stops.
            focus_main();
            stop.run(());
        });
        view! { <Button small=true on_click=stop>{text().common.stop}</Button> }
    });
    view! {
        <div class="progress">
            <p><span role="status">{label}</span>" "{figures}</p>
            <progress
                aria-label=label
                aria-valuetext=figures
                max=move || of.get().max(1).to_string()
                value=move || done.get().to_string()
            ></progress>
            {stop}
        </div>
    }
}
