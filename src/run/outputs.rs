//! SHELL: the formats that were asked for, and the files that they go to.

use std::path::PathBuf;

use miette::{Result, miette};

use skint::decode::choices;

/// `html=page.html`, `json`; the first of all formats where none is asked for.
pub(super) fn outputs<F: Copy>(
    asked: &[String],
    all: &[F],
    name: fn(F) -> &'static str,
) -> Result<Vec<(F, Option<PathBuf>)>> {
    if asked.is_empty() {
        return Ok(all.first().map(|it| (*it, None)).into_iter().collect());
    }
    let known: Vec<&str> = all.iter().map(|it| name(*it)).collect();
    let outputs = asked.iter().map(|text| {
        let (said, file) = match text.split_once('=') {
            Some((said, file)) => (said, Some(PathBuf::from(file))),
            None => (text.as_str(), None),
        };
        if file.as_ref().is_some_and(|it| it.as_os_str().is_empty()) {
            return Err(miette!("a file is missing behind `=`"));
        }
        let format = all.iter().copied().find(|it| name(*it) == said);
        let help = choices(said, &known);
        Ok((format.ok_or_else(|| miette!(help = help, "there is no format `{said}`"))?, file))
    });
    outputs.collect()
}
