//! Input methods (IME): while text is being composed, keys belong to the input method.

use web_sys::KeyboardEvent;

/// The key code with which Safari reports the key that ends a composition; `isComposing` is already false then.
const PROCESS_KEY: u32 = 229;

/// Whether the key belongs to an input method that is composing text. Every `keydown` handler asks this first.
pub(crate) fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == PROCESS_KEY
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;
    use std::path::Path;

    /// The files that listen to keys, and those whose functions get such an event.
    fn handlers(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                handlers(&path, found);
            } else {
                let code = fs::read_to_string(&path).unwrap();
                if code.contains("KeyboardEvent") || code.contains("ev::keydown") {
                    found.push((path.display().to_string(), code));
                }
            }
        }
    }

    #[test]
    fn every_handler_of_keys_leaves_those_of_an_input_method_alone() {
        let mut found = Vec::new();
        handlers(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.len() >= 5, "{} files listen to keys", found.len());
        for (path, code) in found {
            assert!(code.contains("is_composing(&event)") || code.contains("is_composing(event)"), "{path}");
        }
    }
}
