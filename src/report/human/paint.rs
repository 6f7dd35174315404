//! Colors, or none: the only place that writes an escape sequence.

use std::io::{self, Write};

use anstyle::{AnsiColor, Reset, Style};
use codespan_reporting::diagnostic::{LabelStyle, Severity as Level};
use codespan_reporting::term::WriteStyle;

use crate::finding::Severity;

pub(super) struct Painter<'a> {
    out: &'a mut dyn Write,
    color: bool,
}

impl<'a> Painter<'a> {
    pub(super) fn new(out: &'a mut dyn Write, color: bool) -> Painter<'a> {
        Painter { out, color }
    }

    /// `text` as it is told, in the color of its severity.
    pub(super) fn severity(&mut self, severity: Severity, text: &str) -> io::Result<()> {
        self.set_label(level(severity), LabelStyle::Primary)?;
        write!(self.out, "{text}")?;
        self.reset()
    }

    pub(super) fn bold(&mut self, text: &str) -> io::Result<()> {
        self.set_header_message()?;
        write!(self.out, "{text}")?;
        self.reset()
    }

    fn set(&mut self, style: Style) -> io::Result<()> {
        if self.color { write!(self.out, "{Reset}{style}") } else { Ok(()) }
    }
}

/// The severity as codespan names it.
pub(super) fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}

fn color(level: Level) -> Style {
    match level {
        Level::Bug | Level::Error => AnsiColor::Red.on_default(),
        Level::Warning => AnsiColor::Yellow.on_default(),
        Level::Note | Level::Help => AnsiColor::Cyan.on_default(),
    }
}

/// The frame around the sources: there, but not in the way.
const FRAME: Style = AnsiColor::Blue.on_default();

impl Write for Painter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl WriteStyle for Painter<'_> {
    fn set_header(&mut self, level: Level) -> io::Result<()> {
        self.set(color(level).bold())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.set(Style::new().bold())
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.set(FRAME)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.set(FRAME)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.set(FRAME)
    }

    fn set_label(&mut self, level: Level, style: LabelStyle) -> io::Result<()> {
        match style {
            LabelStyle::Primary => self.set(color(level)),
            LabelStyle::Secondary => self.set(FRAME),
        }
    }

    fn reset(&mut self) -> io::Result<()> {
        if self.color { write!(self.out, "{Reset}") } else { Ok(()) }
    }
}
