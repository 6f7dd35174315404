//! What a usage file for these configurations would say: every usage of every resource, with what is
//! reckoned with now.

use super::bill::{Bill, Estimate, Origin};
use super::usage_file::{Template, TemplateKey};

pub fn templates(estimate: &Estimate) -> Vec<Template> {
    let asked = estimate.bills().filter(|it| it.usage.iter().any(|it| it.is_read));
    asked.map(template).collect()
}

fn template(bill: &Bill) -> Template {
    let keys = bill.usage.iter().filter(|it| it.is_read).map(|it| TemplateKey {
        name: it.name.to_string(),
        title: it.title.to_string(),
        unit: it.unit.to_string(),
        // Nobody knows usage to more digits.
        typical: it.amount.map(|it| it.typical.round_sf(4).unwrap_or(it.typical)),
        origin: match &it.origin {
            Origin::Declared { line } => format!("line {line} of the usage file"),
            Origin::Traffic(_) => "from the traffic".to_owned(),
            Origin::Assumed => "assumed".to_owned(),
            Origin::Missing => "not known".to_owned(),
        },
    });
    Template { address: bill.address.clone(), kind: bill.kind.to_string(), keys: keys.collect() }
}
