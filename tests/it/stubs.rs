//! The stand-ins that come with the program.

use skint::model::{self, Origin};
use skint::project::{Project, Syntax};
use skint::source::FileId;
use skint::stubs::Stubs;
use skint::syntax;

use crate::fixtures;

/// Every stand-in is Terraform, says its versions, and what it calls has a stand-in too.
#[test]
fn stand_ins_are_whole() {
    let root = fixtures::root().parent().unwrap().join("stubs");
    let mut found = 0;
    for entry in walk(&root) {
        let text = std::fs::read_to_string(&entry).unwrap();
        let address = entry.parent().unwrap().strip_prefix(&root).unwrap().to_str().unwrap();
        let parsed = syntax::parse(FileId::DETACHED, &text);
        assert_eq!(parsed.errors, [], "{address}");
        let stub = parsed.tree.body.blocks("stub").next().unwrap();
        assert!(stub.body.attribute("versions").is_some(), "{address}");
        assert!(stub.body.attribute("about").is_some(), "{address}");
        found += 1;
        let chosen = Stubs::default();
        for call in model::calls(&parsed.tree) {
            let from = format!("stub:{address}@");
            let there = chosen.find(call.source.unwrap(), call.version, Some(&from));
            assert!(there.is_some(), "{address} calls {:?}", call.source);
        }
    }
    assert!(found >= 70, "{found}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

/// A stand-in that calls others chooses them by the versions that were asked for.
#[test]
fn stand_ins_of_one_module_fit_together() {
    let mut project = Project::default();
    let text = "module \"eks\" {\n  source  = \"terraform-aws-modules/eks/aws\"\n  version = \"~> 20.8\"\n}\n";
    let id = project.sources.add("main.tf", text);
    project.add(&[(id, Syntax::Native)], Origin::Own);
    project.finish(&Stubs::default());
    let stubs: Vec<&str> = project
        .files
        .iter()
        .filter(|it| it.origin == Origin::Stub)
        .map(|it| it.path.split('@').next().unwrap())
        .collect();
    assert!(stubs.contains(&"stub:terraform-aws-modules/eks/aws"), "{stubs:?}");
    assert!(
        stubs.contains(&"stub:terraform-aws-modules/eks/aws/modules/eks-managed-node-group"),
        "{stubs:?}"
    );
}
