//! Repositories that live for one test.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

pub(crate) struct Repository {
    directory: TempDir,
}

/// An empty repository with a branch `main`; `None` where there is no git, which is said.
pub(crate) fn scratch() -> Option<Repository> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no git, which tests of `skint diff` need");
        return None;
    }
    let it = Repository { directory: TempDir::new().unwrap() };
    it.git(&["init", "-q"]);
    it.git(&["symbolic-ref", "HEAD", "refs/heads/main"]);
    Some(it)
}

impl Repository {
    pub(crate) fn root(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn git(&self, args: &[&str]) -> String {
        let who =
            ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgSign=false"];
        let output = Command::new("git")
            .current_dir(self.root())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .args(who)
            .args(["-c", "core.autocrlf=false", "-c", "core.hooksPath=none"])
            .args(args)
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn write(&self, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = self.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    /// Writes files, and commits all that there is.
    pub(crate) fn commit(&self, files: &[(&str, &str)]) {
        self.write(files);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "a change"]);
    }

    pub(crate) fn clone_of(&self, args: &[&str]) -> Repository {
        let directory = TempDir::new().unwrap();
        let url = format!("file://{}", self.root().display());
        let to = directory.path().display().to_string();
        self.git(&[&["clone", "-q"], args, &[&url, &to]].concat());
        Repository { directory }
    }
}
