//! Style checks (a linter) for the sentences of every language: `docs/LANGUAGES.md`, “How it reads”.

#![allow(clippy::unwrap_used)]

use super::tests::{codes, forms, phrases};

/// Words that no value of a language may contain, in lower case. Words are matched whole; everything else anywhere.
const BANNED: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "mend",
            "mends",
            "afresh",
            "meanwhile",
            "whoever",
            "nobody",
            "somebody",
            "everybody",
            "may not",
            "carry on",
            "stays so",
            "half",
            "typed",
            "answers",
            "answered",
            "stored",
            "organisation",
            "cancelled",
            "colour",
            "demands",
        ],
    ),
    (
        "de",
        &[
            "freiwillig",
            "geklappt",
            "einzelheiten",
            "bleibt es so",
            "hälfte",
            "darf nicht",
            "tokens",
            "angehalten",
            "vernichtet",
            "fassung",
            "fragen sie, wer",
            "gesperrt",
            "namensdienst",
            "client secret",
            "grant type",
            "ist recht",
        ],
    ),
    (
        "fr",
        &[
            "app",
            "apps",
            "valable",
            "valables",
            "moitié",
            "propres termes",
            "n’a pas abouti",
            "connecté",
            "connectée",
            "ignorer",
            "exploitant de cette console vérifie",
            "service de noms",
            "cela persiste",
            "entre-temps",
        ],
    ),
    (
        "ja",
        &[
            "取り除",
            "壊れ",
            "あなた",
            "ほかの人",
            "相手",
            "承認",
            "合格",
            "無効化",
            "メンバー",
            "ネームサービス",
            "client secret",
            "その他のもの",
            "混ざ",
        ],
    ),
];

/// “refused” is for networks; everything else is rejected.
const REFUSED_BY_A_NETWORK: &str = ".findings.connect_refused";

/// Code, whose quotation marks stay straight, and names, whose words are not ours.
const QUOTED: [&str; 5] =
    ["\"use\": \"enc\"", "\"use\": \"sig\"", "$-_.+!*'(),", "App Connections", "Create App Integration"];

/// Every button, and links that look like one.
const BUTTONS: &[&str] = &[
    "shell.sign_out",
    "shell.to_list",
    "shell.reload",
    "sessions.end_others",
    "sign_in.submit",
    "sign_in.own_tab",
    "common.retry",
    "common.close",
    "common.dismiss",
    "common.cancel",
    "common.stop",
    "common.copy",
    "guide.hide",
    "guide.show",
    "guide.open_page",
    "guide.copy_all",
    "checks.open_page",
    "checks.step",
    "table.more",
    "connections.actions.create",
    "connections.actions.edit",
    "connections.actions.delete",
    "connections.actions.verify",
    "connections.actions.export",
    "connections.list.clear",
    "connections.choose_columns.reset",
    "connections.panel.test",
    "connections.panel.test_again",
    "connections.panel.save",
    "connections.panel.save_unverified",
    "connections.panel.save_elsewhere",
    "connections.panel.check_now",
    "connections.key.choose",
    "connections.key.replace",
    "connections.key.keep",
    "connections.own_key.generate",
    "connections.own_key.again",
    "connections.own_key.copy",
    "connections.own_key.another",
    "connections.kept.afresh",
    "connections.conflict.load",
    "connections.conflict.save",
    "connections.conflict.save_as_new",
    "connections.leave.discard",
    "connections.leave.stay",
    "connections.leave.close",
    "connections.leave.wait",
    "connections.delete.confirm",
    "connections.verify.details",
    "connections.page.more",
];

/// Verbs that tell the reader what to do.
const VERBS: &[&str] = &[
    "add", "allow", "ask", "check", "choose", "clear", "click", "compare", "copy", "correct", "create", "enter",
    "find", "fix", "generate", "grant", "leave", "load", "make", "open", "paste", "reload", "remove", "renew",
    "replace", "save", "select", "send", "shorten", "sign", "start", "try", "turn", "use", "verify", "wait",
];

/// Messages without an instruction, because the sentence itself implies it: a limit beside the count, a thing that is
/// gone.
const NOTHING_TO_DO: &[&str] = &["can have up to", "No action is needed", "was not found"];

/// The longest English sentence allowed, in words.
const WORDS: usize = 20;

/// Every value of a language with its path; each plural form separately.
fn values(code: &str) -> Vec<(String, String)> {
    let each = |(path, phrase)| {
        let texts: Vec<_> = forms(&phrase).into_iter().map(|(_, form)| form.as_str().unwrap().to_owned()).collect();
        texts.into_iter().map(move |text| (String::clone(&path), text)).collect::<Vec<_>>()
    };
    phrases(code).into_iter().flat_map(each).collect()
}

fn prose(text: &str) -> String {
    QUOTED.iter().fold(text.to_owned(), |text, quoted| text.replace(quoted, ""))
}

fn has(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    let border = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    // Japanese has no borders between words.
    let anywhere = !word.is_ascii() && word.chars().any(|c| c >= '\u{3000}');
    text.match_indices(word).any(|(at, _)| {
        anywhere || border(text[..at].chars().next_back()) && border(text[at + word.len()..].chars().next())
    })
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ").flat_map(|part| part.split("? ")).flat_map(|part| part.split(": "))
}

#[test]
fn no_value_has_a_word_that_the_voice_does_not_use() {
    for (code, words) in BANNED {
        for (path, text) in values(code) {
            for word in *words {
                assert!(!has(&prose(&text), word), "{code}{path} says {word:?}: {text}");
            }
        }
    }
    for (path, text) in values("en") {
        let network = path.starts_with(REFUSED_BY_A_NETWORK);
        assert!(network || !has(&text, "refused"), "en{path} says \"refused\", not \"rejected\": {text}");
    }
    let all: Vec<_> = BANNED.iter().map(|(code, _)| (*code).to_owned()).collect();
    assert!(codes().iter().all(|code| all.contains(code)), "a language without banned words");
}

#[test]
fn quotation_marks_and_apostrophes_are_those_of_print() {
    for code in codes() {
        for (path, text) in values(&code) {
            let text = prose(&text);
            assert!(!text.contains(['\'', '"', '`']), "{code}{path}: {text}");
            assert!(!text.contains("..."), "{code}{path}: {text}");
            let opening = if code == "de" { '„' } else { '“' };
            let pairs = |open: char, close: char| text.matches(open).count() == text.matches(close).count();
            assert!(pairs('«', '»') && pairs('「', '」') && pairs('(', ')'), "{code}{path}: {text}");
            assert!(pairs(opening, if code == "de" { '“' } else { '”' }), "{code}{path}: {text}");
        }
    }
}

#[test]
fn a_button_is_short() {
    for code in codes() {
        let most = if code == "en" { 24 } else { 30 };
        let all = values(&code);
        for button in BUTTONS {
            let at = [".phrases.", button].concat();
            let (_, text) = all.iter().find(|(path, _)| *path == at).unwrap_or_else(|| panic!("no {button}"));
            let text = text.replace("{#number}", "12");
            assert!(text.chars().count() <= most, "{code} {button}: {text}");
            assert!(!text.ends_with(['.', '。', '?', '？']), "{code} {button}: {text}");
        }
    }
}

#[test]
fn an_error_in_english_says_what_to_do_and_no_sentence_is_long() {
    for (path, text) in values("en") {
        for sentence in sentences(&text) {
            assert!(sentence.split_whitespace().count() <= WORDS, "en{path}: more than {WORDS} words: {sentence}");
        }
        let error = [".fields.", ".problems."].iter().any(|section| path.starts_with(section));
        let fix = path.starts_with(".findings.") && path.ends_with(".fix");
        if error || fix {
            let nothing = NOTHING_TO_DO.iter().any(|sentence| text.contains(sentence));
            assert!(nothing || VERBS.iter().any(|verb| has(&text, verb)), "en{path} asks for nothing: {text}");
        }
    }
}

#[test]
fn french_has_its_spaces() {
    for (path, text) in values("fr") {
        let text = prose(&text).replace("https://", "").replace("://", "");
        let chars: Vec<char> = text.chars().collect();
        for (at, c) in chars.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
            let after = chars.get(at + 1).copied();
            match c {
                ':' => assert_eq!(before, Some('\u{a0}'), "fr{path}: {text}"),
                ';' | '?' | '!' => assert_eq!(before, Some('\u{202f}'), "fr{path}: {text}"),
                '«' => assert_eq!(after, Some('\u{a0}'), "fr{path}: {text}"),
                '»' => assert_eq!(before, Some('\u{a0}'), "fr{path}: {text}"),
                _ => {}
            }
        }
    }
}

#[test]
fn german_keeps_its_dots_on_the_line() {
    for (path, text) in values("de") {
        assert!(!text.contains(" …") && !text.contains("n…"), "de{path}: {text}");
        assert!(!text.contains(" - "), "de{path}: {text}");
    }
}

#[test]
fn japanese_has_its_own_marks_and_gives_both_names_of_a_label() {
    /// Names that are the same in both, or a sentence of English of their own.
    const ONE_NAME: [&str; 2] = ["KID", "Require Demonstrating Proof of Possession (DPoP) header in token requests"];
    for (path, text) in values("ja") {
        let chars: Vec<char> = text.chars().collect();
        for pair in chars.windows(2) {
            let ascii = matches!(pair[1], '?' | '!' | ',') && is_japanese(pair[0]);
            assert!(!ascii && pair[1] != '：', "ja{path}: {text}");
        }
        let keys = text.replace("秘密鍵", "").replace("公開鍵", "");
        assert!(!keys.contains('鍵'), "ja{path}: a key by itself is キー: {text}");
        for quoted in text.split('「').skip(1) {
            let (label, after) = quoted.split_once('」').unwrap();
            let english = label.starts_with(|c: char| c.is_ascii_uppercase()) && !ONE_NAME.contains(&label);
            assert!(!english || after.starts_with('('), "ja{path}: 「{label}」 without its Japanese: {text}");
        }
        assert!(!text.contains("Client ID") || text.contains("クライアント ID"), "ja{path}: {text}");
    }
}

#[test]
fn a_number_stands_before_a_plural_only_where_there_are_forms_for_it() {
    /// Phrases that always count several, or in which the word after the number does not depend on it.
    const ALWAYS_SEVERAL: &[&str] =
        &[".phrases.connections.selection.", ".phrases.connections.delete.failed", ".phrases.checks.progress"];
    for (path, phrase) in phrases("en") {
        let Some(text) = phrase.as_str() else { continue };
        let counted = text.split("{#").skip(1).filter_map(|rest| rest.split_once("} ")).map(|(_, after)| after);
        let plural = counted.filter_map(|after| after.split_whitespace().next()).any(|word| word.ends_with('s'));
        let all = text.contains("All {#") || text.contains("all {#");
        let several = ALWAYS_SEVERAL.iter().any(|known| path.starts_with(known));
        assert!(!plural && !all || several, "en{path} needs plural forms: {text}");
    }
}
