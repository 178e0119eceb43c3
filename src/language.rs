//! The language of the page: the one chosen in the menu, or else the first of the browser's languages that the console
//! has. `public/early.js` decides it before the first paint, and requests the language's file before this code has
//! loaded.
//!
//! A change of the language makes the views in [`localized`] anew, and nothing else: what was typed, loaded or begun
//! stays.

use crate::api::language_file;
use crate::storage;
use crate::text;
use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// The key in the browser's storage; `public/early.js` has it, too.
const REMEMBERED_AS: &str = "language";
/// The request for the language's file that `public/early.js` has sent.
const EARLY: &str = "spoken";
const ENGLISH: &str = "en";

/// A language that can be chosen.
#[derive(Clone)]
pub(crate) struct LanguageOption {
    /// Its code (BCP 47, the language alone), for example `de`.
    pub(crate) code: String,
    /// Its name in the language itself.
    pub(crate) name: String,
    /// The address of its file, and the file's integrity hash. English has no file.
    file: Option<(String, String)>,
}

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
    static CODE: RefCell<String> = RefCell::new(ENGLISH.to_owned());
    static LOCALE: RefCell<String> = RefCell::new(ENGLISH.to_owned());
}

/// A part of the page that is made anew when the language changes. State that must outlive that is created outside of
/// `view`.
pub(crate) fn localized<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    following_language(Box::new(move || view().into_any()))
}

/// Not generic: Leptos compiles the machinery of a closure once for each type of it.
fn following_language(view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || {
        track();
        view()
    })
    .into_any()
}

/// Makes the current reactive scope run again when the language changes.
pub(crate) fn track() {
    CHANGED.with(Track::track);
}

/// Text that follows the language.
pub(crate) fn text_signal(phrase: fn(&text::Text) -> &'static str) -> Signal<String> {
    Signal::derive(move || {
        track();
        phrase(text::text()).to_owned()
    })
}

/// The code of the current language.
pub(crate) fn code() -> String {
    CODE.with_borrow(Clone::clone)
}

/// The current language as `Intl` takes it: with the browser's region, for example `de-AT`.
pub(crate) fn locale() -> String {
    LOCALE.with_borrow(Clone::clone)
}

/// Every language, English first.
pub(crate) fn offered() -> Vec<LanguageOption> {
    let english = LanguageOption { code: ENGLISH.to_owned(), name: "English".to_owned(), file: None };
    let mut offered = vec![english];
    if let Ok(found) = document().query_selector_all("meta[name=language]") {
        let metas = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok());
        offered.extend(metas.map(|meta| {
            let attribute = |name| meta.get_attribute(name).unwrap_or_default();
            let file = Some((attribute("content"), attribute("data-integrity")));
            LanguageOption { code: attribute("lang"), name: attribute("data-name"), file }
        }));
    }
    offered
}

/// Switches to the language that the page began in, as soon as its file has loaded.
pub(crate) async fn begin() {
    let root = document().document_element();
    let code = root.and_then(|root| root.get_attribute("lang")).filter(|code| code != ENGLISH);
    let Some(code) = code else { return apply(ENGLISH) };
    let early = Reflect::get(&window(), &EARLY.into()).ok().and_then(|early| early.dyn_into::<Promise>().ok());
    let file = match early {
        Some(early) => JsFuture::from(early).await.ok().and_then(|file| file.as_string()),
        None => None,
    };
    let understood = file.is_some_and(|file| text::load_language(&file));
    apply(if understood { &code } else { ENGLISH });
}

/// Switches to the language with this code, and remembers it. Gives whether its file could be loaded.
pub(crate) async fn choose(code: &str) -> bool {
    let spoken = switch_to(code).await;
    if spoken {
        storage::remember(REMEMBERED_AS, code);
    }
    spoken
}

/// Switches to the language that was chosen in another tab of the console.
pub(crate) async fn follow() {
    if let Some(code) = storage::recall(REMEMBERED_AS).filter(|code| *code != self::code()) {
        switch_to(&code).await;
    }
}

async fn switch_to(code: &str) -> bool {
    let Some(language) = offered().into_iter().find(|language| language.code == code) else { return false };
    match language.file {
        None => text::use_english(),
        Some((address, integrity)) => match language_file(&address, &integrity).await {
            Some(file) if text::load_language(&file) => {}
            _ => return false,
        },
    }
    apply(code);
    true
}

fn apply(code: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", code);
    }
    let preferred = window().navigator().languages().into_iter().filter_map(|tag| tag.as_string());
    let locale = preferred.into_iter().find(|tag| tag.split('-').next() == Some(code));
    LOCALE.set(locale.unwrap_or_else(|| code.to_owned()));
    if CODE.replace(code.to_owned()) != code {
        CHANGED.with(Notify::notify);
    }
}
