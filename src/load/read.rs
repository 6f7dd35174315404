//! Files to texts.

use std::cell::Cell;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::walk::reason;
use crate::finding::ProblemKind;
use crate::project::Syntax;

/// Most files are smaller.
const USUAL: usize = 16 << 10;
/// Larger files are not read.
pub(super) const MAX_BYTES: u64 = 64 << 20;

pub(super) type Text = Result<String, (ProblemKind, String)>;

/// The texts of the files, in their order.
pub(super) fn all(files: &[(String, (PathBuf, Syntax))]) -> Vec<Text> {
    files.par_iter().map(|(_, (path, _))| one(path)).collect()
}

pub(super) fn one(path: &Path) -> Text {
    let unreadable = |error: &std::io::Error| (ProblemKind::Unreadable, reason(error));
    let mut file = File::open(path).map_err(|it| unreadable(&it))?;
    let size = file.metadata().map_err(|it| unreadable(&it))?.len();
    if size > MAX_BYTES {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.by_ref().take(MAX_BYTES).read_to_end(&mut bytes).map_err(|it| unreadable(&it))?;
    text(bytes)
}

thread_local! {
    /// Where a thread reads what it does not keep: memory for each text anew takes longer than to search it.
    static ROOM: Cell<Vec<u8>> = Cell::new(Vec::with_capacity(USUAL));
}

/// Looks into a text that nobody keeps. `None`: it cannot be read, which is told when it is loaded.
pub(super) fn glance<T>(file: File, look: impl FnOnce(&str) -> T) -> Option<T> {
    let mut room = ROOM.take();
    room.clear();
    let size = file.take(MAX_BYTES + 1).read_to_end(&mut room).ok();
    let text = size.filter(|it| *it as u64 <= MAX_BYTES).and(std::str::from_utf8(&room).ok());
    let seen = text.map(look);
    ROOM.set(room);
    seen
}

pub(super) fn too_large(size: u64) -> (ProblemKind, String) {
    let message = format!("{} MiB are too much: files of up to 64 MiB are read", size >> 20);
    (ProblemKind::TooLarge, message)
}

pub(super) fn text(bytes: Vec<u8>) -> Text {
    if bytes.starts_with(b"\0GITCRYPT\0") {
        let message = "git-crypt has encrypted this: unlock it, or `exclude` it in the settings";
        return Err((ProblemKind::NotUtf8, message.to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].split(|byte| *byte == b'\n').count();
        (ProblemKind::NotUtf8, format!("line {line} is not UTF-8 (byte {at})"))
    })
}
