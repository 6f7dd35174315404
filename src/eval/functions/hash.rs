//! Hashes of texts and of files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use uuid::Uuid;

use super::super::Evaluator;
use super::super::value::Value;
use super::{Answer, Entry, TEXT, Want, entry, reading, str};

pub(super) const TABLE: &[Entry] = &[
    entry("base64sha256", &[TEXT], Want::Text, |args| base64::<Sha256>(str(&args[0]).as_bytes())),
    entry("base64sha512", &[TEXT], Want::Text, |args| base64::<Sha512>(str(&args[0]).as_bytes())),
    reading("filebase64sha256", &[TEXT], Want::Text, |it, args| {
        of_file(it, args, base64::<Sha256>)
    }),
    reading("filebase64sha512", &[TEXT], Want::Text, |it, args| {
        of_file(it, args, base64::<Sha512>)
    }),
    reading("filemd5", &[TEXT], Want::Text, |it, args| of_file(it, args, hex::<Md5>)),
    reading("filesha1", &[TEXT], Want::Text, |it, args| of_file(it, args, hex::<Sha1>)),
    reading("filesha256", &[TEXT], Want::Text, |it, args| of_file(it, args, hex::<Sha256>)),
    reading("filesha512", &[TEXT], Want::Text, |it, args| of_file(it, args, hex::<Sha512>)),
    entry("md5", &[TEXT], Want::Text, |args| hex::<Md5>(str(&args[0]).as_bytes())),
    entry("sha1", &[TEXT], Want::Text, |args| hex::<Sha1>(str(&args[0]).as_bytes())),
    entry("sha256", &[TEXT], Want::Text, |args| hex::<Sha256>(str(&args[0]).as_bytes())),
    entry("sha512", &[TEXT], Want::Text, |args| hex::<Sha512>(str(&args[0]).as_bytes())),
    entry("uuidv5", &[TEXT, TEXT], Want::Text, uuidv5),
];

fn of_file(evaluator: &mut Evaluator<'_>, args: &[Value], hash: fn(&[u8]) -> Answer) -> Answer {
    hash(&evaluator.scope.read(str(&args[0]))?)
}

fn hex<D: Digest>(bytes: &[u8]) -> Answer {
    let hash = D::digest(bytes);
    let digit = |it: u8| char::from_digit(u32::from(it), 16).unwrap_or('0');
    Ok(hash.iter().flat_map(|it| [digit(it >> 4), digit(it & 15)]).collect::<String>().into())
}

fn base64<D: Digest>(bytes: &[u8]) -> Answer {
    Ok(STANDARD.encode(D::digest(bytes)).into())
}

fn uuidv5(args: &[Value]) -> Answer {
    let namespace = match str(&args[0]) {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        other => Uuid::parse_str(other)
            .map_err(|_| Value::error(format!("\"{other}\" is no namespace")))?,
    };
    Ok(Uuid::new_v5(&namespace, str(&args[1]).as_bytes()).to_string().into())
}
