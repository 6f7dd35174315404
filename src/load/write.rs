//! Texts into files: whole or not at all, only over what was read, and only inside of the repository.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::walk::{SKIPPED, reason};

/// Where the text of a file may be written: the file itself, or what a link leads to. `Err`: why it may not, as words behind
/// its name.
pub fn writable(path: &Path, root: &Path) -> Result<PathBuf, String> {
    let real = path.canonicalize().map_err(|it| format!("cannot be found: {}", reason(&it)))?;
    let root = root.canonicalize().map_err(|it| format!("has no root: {}", reason(&it)))?;
    let Ok(below) = real.strip_prefix(&root) else {
        return Err("leads out of the repository".to_owned());
    };
    // The first two are somebody else's wherever the root is.
    let is_copy =
        |it: &Path| it.iter().any(|it| SKIPPED[1..3].iter().any(|skipped| it == *skipped));
    let is_machinery = below.iter().any(|it| SKIPPED.iter().any(|skipped| it == *skipped));
    if is_copy(&real) || is_machinery {
        return Err("is a copy of something, or machinery".to_owned());
    }
    if real.to_str().is_none() {
        return Err("has a name that is not UTF-8".to_owned());
    }
    let metadata = real.metadata().map_err(|it| format!("cannot be read: {}", reason(&it)))?;
    if metadata.permissions().readonly() {
        return Err("is read-only".to_owned());
    }
    match OpenOptions::new().write(true).open(&real) {
        Ok(_) => Ok(real),
        Err(error) => Err(format!("cannot be written: {}", reason(&error))),
    }
}

/// The way to what a file really is, as a patch names it: from the repository's root, or from where the user stands where
/// that is not in it.
pub fn in_patch(path: &Path, root: &Path, cwd: &Path) -> Option<String> {
    let base = if cwd.starts_with(root) { root } else { cwd };
    let real = path.canonicalize().ok()?;
    Some(super::paths::shown(&real, &base.canonicalize().ok()?))
}

/// Puts one text in the place of another, which is the one that was read: where something else is there by now, that
/// stays. Permissions stay too, and at no time is there half a file.
pub fn replace(path: &Path, root: &Path, before: &str, after: &str) -> Result<(), String> {
    let real = writable(path, root)?;
    let cannot = |it: io::Error| format!("cannot be written: {}", reason(&it));
    let metadata = real.metadata().map_err(cannot)?;
    let (beside, mut file) = beside(&real).map_err(cannot)?;
    let written = filled(&mut file, after, &metadata, &beside).map_err(cannot);
    drop(file);
    let done = written.and_then(|()| match fs::read(&real) {
        Ok(there) if there == before.as_bytes() => fs::rename(&beside, &real).map_err(cannot),
        Ok(_) => Err("was changed by somebody else meanwhile and is left as it is".to_owned()),
        Err(error) => Err(cannot(error)),
    });
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done
}

/// A new file beside another, which Terraform does not look at.
fn beside(real: &Path) -> io::Result<(PathBuf, File)> {
    let name = real.file_name().unwrap_or_default();
    let mut n = 0;
    loop {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".skint-{}-{n}~", std::process::id()));
        let path = real.with_file_name(hidden);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && n < 100 => n += 1,
            Err(error) => return Err(error),
            Ok(file) => return Ok((path, file)),
        }
    }
}

fn filled(file: &mut File, text: &str, like: &Metadata, path: &Path) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    keep_owner(path, like);
    file.set_permissions(like.permissions())?;
    file.sync_all()
}

/// Whoever runs this for somebody else leaves them their files, as far as that is allowed.
#[cfg(unix)]
fn keep_owner(path: &Path, like: &Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    let _ = chown(path, Some(like.uid()), Some(like.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) {}
