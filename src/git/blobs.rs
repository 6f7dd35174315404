//! Contents by their ids: one git that stays and answers.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use sha1::Sha1;
use sha2::{Digest, Sha256};

/// What an id holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Blob {
    Here(Vec<u8>),
    /// So many bytes, which are more than were wanted.
    TooLarge(u64),
    /// The clone does not have it.
    Missing,
}

/// A git that is asked for one content after another.
#[derive(Debug)]
pub struct Blobs {
    child: Child,
    questions: Option<ChildStdin>,
    answers: Option<BufReader<ChildStdout>>,
}

impl Blobs {
    pub(super) fn new(mut child: Child) -> Blobs {
        let questions = child.stdin.take();
        let answers = child.stdout.take().map(BufReader::new);
        Blobs { child, questions, answers }
    }

    /// What an id holds, where it is no more than `most` bytes.
    pub fn get(&mut self, id: &str, most: u64) -> Blob {
        // Whoever does not answer any more has nothing.
        self.asked(id, most).unwrap_or(Blob::Missing)
    }

    fn asked(&mut self, id: &str, most: u64) -> io::Result<Blob> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let questions = self.questions.as_mut().ok_or_else(gone)?;
        let answers = self.answers.as_mut().ok_or_else(gone)?;
        writeln!(questions, "{id}")?;
        questions.flush()?;
        let mut head = String::new();
        answers.by_ref().take(1_000).read_line(&mut head)?;
        let mut parts = head.trim_end().split(' ');
        let (kind, size) = (parts.nth(1), parts.next().and_then(|it| it.parse::<u64>().ok()));
        let (Some("blob"), Some(size)) = (kind, size) else { return Ok(Blob::Missing) };
        let blob = if size > most {
            io::copy(&mut answers.by_ref().take(size), &mut io::sink())?;
            Blob::TooLarge(size)
        } else {
            let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
            answers.read_exact(&mut bytes)?;
            Blob::Here(bytes)
        };
        answers.read_exact(&mut [0])?;
        Ok(blob)
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // Without anybody who asks it ends by itself.
        drop(self.questions.take());
        drop(self.answers.take());
        let _ = self.child.wait();
    }
}

/// Whether a content has an id; also with the line ends that git makes of it on some systems.
pub fn is_of(bytes: &[u8], id: &str) -> bool {
    if is_exactly(bytes, id) {
        return true;
    }
    if !bytes.windows(2).any(|it| it == b"\r\n") {
        return false;
    }
    let mut unix = Vec::with_capacity(bytes.len());
    for (at, it) in bytes.iter().enumerate() {
        if *it != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            unix.push(*it);
        }
    }
    is_exactly(&unix, id)
}

fn is_exactly(bytes: &[u8], id: &str) -> bool {
    let head = format!("blob {}\0", bytes.len());
    match id.len() {
        64 => hex(&Sha256::new().chain_update(head).chain_update(bytes).finalize()) == id,
        _ => hex(&Sha1::new().chain_update(head).chain_update(bytes).finalize()) == id,
    }
}

/// Whether a text is what stands in a commit for a file that Git LFS keeps, and the content that it means.
pub fn pointer(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes.get(..bytes.len().min(1_024))?).ok()?;
    if !text.starts_with("version https://git-lfs.github.com/spec/") {
        return None;
    }
    text.lines().find_map(|it| it.strip_prefix("oid sha256:"))
}

/// Whether a content is the one that a pointer means.
pub fn is_pointed_at(bytes: &[u8], oid: &str) -> bool {
    hex(&Sha256::digest(bytes)) == oid
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, it| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{it:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{is_of, is_pointed_at, pointer};

    #[test]
    fn ids_are_those_of_git() {
        assert!(is_of(b"", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"));
        assert!(is_of(b"a\nb\n", "422c2b7ab3b3c668038da977e4e93a5fc623169c"));
        assert!(is_of(b"a\r\nb\r\n", "422c2b7ab3b3c668038da977e4e93a5fc623169c"));
        assert!(!is_of(b"a\rb\n", "422c2b7ab3b3c668038da977e4e93a5fc623169c"));
        let id = "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813";
        assert!(is_of(b"", id));
    }

    #[test]
    fn a_pointer_means_one_content() {
        let oid = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let text =
            format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 0\n");
        assert_eq!(pointer(text.as_bytes()), Some(oid));
        assert!(is_pointed_at(b"", oid));
        assert_eq!(pointer(b"resource"), None);
    }
}
