//! User interface elements that know nothing of connections. Native elements do the work; these add labels, states and
//! looks. Each has its stylesheet of the same name in `style/`.

mod badge;
mod button;
mod callout;
mod checkbox;
mod clipboard;
mod dialog;
mod field;
mod focus;
mod icon;
mod keyboard;
pub(crate) mod layers;
mod menu;
mod popover;
mod press;
mod search_field;
mod select;
mod skeleton;
mod spinner;
mod text_area;
mod text_field;
pub(crate) mod time;

pub(crate) use badge::{Badge, Tone};
pub(crate) use button::{Button, ButtonKind, ExternalLink, IconButton};
pub(crate) use callout::Callout;
pub(crate) use checkbox::Checkbox;
pub(crate) use clipboard::CopyButton;
pub(crate) use dialog::Dialog;
pub(crate) use field::{Field, FieldText};
pub(crate) use focus::focus_in_place;
pub(crate) use icon::{Icon, Mark};
pub(crate) use keyboard::is_composing;
pub(crate) use menu::{Menu, MenuItem, MenuList};
pub(crate) use popover::{Popover, is_popover_open, popover};
pub(crate) use search_field::SearchField;
pub(crate) use select::Select;
pub(crate) use skeleton::Skeleton;
pub(crate) use spinner::Spinner;
pub(crate) use text_area::TextArea;
pub(crate) use text_field::TextField;
pub(crate) use time::Time;
