//! Repositories as a workflow checks them out: a merge that GitHub made of a pull request, or the head of a branch.

use serde_json::{Value, json};

use super::job::Job;
use crate::diff::repository::{Repository, scratch};

pub(crate) const BASE: &str = r#"provider "aws" {
  region = "us-east-1"
}

resource "aws_ebs_volume" "data" {
  availability_zone = "us-east-1a"
  size              = 100
  type              = "gp3"
}

resource "aws_cloudwatch_log_group" "orders" {
  name              = "orders"
  retention_in_days = 30
}
"#;

pub(crate) fn sized(gigabytes: u32) -> String {
    BASE.replace("= 100", &format!("= {gigabytes}"))
}

/// A merge of a branch that changes these files.
pub(crate) fn merged(base: &[(&str, &str)], head: &[(&str, &str)]) -> Option<(Repository, Value)> {
    let it = scratch()?;
    it.commit(base);
    it.git(&["checkout", "-q", "-b", "change"]);
    it.commit(head);
    let (before, after) = (sha(&it, "main"), sha(&it, "change"));
    it.git(&["checkout", "-q", "main"]);
    it.git(&["merge", "-q", "--no-ff", "-m", "Merge", "change"]);
    Some((it, event(&before, &after)))
}

pub(crate) fn sha(of: &Repository, name: &str) -> String {
    of.git(&["rev-parse", name]).trim().to_owned()
}

pub(crate) fn event(base: &str, head: &str) -> Value {
    let head = json!({ "sha": head, "ref": "change", "repo": { "full_name": "o/r" } });
    json!({ "pull_request": { "number": 7, "base": { "sha": base }, "head": head } })
}

pub(crate) fn pull_request(at: &Repository, event: &Value, api: &str) -> Job {
    let mut job = Job::new(at.root(), api);
    job.github.insert("event_name", "pull_request".to_owned());
    job.event = event.clone();
    job
}
