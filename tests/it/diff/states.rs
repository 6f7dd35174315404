//! What is taken over is the same as what is worked out: many pairs of states of one repository, each compared in both
//! ways, and with what a check of each state alone finds.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::repository::scratch;
use crate::program::{repository, skint};

/// Each file, and what may stand in it; nothing: it is not there.
const FILES: &[(&str, &[&str])] = &[
    (
        "a/main.tf",
        &[
            "module \"m\" {\n  source = \"../m\"\n  kind = var.kind\n}\nvariable \"kind\" {\n  default = \"gp3\"\n}\n",
            "module \"m\" {\n  source = \"../m\"\n  kind = file(\"kind.txt\")\n}\nvariable \"kind\" {}\n",
            "module \"m\" {\n  source = \"../m\"\n  kind =\n",
            "resource \"aws_ebs_volume\" \"own\" {\n  availability_zone = \"us-east-1a\"\n  size = 10\n  type = \"gp2\"\n}\n",
        ],
    ),
    ("a/kind.txt", &["gp2", "gp3", ""]),
    ("a/x.auto.tfvars", &["", "kind = \"gp2\"\n", "kind = \"gp3\"\n"]),
    ("a/env/dev.tfvars", &["", "kind = \"gp2\"\n"]),
    (
        "a/x_override.tf",
        &["", "module \"m\" {\n  kind = \"gp2\"\n}\n", "# skint:ignore[*] all of it\nlocals {}\n"],
    ),
    (
        "b/main.tf",
        &[
            "terraform {\n  backend \"s3\" {}\n}\nmodule \"m\" {\n  source = \"../m\"\n  kind = \"gp2\"\n}\n",
            "# skint:ignore[volume-gp2] later\nmodule \"m\" {\n  source = \"../m\"\n  kind = \"gp2\"\n}\n",
            "module \"n\" {\n  source = \"../m/inner\"\n}\n",
        ],
    ),
    (
        "m/main.tf",
        &[
            "variable \"kind\" {}\nresource \"aws_ebs_volume\" \"v\" {\n  count = 2\n  availability_zone = \"us-east-1a\"\n  size = 80\n  type = var.kind\n}\nmodule \"inner\" {\n  source = \"./inner\"\n}\n",
            "variable \"kind\" {}\nresource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"us-east-1a\"\n  size = 500\n  type = var.kind\n  tags = { service = \"x\", environment = \"y\", tier = \"z\" }\n}\n",
            "",
        ],
    ),
    (
        "m/inner/main.tf",
        &[
            "resource \"aws_cloudwatch_log_group\" \"l\" {\n  name = \"l\"\n}\n",
            "# moved\nresource \"aws_cloudwatch_log_group\" \"l\" {\n  name = \"l\"\n}\n",
            "",
        ],
    ),
    (
        "c/main.tf",
        &[
            "terraform {\n  backend \"s3\" {}\n}\nprovider \"aws\" {\n  region = \"eu-west-1\"\n}\nresource \"aws_instance\" \"i\" {\n  ami = \"a\"\n  instance_type = \"m5.24xlarge\"\n}\nmodule \"vpc\" {\n  source  = \"terraform-aws-modules/vpc/aws\"\n  version = \"5.0.0\"\n  enable_nat_gateway = true\n  private_subnets = [\"10.0.1.0/24\"]\n}\n",
        ],
    ),
    // Whether there is a budget anywhere is a question of the whole repository.
    (
        "d/main.tf",
        &[
            "",
            "resource \"aws_budgets_budget\" \"b\" {\n  budget_type  = \"COST\"\n  limit_amount = \"10\"\n  limit_unit   = \"USD\"\n  time_unit    = \"MONTHLY\"\n}\n",
        ],
    ),
];

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    /// A state that differs from another in a few files.
    fn state(&mut self, from: &[usize]) -> Vec<usize> {
        let mut state = from.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(FILES.len());
            state[at] = self.below(FILES[at].1.len());
        }
        state
    }
}

fn texts(state: &[usize]) -> Vec<(&'static str, &'static str)> {
    let all = FILES.iter().zip(state).map(|((path, texts), at)| (*path, texts[*at]));
    all.filter(|(_, text)| !text.is_empty()).collect()
}

/// The places of a check, those that count and all of them.
fn checked(root: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let out = skint(root, &["--today", "2026-11-21", "--preset", "strict", "--format", "json"]).out;
    let json: Value = serde_json::from_str(&out).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    let places: Vec<&Value> = findings.flat_map(|it| it["places"].as_array().unwrap()).collect();
    let name = |it: &&Value| it["fingerprint"].as_str().unwrap().to_owned();
    let counting = places.iter().filter(|it| it["suppressed"].is_null()).map(name).collect();
    (counting, places.iter().map(name).collect())
}

fn places(json: &Value, states: &[&str]) -> BTreeSet<String> {
    let findings = json["findings"].as_array().unwrap().iter();
    let wanted = findings.filter(|it| states.contains(&it["state"].as_str().unwrap()));
    let places = wanted.flat_map(|it| it["places"].as_array().unwrap());
    places.map(|it| it["fingerprint"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_taken_over_is_what_would_be_worked_out() {
    let Some(it) = scratch() else { return };
    let mut chance = Chance(7);
    let mut base = vec![0; FILES.len()];
    let mut n_taken = 0;
    for _ in 0..14 {
        let head = chance.state(&base);
        for (path, _) in FILES {
            let _ = fs::remove_file(it.root().join(path));
        }
        it.commit(&texts(&base));
        for (path, _) in FILES {
            let _ = fs::remove_file(it.root().join(path));
        }
        it.write(&texts(&head));
        let args = ["diff", "--base", "HEAD", "--today", "2026-11-21", "--preset", "strict"];
        let args = [&args[..], &["--format", "json", "--stats"]].concat();
        let quick = skint(it.root(), &args);
        let whole = skint(it.root(), &[&args[..], &["--whole"]].concat());
        assert_eq!(quick.out, whole.out, "{base:?} {head:?}");
        n_taken += usize::from(!quick.err.contains(" 0 the same"));

        let json: Value =
            serde_json::from_str(&quick.out).unwrap_or_else(|_| panic!("{}", quick.err));
        let (now, now_all) = checked(it.root());
        let (then, _) = checked(repository(&texts(&base)).path());
        let new: BTreeSet<String> = now.difference(&then).cloned().collect();
        assert_eq!(places(&json, &["new", "unsure"]), new, "{base:?} {head:?}");
        let gone: BTreeSet<String> = then.difference(&now_all).cloned().collect();
        let states = ["fixed", "gone", "undecided", "unread"];
        assert_eq!(places(&json, &states), gone, "{base:?} {head:?}");
        base = head;
    }
    assert!(n_taken > 8, "{n_taken}");
}
