//! Base 64, character sets, and what stands in a URL.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

use super::super::value::Value;
use super::{Answer, Entry, TEXT, Want, entry, str};

pub(super) const TABLE: &[Entry] = &[
    entry("base64decode", &[TEXT], Want::Text, base64decode),
    entry("base64encode", &[TEXT], Want::Text, |args| Ok(STANDARD.encode(str(&args[0])).into())),
    entry("csvdecode", &[TEXT], Want::Any, super::yaml::csvdecode),
    entry("textdecodebase64", &[TEXT, TEXT], Want::Text, textdecodebase64),
    entry("textencodebase64", &[TEXT, TEXT], Want::Text, textencodebase64),
    entry("urlencode", &[TEXT], Want::Text, urlencode),
];

/// Bits behind the last byte do not count.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

fn decoded(value: &Value) -> Result<Vec<u8>, Value> {
    // As Go reads it: line breaks do not count.
    let text: String = str(value).chars().filter(|it| !matches!(it, '\n' | '\r')).collect();
    LENIENT.decode(text).map_err(|_| Value::error("this is no base 64"))
}

fn base64decode(args: &[Value]) -> Answer {
    let text = String::from_utf8(decoded(&args[0])?);
    text.map(|it| super::text::normal(&it)).map_err(|_| Value::error("what is decoded is no UTF-8"))
}

/// The character sets that people use this for; the others are unknown.
enum Charset {
    Utf8,
    Utf16 { little: bool },
    Latin1,
    Ascii,
}

fn charset(name: &str) -> Result<Charset, Value> {
    match name.to_ascii_uppercase().replace('_', "-").as_str() {
        "UTF-8" => Ok(Charset::Utf8),
        "UTF-16LE" => Ok(Charset::Utf16 { little: true }),
        "UTF-16BE" => Ok(Charset::Utf16 { little: false }),
        "ISO-8859-1" | "LATIN1" => Ok(Charset::Latin1),
        "US-ASCII" | "ASCII" => Ok(Charset::Ascii),
        _ => Err(Value::unknown(format!("the character set {name} is not worked out"), None)),
    }
}

fn textencodebase64(args: &[Value]) -> Answer {
    let text = str(&args[0]);
    let bytes = match charset(str(&args[1]))? {
        Charset::Utf8 => text.as_bytes().to_vec(),
        Charset::Utf16 { little } => text
            .encode_utf16()
            .flat_map(|it| if little { it.to_le_bytes() } else { it.to_be_bytes() })
            .collect(),
        Charset::Latin1 => single(text, 0xff)?,
        Charset::Ascii => single(text, 0x7f)?,
    };
    Ok(STANDARD.encode(bytes).into())
}

fn single(text: &str, most: u32) -> Result<Vec<u8>, Value> {
    let bytes =
        text.chars().map(|it| u8::try_from(u32::from(it)).ok().filter(|_| u32::from(it) <= most));
    bytes.collect::<Option<_>>().ok_or_else(|| Value::error("a character is not of this set"))
}

fn textdecodebase64(args: &[Value]) -> Answer {
    let charset = charset(str(&args[1]))?;
    let bytes = decoded(&args[0])?;
    let text = match charset {
        Charset::Utf8 => {
            String::from_utf8(bytes).map_err(|_| Value::error("what is decoded is no UTF-8"))?
        }
        Charset::Latin1 => bytes.iter().map(|it| char::from(*it)).collect(),
        Charset::Ascii if bytes.is_ascii() => bytes.iter().map(|it| char::from(*it)).collect(),
        Charset::Ascii => {
            return Err(Value::unknown("bytes beyond ASCII are not worked out", None));
        }
        Charset::Utf16 { .. } if bytes.len() % 2 == 1 => {
            return Err(Value::error("half of a character is missing"));
        }
        Charset::Utf16 { little } => {
            let pairs = bytes.chunks_exact(2).map(|it| [it[0], it[1]]);
            let units: Vec<u16> = pairs
                .map(|it| if little { u16::from_le_bytes(it) } else { u16::from_be_bytes(it) })
                .collect();
            String::from_utf16_lossy(&units)
        }
    };
    Ok(super::text::normal(&text))
}

fn urlencode(args: &[Value]) -> Answer {
    let mut out = String::new();
    for byte in str(&args[0]).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    Ok(out.into())
}
