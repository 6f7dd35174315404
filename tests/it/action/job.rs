//! Runs the steps of `action.yml` as a runner does: expressions, environment, files for outputs and the summary.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use regex::{Captures, Regex};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::yaml;

pub(crate) fn action() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml");
    yaml::read(&fs::read_to_string(path).unwrap())
}

/// A job that uses the action, and what has become of it so far.
#[derive(Clone)]
pub(crate) struct Job {
    action: Rc<Value>,
    /// Outside of the workspace, for files of the runner.
    temp: Rc<TempDir>,
    workspace: PathBuf,
    pub(crate) event: Value,
    pub(crate) github: BTreeMap<&'static str, String>,
    pub(crate) inputs: BTreeMap<String, String>,
    steps: BTreeMap<String, BTreeMap<String, String>>,
    /// What was printed, both streams.
    pub(crate) log: String,
    pub(crate) summary: String,
    /// Of the step that failed.
    pub(crate) code: i32,
    /// Of steps that use other actions.
    pub(crate) used: Vec<String>,
    n: usize,
}

impl Job {
    pub(crate) fn new(workspace: &Path, api: &str) -> Job {
        let action = action();
        let default = |it: &Value| it["default"].as_str().unwrap_or_default().to_owned();
        let inputs = action["inputs"].as_object().unwrap().iter();
        let mut inputs: BTreeMap<_, _> =
            inputs.map(|(name, it)| (name.clone(), default(it))).collect();
        assert_eq!(inputs.insert("token".into(), "secret".into()).unwrap(), "${{ github.token }}");
        inputs.insert("skint-path".into(), env!("CARGO_BIN_EXE_skint").into());
        let github = [
            ("action_path", env!("CARGO_MANIFEST_DIR")),
            ("action_ref", ""),
            ("action_repository", "o/skint"),
            ("event_name", "push"),
            ("actor", "somebody"),
            ("repository", "o/r"),
            ("server_url", api),
            ("api_url", api),
        ];
        Job {
            action: Rc::new(action),
            temp: Rc::new(TempDir::new().unwrap()),
            workspace: workspace.to_owned(),
            event: json!({}),
            github: github.map(|(name, value)| (name, value.to_owned())).into(),
            inputs,
            steps: BTreeMap::new(),
            log: String::new(),
            summary: String::new(),
            code: 0,
            used: Vec::new(),
            n: 0,
        }
    }

    pub(crate) fn with(mut self, inputs: &[(&str, &str)]) -> Job {
        for (name, value) in inputs {
            let known = self.inputs.insert((*name).to_owned(), (*value).to_owned());
            assert!(known.is_some(), "there is no input {name}");
        }
        self
    }

    /// All steps, up to the one that fails.
    pub(crate) fn run(mut self) -> Job {
        self.steps(0, usize::MAX);
        self
    }

    /// Steps from one to another.
    pub(crate) fn steps(&mut self, from: usize, to: usize) {
        let action = Rc::clone(&self.action);
        let steps = action["runs"]["steps"].as_array().unwrap().iter();
        for step in steps.take(to).skip(from) {
            if self.code == 0 && self.is_wanted(step) {
                self.step(step);
            }
        }
    }

    /// The number of a step of this name.
    pub(crate) fn at(&self, name: &str) -> usize {
        let steps = self.action["runs"]["steps"].as_array().unwrap();
        steps.iter().position(|it| it["name"] == name).unwrap()
    }

    pub(crate) fn output(&self, name: &str) -> String {
        let value = self.action["outputs"][name]["value"].as_str();
        self.resolved(value.unwrap_or_else(|| panic!("there is no output {name}")))
    }

    fn is_wanted(&self, step: &Value) -> bool {
        let Some(condition) = step["if"].as_str() else { return true };
        let (left, right) = condition.split_once(" == ").unwrap();
        self.value(left) == right.trim_matches('\'')
    }

    fn step(&mut self, step: &Value) {
        if let Some(other) = step["uses"].as_str() {
            self.used.push(other.to_owned());
            return;
        }
        self.n += 1;
        let run = step["run"].as_str().unwrap();
        assert!(!run.contains("${{"), "an expression stands in the text of a script: {run}");
        let file = |what: &str| self.temp.path().join(format!("{what}-{}", self.n));
        let (script, output, summary) = (file("script"), file("output"), file("summary"));
        fs::write(&script, run).unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&script);
        command.current_dir(&self.workspace).env_clear();
        for name in ["PATH", "HOME", "SYSTEMROOT", "TMPDIR"] {
            command.envs(std::env::var_os(name).map(|it| (name, it)));
        }
        command.env("GITHUB_OUTPUT", &output).env("GITHUB_STEP_SUMMARY", &summary);
        command.env("GIT_CONFIG_NOSYSTEM", "1");
        for (name, value) in step["env"].as_object().unwrap() {
            command.env(name, self.resolved(value.as_str().unwrap()));
        }
        let ran = command.output().unwrap();
        self.log += &String::from_utf8(ran.stdout).unwrap();
        self.log += &String::from_utf8(ran.stderr).unwrap();
        self.summary += &fs::read_to_string(&summary).unwrap_or_default();
        self.code = ran.status.code().unwrap();
        let outputs = fs::read_to_string(&output).unwrap_or_default();
        let outputs = outputs.lines().map(|it| it.split_once('=').unwrap());
        let outputs = outputs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        if let Some(id) = step["id"].as_str() {
            self.steps.insert(id.to_owned(), outputs);
        }
    }

    fn resolved(&self, text: &str) -> String {
        let expression = Regex::new(r"\$\{\{ (.+?) \}\}").unwrap();
        expression.replace_all(text, |it: &Captures<'_>| self.value(&it[1])).into_owned()
    }

    /// The few expressions that there are; any other fails.
    fn value(&self, expression: &str) -> String {
        let parts: Vec<&str> = expression.split('.').collect();
        let unknown = || panic!("`{expression}` is not known here");
        match parts[..] {
            ["inputs", name] => self.inputs.get(name).cloned().unwrap_or_else(unknown),
            ["runner", "temp"] => self.temp.path().display().to_string(),
            ["runner", "os"] => "Linux".to_owned(),
            ["runner", "arch"] => "X64".to_owned(),
            ["github", "event", ..] => {
                let value = parts[2..].iter().fold(&self.event, |it, name| &it[name]);
                value.as_str().map_or_else(
                    || value.as_u64().map(|it| it.to_string()).unwrap_or_default(),
                    str::to_owned,
                )
            }
            ["github", name] => self.github.get(name).cloned().unwrap_or_else(unknown),
            ["steps", id, "outputs", name] => {
                self.steps.get(id).and_then(|it| it.get(name)).cloned().unwrap_or_default()
            }
            _ => unknown(),
        }
    }
}
