//! A private key enters and never leaves: whatever people do with unusual keys, rightly and wrongly, no file, log line,
//! answer or figure holds a piece of one afterwards, and neither does the memory of the server. Each search is shown to
//! find something where there is something to find.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod keys;
mod memory;
mod paces;
mod panics;
mod pieces;
mod program;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use keys::Key;
use okta_sim::KeyPair;
use paces::{Caller, MARK};
use pieces::{Pieces, Secret};
use program::{Program, UNDER_CONTROL};
use server::config::Config;
use vault::{Binding, Vault};

fn contains(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|window| window == text.as_bytes())
}

/// The private numbers of every key pair that the program made itself; only its own vault knows them.
async fn generated(program: &Program, caller: &Caller<'_>) -> Vec<Secret> {
    let path = |name: &str| program.folder.path().join("data").join(name).display().to_string();
    let env = [
        ("APPCONN_DATABASE_URL".to_owned(), format!("sqlite://{}", path("app-connections.db"))),
        ("APPCONN_MASTER_KEY_FILE".to_owned(), path("master.key")),
    ];
    let config = Config::load(None, env.into_iter()).unwrap();
    let store = store::open(&config.database_url).await.unwrap();
    let vault = Vault::open_or_create(&config.vault, store.as_ref()).await.unwrap();
    let mut secrets = Vec::new();
    for id in caller.generated.iter().copied() {
        let opened = if let Some(record) = store.get(id).await.unwrap() {
            vault.open(&record.sealed_key, &Binding::of_stored(id, &record)).await
        } else {
            let record = store.generated_key(id).await.unwrap().unwrap();
            vault.open(&record.sealed_key, &Binding::GeneratedKey { id, thumbprint: &record.thumbprint }).await
        };
        // The algorithm's five letters come first.
        let pair = KeyPair::from_der(opened.unwrap().expose()[5..].to_vec()).unwrap();
        secrets.extend(Key { name: "a generated key", pair, text: String::new() }.secrets());
    }
    store.close().await;
    secrets
}

fn master_keys(files: &[(String, Vec<u8>)]) -> Vec<Secret> {
    let files = files.iter().filter(|(name, _)| name.starts_with("data/master.key"));
    let bytes = |(name, content): &(String, Vec<u8>)| Secret {
        name: name.clone(),
        bytes: STANDARD.decode(content.trim_ascii()).unwrap(),
    };
    files.map(bytes).collect()
}

#[tokio::test]
async fn nothing_that_the_program_writes_says_or_keeps_holds_a_piece_of_a_key() {
    let keys = Key::all();
    let mut program = Program::shipped(&keys).await;
    let pieces = Pieces::of(&keys.iter().flat_map(Key::secrets).collect::<Vec<_>>());
    let mut caller = Caller::new(&program, &pieces);
    for (at, key) in keys.iter().enumerate() {
        caller.use_rightly(key, &keys[(at + 1) % keys.len()]).await;
        caller.use_wrongly(key).await;
    }
    caller.generate_and_look("generated").await;
    let mut answers = std::mem::take(&mut caller.answers);
    for command in
        [&["backup", "backup.db"][..], &["master-key", "rotate"], &["history", "export"], &["history", "verify"]]
    {
        answers.push((command.join(" "), program.run(command)));
    }
    caller.generate_and_look("after the rotation").await;
    answers.append(&mut caller.answers);

    let mut secrets: Vec<Secret> = keys.iter().flat_map(Key::secrets).collect();
    secrets.extend(generated(&program, &caller).await);
    assert_eq!(secrets.len(), 5 * 6 + 3 + 4 * 6);
    let pieces = Pieces::of(&secrets);
    let mut leaks = std::mem::take(&mut caller.remembered);
    let remembered = program.remembers(&pieces);
    if !remembered.is_empty() {
        leaks.push(format!("in memory: {remembered:?}"));
    }

    drop(caller);
    let log = program.end();
    let files = program.files();
    secrets.extend(master_keys(&files));
    let with_master_keys = Pieces::of(&secrets);
    let lines = log.split(|byte| *byte == b'\n').map(|line| ("the log", line));
    let answers_too = answers.iter().map(|(what, content)| (what.as_str(), content.as_slice()));
    for (what, content) in lines.chain(answers_too) {
        let found = with_master_keys.found_in(content);
        if !found.is_empty() {
            leaks.push(format!("{what}: {found:?} in {}", String::from_utf8_lossy(content)));
        }
    }
    for (name, content) in &files {
        let pieces = if name.starts_with("data/master.key") { &pieces } else { &with_master_keys };
        let found = pieces.found_in(content);
        if !found.is_empty() {
            leaks.push(format!("{name}: {found:?}"));
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));

    // That all of these are what they should be.
    assert!(contains(&log, "\"level\":\"TRACE\"") && contains(&log, "verified") && contains(&log, "answered"));
    for name in ["data/app-connections.db", "backup.db"] {
        assert!(files.iter().any(|(other, content)| other == name && contains(content, MARK)), "{name}");
    }
    for what in ["POST /api/v1/connections", "GET /api/v1/connections/export", "history export"] {
        assert!(answers.iter().any(|(other, content)| other == what && contains(content, MARK)), "{what}");
    }
}

/// The same search of the same server without its defence.
#[test]
fn the_search_of_the_memory_finds_keys_where_none_are_wiped() {
    if std::env::var_os(UNDER_CONTROL).is_some() {
        server::cli::run_as(["app-connections", "serve"]);
    } else {
        tokio::runtime::Runtime::new().unwrap().block_on(search_undefended());
    }
}

async fn search_undefended() {
    let keys = Key::all();
    let program = Program::undefended(std::thread::current().name().unwrap(), &keys).await;
    let pieces = Pieces::of(&keys[2].secrets());
    let mut caller = Caller::new(&program, &pieces);
    caller.use_wrongly(&keys[2]).await;
    assert!(caller.remembered.iter().any(|found| found.contains(" in base64")), "{:?}", caller.remembered);
}
