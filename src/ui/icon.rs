//! Icons: one SVG path each, in the text's color, hidden from screen readers.

use leptos::prelude::*;
use markup::view;

/// A drawing on a grid of 16 × 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Plus,
    Check,
    Cross,
    Passed,
    Warning,
    Failed,
    Skipped,
    Pending,
    Info,
    ChevronDown,
    ArrowUp,
    ArrowDown,
    Sort,
    Search,
    Copy,
    External,
    Edit,
    Trash,
    Key,
    Refresh,
    Upload,
    Menu,
    Apps,
    Link,
    System,
    Sun,
    Language,
    Moon,
    SignOut,
    Devices,
    Book,
    Offline,
    Keyboard,
    Columns,
    Download,
    Filter,
    Bell,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Plus => "M8 3v10M3 8h10",
            Self::Check => "M3 8.5l3.2 3.2L13 5",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Passed => "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5zM5.3 8.2l1.9 1.9 3.6-4",
            Self::Warning => "M8 2.2l6.2 11.3H1.8zM8 6.6v3M8 11.5v.1",
            Self::Failed => "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5zM6 6l4 4M10 6l-4 4",
            Self::Skipped => "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5zM5.5 8h5",
            Self::Pending => "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5z",
            Self::Info => "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5zM8 7.4v3.4M8 5.1v.1",
            Self::Devices => "M2.5 3h9v6h-9zM1.5 11.5H9M11 6.5h3.5v7H11z",
            Self::ChevronDown => "M4 6l4 4 4-4",
            Self::ArrowUp => "M8 13V3.5M4 7l4-4 4 4",
            Self::ArrowDown => "M8 3v9.5M4 9l4 4 4-4",
            Self::Sort => "M5 6l3-3 3 3M5 10l3 3 3-3",
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3L14 14",
            Self::Copy => "M5.75 5.75h7.5v7.5h-7.5zM10.25 5.75v-3h-7.5v7.5h3",
            Self::External => "M9.5 2.5h4v4M13.2 2.8L7.5 8.5M11.5 9.5v4h-9v-9h4",
            Self::Edit => "M10.8 2.7l2.5 2.5-7.8 7.8-3 .5.5-3z",
            Self::Trash => "M2.5 4.25h11M6 4V2.5h4V4M4 4.5l.7 9h6.6l.7-9M6.75 7v4M9.25 7v4",
            Self::Key => "M5.5 7.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM7.7 8.3l5.5-5.5M11 5l2 2",
            Self::Refresh => "M13.5 8a5.5 5.5 0 1 1-1.6-3.9l1.4 1.4M13.5 2.2v3.3h-3.3",
            Self::Upload => "M8 10.5V3M4.8 6L8 2.8 11.2 6M2.5 13.5h11",
            Self::Menu => "M2 4h12M2 8h12M2 12h12",
            Self::Apps => "M2.5 2.5H6.5v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5H6.5v4h-4zM9.5 9.5h4v4h-4z",
            Self::Link => "M6.5 9.5l3-3M7 4.8l1.6-1.6a3 3 0 0 1 4.2 4.2L11.2 9M9 11.2l-1.6 1.6a3 3 0 0 1-4.2-4.2L4.8 7",
            Self::System => "M2 3h12v8H2zM6 13.75h4",
            Self::Sun => {
                "M8 5.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7"
            }
            Self::Language => {
                "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2 8h12M8 2c2 1.8 2.6 3.8 2.6 6S10 12.2 8 14C6 12.2 5.4 10.2 5.4 8S6 3.8 8 2z"
            }
            Self::Moon => "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z",
            Self::SignOut => "M6 2.5H2.5v11H6M10 5l3 3-3 3M13 8H6",
            Self::Book => "M2.5 3h4.2L8 4.2 9.3 3h4.2v9.5H9.2L8 13.5l-1.2-1H2.5zM8 4.2v9.3",
            Self::Keyboard => "M1.5 4h13v8h-13zM4 6.7v.1M6.7 6.7v.1M9.3 6.7v.1M12 6.7v.1M4.5 9.5h7",
            Self::Columns => "M2 3h12v10H2zM6 3v10M10 3v10",
            Self::Download => "M8 2.5V10M4.8 7L8 10.2 11.2 7M2.5 13.5h11",
            Self::Bell => "M4 11.5V7a4 4 0 0 1 8 0v4.5l1.25 1H2.75zM6.5 14h3",
            Self::Filter => "M2 4h12M4.5 8h7M6.75 12h2.5",
            Self::Offline => {
                "M2 2l12 12M5 9.2a4.3 4.3 0 0 1 2-1.1M2.5 6.6A8 8 0 0 1 5 5M8 5a8 8 0 0 1 5.5 1.6M10 8.6l1 .6M8 12.2v.1"
            }
        }
    }
}

/// Draws an icon, as high as a line of small text.
#[component]
pub(crate) fn Mark(#[prop(into)] icon: Signal<Icon>) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=move || icon.get().path()/>
        </svg>
    }
}
