//! Comma-separated values. Terraform refuses what crates for CSV let pass: a quote inside of a plain
//! field, text after a closing quote, a quote that is never closed. So this reads them itself.

/// What is left to read, and where it is.
struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Reader<'a> {
    /// The next line, and whether a line break ends it. A carriage return before the break, or before
    /// the end of the text, is no part of it.
    fn line(&mut self) -> Option<(&'a str, bool)> {
        if self.rest.is_empty() {
            return None;
        }
        self.line += 1;
        let (line, broken) = match self.rest.split_once('\n') {
            Some((line, rest)) => {
                self.rest = rest;
                (line, true)
            }
            None => (std::mem::take(&mut self.rest), false),
        };
        Some((line.strip_suffix('\r').unwrap_or(line), broken))
    }

    /// The fields of the next row; rows without anything are skipped.
    fn row(&mut self) -> Result<Option<Vec<String>>, String> {
        let (mut line, mut broken) = loop {
            match self.line() {
                None => return Ok(None),
                Some(("", _)) => {}
                Some(found) => break found,
            }
        };
        let mut fields = Vec::new();
        loop {
            let field = match line.strip_prefix('"') {
                None => plain(&mut line).ok_or_else(|| self.mistake("a quote in a plain field"))?,
                Some(inside) => {
                    line = inside;
                    self.quoted(&mut line, &mut broken)?
                }
            };
            fields.push(field);
            match line.strip_prefix(',') {
                Some(after) => line = after,
                None if line.is_empty() => return Ok(Some(fields)),
                None => return Err(self.mistake("text after a closing quote")),
            }
        }
    }

    /// Reads up to the closing quote, over as many lines as it takes.
    fn quoted(&mut self, line: &mut &'a str, broken: &mut bool) -> Result<String, String> {
        let mut field = String::new();
        loop {
            if let Some((before, after)) = line.split_once('"') {
                field.push_str(before);
                *line = after;
                match after.strip_prefix('"') {
                    None => return Ok(field),
                    Some(after) => *line = after,
                }
                field.push('"');
                continue;
            }
            field.push_str(line);
            if *broken {
                field.push('\n');
            }
            let next = self.line().ok_or_else(|| self.mistake("a quote without an end"))?;
            (*line, *broken) = next;
        }
    }

    fn mistake(&self, what: &str) -> String {
        format!("{what} on line {} of the CSV", self.line)
    }
}

/// Reads up to the next comma.
fn plain(line: &mut &str) -> Option<String> {
    let (field, rest) = line.split_at(line.find(',').unwrap_or(line.len()));
    *line = rest;
    (!field.contains('"')).then(|| field.to_owned())
}

/// The rows, each with the names of the columns: the first row tells them.
pub(in super::super) fn decode(text: &str) -> Result<Vec<Vec<(String, String)>>, String> {
    let mut reader = Reader { rest: text, line: 0 };
    let names = reader.row()?.ok_or("the CSV has no line that names the columns")?;
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    if let Some([twice, _]) = sorted.windows(2).find(|it| it[0] == it[1]) {
        return Err(format!("two columns of the CSV are named {twice:?}"));
    }
    let mut rows = Vec::new();
    while let Some(fields) = reader.row()? {
        if fields.len() != names.len() {
            return Err(reader.mistake("the wrong number of fields"));
        }
        rows.push(names.iter().cloned().zip(fields).collect());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields of all rows below the header, or `error`.
    fn shown(text: &str) -> String {
        let Ok(rows) = decode(text) else { return "error".to_owned() };
        let rows = rows.iter().map(|row| {
            row.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("|")
        });
        rows.collect::<Vec<_>>().join(";")
    }

    #[test]
    fn rows_are_read_as_terraform_reads_them() {
        for (text, expected) in [
            ("a,b\n1,2\n3,4", "a=1|b=2;a=3|b=4"),
            ("a,b\r\n1,2\r\n", "a=1|b=2"),
            ("a,b", ""),
            ("\n\r\na\n\n1\n\r\n2\n\r", "a=1;a=2"),
            ("a,b\n1,\n,", "a=1|b=;a=|b="),
            ("a\n x \n", "a= x "),
            ("a\n\"1,2\"", "a=1,2"),
            ("a\n\"x\"\"y\"\n", "a=x\"y"),
            ("a\n\"x\r\ny\"\n", "a=x\ny"),
            ("a\n\"x\n\ny\"\n", "a=x\n\ny"),
            ("\"a\nb\"\n1", "a\nb=1"),
            ("a\n\"\"\n", "a="),
            ("a\n\"x\"\r", "a=x"),
            ("a\n1\r2\n", "a=1\r2"),
            ("a\n\r\r\n", "a=\r"),
            ("", "error"),
            ("\n\n", "error"),
            ("a,a\n1,2", "error"),
            ("a,b\n1", "error"),
            ("a,b\n1,2,3", "error"),
            ("a\nx\"y\n", "error"),
            ("a\n \"x\"\n", "error"),
            ("a\n\"x\"y\n", "error"),
            ("a\n\"x\" \n", "error"),
            ("a\n\"x\n", "error"),
            ("a\n\"x\"\ry\n", "error"),
            ("a\n\"", "error"),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }
}
