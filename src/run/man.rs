//! SHELL: manual pages, printed or written.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use miette::{IntoDiagnostic, Result, WrapErr};

use skint::cli::{ManArgs, man_pages};
use skint::decode::harmless;

pub(crate) fn man(args: &ManArgs, cwd: &Path) -> Result<ExitCode> {
    let pages = man_pages().into_diagnostic()?;
    let text = match &args.dir {
        None => pages.into_iter().next().map(|(_, page)| page).unwrap_or_default(),
        Some(dir) => {
            let shown = harmless::line(&dir.to_string_lossy());
            write(&pages, &cwd.join(dir)).into_diagnostic().wrap_err(shown.clone())?;
            format!("wrote {} pages into {shown}\n", pages.len()).into_bytes()
        }
    };
    super::written(io::stdout().write_all(&text))?;
    Ok(ExitCode::SUCCESS)
}

fn write(pages: &[(String, Vec<u8>)], dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    pages.iter().try_for_each(|(name, page)| fs::write(dir.join(name), page))
}
