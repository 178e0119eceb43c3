//! Reading, by recursive descent.

use super::{Json, Members};

/// Why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// It ends too early: the rest may be missing.
    Truncated,
    /// It is wrong, whatever may follow.
    Invalid,
}

type Result<T> = std::result::Result<T, ReadError>;

/// How deep values may be nested: the stack is finite.
const MAX_DEPTH: u8 = 127;

impl Json {
    /// Reads one value, and nothing behind it.
    pub fn read(text: &str) -> Result<Self> {
        let (json, end) = Self::read_first(text)?;
        let rest = text[end..].trim_start_matches([' ', '\n', '\t', '\r']);
        if rest.is_empty() { Ok(json) } else { Err(ReadError::Invalid) }
    }

    /// Reads the value that a text begins with, whatever follows it, and says where it ends, in bytes.
    pub fn read_first(text: &str) -> Result<(Self, usize)> {
        let mut reader = Reader { text, at: 0 };
        let json = reader.value(MAX_DEPTH)?;
        Ok((json, reader.at))
    }
}

/// `at` is always on the border of a character: everything that is looked at is ASCII, or a run up to ASCII.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Result<u8> {
        self.text.as_bytes().get(self.at).copied().ok_or(ReadError::Truncated)
    }

    /// The next byte behind white space.
    fn peek_token(&mut self) -> Result<u8> {
        self.skip_space();
        self.peek()
    }

    fn skip_space(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r'));
    }

    fn skip_while(&mut self, skip: fn(u8) -> bool) {
        while self.peek().is_ok_and(skip) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<()> {
        if self.peek()? != byte {
            return Err(ReadError::Invalid);
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self, depth: u8) -> Result<Json> {
        match self.peek_token()? {
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'"' => self.string().map(Json::Text),
            b'[' | b'{' if depth == 0 => Err(ReadError::Invalid),
            b'[' => self.list(depth - 1),
            b'{' => self.object(depth - 1),
            b'-' | b'0'..=b'9' => self.number(),
            _ => Err(ReadError::Invalid),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json> {
        word.bytes().try_for_each(|byte| self.expect(byte))?;
        Ok(value)
    }

    fn list(&mut self, depth: u8) -> Result<Json> {
        let mut values = Vec::new();
        self.at += 1;
        while self.goes_on(b']', values.is_empty())? {
            values.push(self.value(depth)?);
        }
        Ok(Json::List(values))
    }

    fn object(&mut self, depth: u8) -> Result<Json> {
        let mut members = Vec::new();
        self.at += 1;
        while self.goes_on(b'}', members.is_empty())? {
            self.skip_space();
            let name = self.string()?;
            self.skip_space();
            self.expect(b':')?;
            members.push((name, self.value(depth)?));
        }
        Ok(Json::Object(Members(members)))
    }

    /// Whether another element follows. Takes the comma in front of it, or the end.
    fn goes_on(&mut self, end: u8, first: bool) -> Result<bool> {
        let next = self.peek_token()?;
        if next == end {
            self.at += 1;
        } else if !first {
            self.expect(b',')?;
        }
        Ok(next != end)
    }

    fn number(&mut self) -> Result<Json> {
        let start = self.at;
        if self.peek() == Ok(b'-') {
            self.at += 1;
        }
        if self.peek()? == b'0' {
            self.at += 1;
            if self.peek().is_ok_and(|byte| byte.is_ascii_digit()) {
                return Err(ReadError::Invalid);
            }
        } else {
            self.digits()?;
        }
        if self.peek() == Ok(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Ok(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Ok(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Json::Number(self.text[start..self.at].to_owned()))
    }

    /// One or more.
    fn digits(&mut self) -> Result<()> {
        if !self.peek()?.is_ascii_digit() {
            return Err(ReadError::Invalid);
        }
        self.skip_while(|byte| byte.is_ascii_digit());
        Ok(())
    }

    fn string(&mut self) -> Result<String> {
        self.expect(b'"')?;
        let mut string = String::new();
        loop {
            let start = self.at;
            self.skip_while(|byte| !matches!(byte, b'"' | b'\\' | ..=0x1f));
            string.push_str(&self.text[start..self.at]);
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Ok(string);
                }
                b'\\' => {
                    self.at += 1;
                    string.push(self.escaped()?);
                }
                _ => return Err(ReadError::Invalid),
            }
        }
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Result<char> {
        let c = match self.peek()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return Err(ReadError::Invalid),
        };
        self.at += 1;
        Ok(c)
    }

    /// `uXXXX`, or the `uXXXX\uXXXX` of a surrogate pair.
    fn code_point(&mut self) -> Result<char> {
        let mut code = self.code_unit()?;
        if (0xd800..0xdc00).contains(&code) {
            self.expect(b'\\')?;
            let low = self.code_unit()?;
            if !(0xdc00..0xe000).contains(&low) {
                return Err(ReadError::Invalid);
            }
            code = 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00));
        }
        char::from_u32(code).ok_or(ReadError::Invalid)
    }

    fn code_unit(&mut self) -> Result<u32> {
        self.expect(b'u')?;
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(ReadError::Truncated)?;
        let mut unit = 0;
        for digit in digits {
            unit = unit << 4 | char::from(*digit).to_digit(16).ok_or(ReadError::Invalid)?;
        }
        self.at += 4;
        Ok(unit)
    }
}
