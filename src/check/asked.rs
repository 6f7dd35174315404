//! What a configuration asks of files, written down: where the answers are the same twice, so is what follows from them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{Absent, Files};

/// One question.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Question {
    Read(String),
    Exists(String),
    List(String),
}

impl Question {
    /// Whether two states of the files give the same answer.
    pub(super) fn is_same(&self, one: &dyn Files, other: &dyn Files) -> bool {
        match self {
            Question::Read(path) => one.read(path) == other.read(path),
            Question::Exists(path) => one.exists(path) == other.exists(path),
            Question::List(path) => one.list(path) == other.list(path),
        }
    }
}

/// Files, and what was asked of them.
pub(super) struct Noted<'f> {
    files: &'f dyn Files,
    asked: Mutex<BTreeSet<Question>>,
}

impl<'f> Noted<'f> {
    pub(super) fn new(files: &'f dyn Files) -> Noted<'f> {
        Noted { files, asked: Mutex::default() }
    }

    fn note(&self, question: Question) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(question);
    }

    pub(super) fn into_asked(self) -> BTreeSet<Question> {
        self.asked.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Noted<'_> {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Absent> {
        self.note(Question::Read(path.to_owned()));
        self.files.read(path)
    }

    fn exists(&self, path: &str) -> Result<bool, Absent> {
        self.note(Question::Exists(path.to_owned()));
        self.files.exists(path)
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, Absent> {
        self.note(Question::List(directory.to_owned()));
        self.files.list(directory)
    }
}
