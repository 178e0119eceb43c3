//! Server-sent events (HTML Standard §9.2.6): a parser for the part that this server writes, `event:` and `data:`
//! lines. The browser's own `EventSource` cannot send a POST.

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// The event's name; empty if the server gave none.
    pub(super) name: String,
    /// The event's data; several lines are joined by a line feed.
    pub(super) data: String,
}

/// Parses events from bytes, wherever the network cut them.
#[derive(Debug, Default)]
pub(super) struct Parser {
    rest: Vec<u8>,
}

impl Parser {
    /// Takes the next bytes, and gives every event that they complete.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.rest.extend(bytes.iter().filter(|byte| **byte != b'\r'));
        let mut events = Vec::new();
        while let Some(end) = self.rest.windows(2).position(|pair| pair == b"\n\n") {
            let block: Vec<u8> = self.rest.drain(..end + 2).collect();
            events.extend(event(&String::from_utf8_lossy(&block)));
        }
        events
    }
}

/// The event of one block; `None` for a comment (keep-alive) and for any other block without data.
fn event(block: &str) -> Option<Event> {
    let mut name = "";
    let mut data: Option<String> = None;
    for line in block.lines() {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => name = value,
            "data" => match &mut data {
                None => data = Some(value.to_owned()),
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
            },
            _ => {}
        }
    }
    data.map(|data| Event { name: name.to_owned(), data })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str) -> Event {
        Event { name: name.to_owned(), data: data.to_owned() }
    }

    const STREAM: &str = ": keep-alive\n\nevent: check\ndata: {\"a\":\"é\"}\n\nid: 1\nevent:report\r\ndata:one\r\ndata: two\r\n\r\ndata: last\n\n";

    fn expected() -> Vec<Event> {
        vec![event("check", "{\"a\":\"é\"}"), event("report", "one\ntwo"), event("", "last")]
    }

    #[test]
    fn events_are_read_whole() {
        assert_eq!(Parser::default().push(STREAM.as_bytes()), expected());
    }

    #[test]
    fn events_are_read_however_the_network_cuts_them() {
        for size in 1..20 {
            let mut parser = Parser::default();
            let events: Vec<Event> = STREAM.as_bytes().chunks(size).flat_map(|chunk| parser.push(chunk)).collect();
            assert_eq!(events, expected(), "chunks of {size}");
        }
    }

    #[test]
    fn an_event_that_is_not_finished_is_none() {
        assert_eq!(Parser::default().push(b"event: check\ndata: {}\n"), []);
    }
}
