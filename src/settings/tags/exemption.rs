//! The form of what a policy of tags lets pass: `exempt "module.legacy.*" { ... }`.

use ecow::EcoString;

use super::super::decode::Reader;
use super::super::table;
use super::Exemption;
use crate::syntax::{Attribute, Block, Ident};

impl Reader<'_> {
    /// `exempt "module.legacy.*" { reason = "..." }`
    pub(super) fn exempt(
        &mut self,
        block: &Block,
        written: &mut Vec<(EcoString, EcoString)>,
    ) -> Option<Exemption> {
        let form = "exempt \"module.legacy.*\" { reason = \"...\" }";
        let address = self.label(block, form)?.clone();
        self.document.blocks(&block.body, &[], &[]);
        let (mut reason, mut until) = (None, None);
        let known = table::fields("tags exempt");
        self.document.fields("setting of an exemption", &block.body, &known);
        for attribute in &block.body.attributes {
            written.push(self.line(&format!("exempt \"{}\" ", address.text), attribute));
            match attribute.name.text.as_str() {
                "reason" => reason = self.document.string(attribute),
                "until" => until = self.day(attribute),
                _ => {}
            }
        }
        if reason.as_deref().is_none_or(|it| it.trim().is_empty()) {
            self.no_reason(block, &address);
        }
        let is_text = self.is_text(&address.text, address.span);
        let place = self.place(block.kind.span);
        is_text.then(|| Exemption {
            address: address.text.clone(),
            reason: reason.unwrap_or_default(),
            until,
            place,
        })
    }

    fn no_reason(&mut self, block: &Block, address: &Ident) {
        let help = Some("say why, for whoever reads it next year: reason = \"...\"".to_owned());
        let message = format!("nobody says why `{}` may pass", address.text);
        let said = block.body.attribute("reason").map(|it| it.expr.span);
        self.document.complain(said.unwrap_or(block.header()), message, help);
    }

    /// `2027-03-31`
    pub(in crate::settings) fn day(&mut self, attribute: &Attribute) -> Option<EcoString> {
        let text = self.document.string(attribute)?;
        if is_day(&text) {
            return Some(text);
        }
        let help = Some("it is the last day on which it holds, as 2027-03-31".to_owned());
        let message = format!("`{}` is no day", attribute.name.text);
        self.document.complain(attribute.expr.span, message, help);
        None
    }
}

/// Whether a text is a day: `2027-03-31`.
pub fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let has_form = (year.len(), month.len(), day.len()) == (4, 2, 2);
    let date = || {
        let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
        time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    };
    has_form && text.bytes().all(|it| it.is_ascii_digit() || it == b'-') && date().is_some()
}
