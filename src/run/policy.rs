//! SHELL: the tag policies of AWS Organizations that the command line or the settings name.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use miette::{Result, miette};

use skint::cli::TagArgs;
use skint::decode::harmless;
use skint::load::{self, Disk};
use skint::model::Files;
use skint::settings::TagPolicy;
use skint::source::joined;
use skint::tags::import;

use super::written;

/// The policy that they come to together. What was passed over of them is said on stderr. `settings` are the settings
/// files, as path and text; the innermost that names policies holds where the command line names none.
pub(super) fn imported(
    args: &TagArgs,
    settings: &[(String, String)],
    disk: &Disk,
    cwd: &Path,
) -> Result<Option<Arc<TagPolicy>>> {
    let files = match args.tags_policy.as_slice() {
        [] => of_settings(settings, disk)?,
        named => named.iter().map(|it| load::named(it, cwd)).collect::<Result<_, _>>()?,
    };
    if files.is_empty() {
        return Ok(None);
    }
    let imported = import(&files)?;
    for remark in &imported.remarks {
        let line = format!("tag policy: {}\n", harmless::line(remark));
        written(io::stderr().write_all(line.as_bytes()))?;
    }
    Ok(Some(Arc::new(imported.policy)))
}

fn of_settings(settings: &[(String, String)], disk: &Disk) -> Result<Vec<(String, String)>> {
    let named = settings.iter().rev().find_map(|(path, text)| {
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let files = skint::settings::tags_policies(path, text);
        let files: Vec<String> = files.iter().map(|it| joined(directory, it)).collect();
        (!files.is_empty()).then_some(files)
    });
    let read = |path: String| match disk.read(&path) {
        Ok(bytes) => Ok((path, String::from_utf8_lossy(&bytes).into_owned())),
        Err(_) => {
            let help = "the settings name it in `tags_policy`: it is a file in this repository";
            Err(miette!(help = help, "{} cannot be read", harmless::line(&path)))
        }
    };
    named.unwrap_or_default().into_iter().map(read).collect()
}
