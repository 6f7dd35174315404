//! What the names of files say.

use std::path::Path;

use super::paths;
use crate::project::Syntax;
use crate::settings;

/// What Terraform would do with a file of this name.
pub(super) fn syntax_of(name: &str) -> Option<Syntax> {
    // Editors' copies, as Terraform leaves them out.
    if name.starts_with('.') || name.ends_with('~') || name.starts_with('#') && name.ends_with('#')
    {
        return None;
    }
    let ends = |endings: &[&str]| endings.iter().any(|it| name.ends_with(it));
    match name {
        "terraform.tfvars" => Some(Syntax::Values),
        "terraform.tfvars.json" => Some(Syntax::JsonValues),
        _ if ends(&[".tf", ".tofu"]) => Some(Syntax::Native),
        _ if ends(&[".tf.json", ".tofu.json"]) => Some(Syntax::Json),
        _ if ends(&[".auto.tfvars"]) => Some(Syntax::Values),
        _ if ends(&[".auto.tfvars.json"]) => Some(Syntax::JsonValues),
        // A form to fill in says nothing of what is there.
        _ if ["example", "sample", "template"].iter().any(|it| name.contains(it)) => None,
        _ if ends(&[".tfvars"]) => Some(Syntax::Choice),
        _ if ends(&[".tfvars.json"]) => Some(Syntax::JsonChoice),
        _ => None,
    }
}

/// OpenTofu reads `main.tofu` instead of the `main.tf` beside it.
pub(super) fn replaced(name: &str, is_there: &dyn Fn(&str) -> bool) -> bool {
    let instead = if let Some(stem) = name.strip_suffix(".tf") {
        format!("{stem}.tofu")
    } else if let Some(stem) = name.strip_suffix(".tf.json") {
        format!("{stem}.tofu.json")
    } else {
        return false;
    };
    is_there(&instead)
}

/// Whether the name of a file is one that Terraform or this program goes by, whatever it does with the file.
pub(super) fn is_named_so(file: &Path) -> bool {
    let name = name_of(file);
    let endings = [".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json"];
    name == settings::FILE_NAME || endings.iter().any(|it| name.ends_with(it))
}

/// What else stands where somebody looked for Terraform.
pub(super) fn hint(cwd: &Path, paths: &[String]) -> String {
    for path in paths {
        let full = paths::absolute(Path::new(path), cwd);
        if full.is_file() {
            return format!("{path} is not a file that Terraform loads");
        }
        if full.join("terragrunt.hcl").is_file() {
            return "terragrunt.hcl names modules elsewhere: give the directory that holds them"
                .to_owned();
        }
    }
    "give the directory that holds your Terraform, and see that .gitignore and .skintignore do not hide it"
        .to_owned()
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}
