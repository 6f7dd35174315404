//! What a scalar stands for.

use super::super::dates;
use super::{Yaml, unsure};

/// More digits, before or after the point, are not worked out.
const MAX_DIGITS: usize = 100;

pub(super) fn resolve(text: &str, tag: Option<&str>, quoted: bool) -> Result<Yaml, String> {
    match tag {
        None | Some("bool" | "int" | "float" | "null" | "timestamp") => {}
        Some("str") => return Ok(Yaml::String(text.to_owned())),
        Some("binary") if is_base64(text) => return Ok(Yaml::String(text.to_owned())),
        Some("binary") => return Err("that YAML binary is no base64".to_owned()),
        Some(tag) => return Err(format!("Terraform does not know the tag !!{tag}")),
    }
    if may_be_special(text) {
        if quoted {
            return Ok(Yaml::String(text.to_owned()));
        }
        if let Some(value) = special(text, tag)? {
            return Ok(value);
        }
    }
    tagged(text, tag)
}

/// As a conversion to string has it; null stays null.
pub(super) fn to_string(value: Yaml) -> Yaml {
    match value {
        Yaml::Bool(value) => Yaml::String(value.to_string()),
        Yaml::Number(text) => Yaml::String(text),
        other => other,
    }
}

/// By the first character, as Terraform does: what cannot begin anything special needs a tag.
fn may_be_special(text: &str) -> bool {
    text.is_empty()
        || text.starts_with(|it: char| it.is_ascii_digit() || "+-.yYnNtTfFoO~".contains(it))
}

/// What an unquoted scalar is without its tag, and mostly whatever its tag.
fn special(text: &str, tag: Option<&str>) -> Result<Option<Yaml>, String> {
    Ok(Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Yaml::Null,
        _ if bool(text).is_some() => Yaml::Bool(bool(text) == Some(true)),
        _ if is_infinity(text) => return Err(unsure("an infinite number")),
        ".nan" | ".NaN" | ".NAN" if tag.is_none() => {
            return Err("Terraform has no value that is not a number".to_owned());
        }
        _ if is_decimal(text) => Yaml::Number(canonical(text)?),
        _ if is_radix(text) => Yaml::Number(integer(text)?),
        _ if text.starts_with('.') && is_binary(text) => {
            return Err(unsure("a binary exponent"));
        }
        _ if matches!(tag, None | Some("timestamp")) => {
            return Ok(dates::yaml_timestamp(text).map(Yaml::String));
        }
        _ => return Ok(None),
    }))
}

/// What the tag makes of everything else.
fn tagged(text: &str, tag: Option<&str>) -> Result<Yaml, String> {
    match tag {
        None => Ok(Yaml::String(text.to_owned())),
        Some("null") => Ok(Yaml::Null),
        Some(tag @ ("int" | "float")) => {
            let digits = text.replace('_', "");
            match is_decimal(&digits) {
                true => Ok(Yaml::Number(canonical(&digits)?)),
                false => Err(unsure(&format!("such a !!{tag}"))),
            }
        }
        Some(tag) => Err(format!("{text:?} is no YAML {tag}")),
    }
}

fn bool(text: &str) -> Option<bool> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Some(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(false)
        }
        _ => None,
    }
}

fn is_infinity(text: &str) -> bool {
    matches!(text.strip_prefix(['+', '-']).unwrap_or(text), ".inf" | ".Inf" | ".INF")
}

/// `12`, `-1.5`, `.5`, `1.`, `2e-3`.
fn is_decimal(text: &str) -> bool {
    let all_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
        }
        None => (unsigned, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits_missing = exponent.is_empty() || whole.is_empty() && fraction.is_empty();
    !digits_missing && [whole, fraction, exponent].into_iter().all(all_digits)
}

/// A decimal number without sign of plus, exponent and needless zeros.
fn canonical(text: &str) -> Result<String, String> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let unsigned = mantissa.trim_start_matches(['+', '-']);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let leading = i64::try_from(whole.len()).ok().zip(i64::try_from(all.len() - digits.len()).ok());
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        // Zero keeps its sign, which shows in odd places.
        return if sign.is_empty() {
            Ok("0".to_owned())
        } else {
            Err(unsure("a zero with a sign"))
        };
    }
    let point = leading
        .zip(exponent.parse::<i64>().ok())
        .and_then(|((whole, zeros), exponent)| (whole - zeros).checked_add(exponent))
        .filter(|it| it.unsigned_abs() <= MAX_DIGITS as u64 && digits.len() <= MAX_DIGITS)
        .ok_or_else(|| unsure("a number of that many digits"))?;
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    Ok(match usize::try_from(point) {
        Ok(point) if point > 0 && point < digits.len() => {
            format!("{sign}{}.{}", &digits[..point], &digits[point..])
        }
        Ok(count) if count > 0 => format!("{sign}{digits}{}", "0".repeat(count - digits.len())),
        _ => format!("{sign}0.{}{digits}", zeros(-point)),
    })
}

/// `.5p3`, which Go's parser takes for a number.
fn is_binary(text: &str) -> bool {
    text.contains(['p', 'P'])
        && text.bytes().all(|it| it.is_ascii_digit() || b".+-pPeE_".contains(&it))
}

/// `0x1F` and `0o17`.
fn is_radix(text: &str) -> bool {
    let only = |digits: &str, radix| {
        !digits.is_empty() && digits.chars().all(|it: char| it.is_digit(radix))
    };
    text.strip_prefix("0x").is_some_and(|it| only(it, 16))
        || text.strip_prefix("0o").is_some_and(|it| only(it, 8))
}

fn integer(text: &str) -> Result<String, String> {
    let radix = if text.starts_with("0x") { 16 } else { 8 };
    let number = u64::from_str_radix(text.get(2..).unwrap_or(""), radix);
    number.map(|it| it.to_string()).map_err(|_| format!("{text} is too large"))
}

fn is_base64(text: &str) -> bool {
    let text = text.replace(['\r', '\n'], "");
    let padding = text.bytes().rev().take_while(|it| *it == b'=').count();
    let allowed = |it: u8| it.is_ascii_alphanumeric() || it == b'+' || it == b'/';
    text.len().is_multiple_of(4)
        && padding <= 2
        && text[..text.len() - padding].bytes().all(allowed)
}
