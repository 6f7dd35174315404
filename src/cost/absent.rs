//! Modules that are not on disk: what is in them costs something, and nobody can tell what.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::Range;
use super::bill::{Bill, Cost, Line, Region, State};
use crate::model::{Configuration, MissingModule};

/// The type that such a module has among the resources.
pub const MODULE: &str = "module";

pub(super) fn bills(configuration: &mut Configuration<'_, '_>) -> Vec<Bill> {
    configuration.absent().into_iter().map(bill).collect()
}

fn bill(absent: MissingModule) -> Bill {
    let at = Some(absent.span);
    let cost = Cost::Unknown { reason: absent.reason, at, is_usage: false };
    let line = Line {
        name: "resources".into(),
        note: None,
        sku: EcoString::new(),
        unit: EcoString::new(),
        formula: EcoString::new(),
        quantity: None,
        factor: Range::exact(Decimal::ONE),
        rates: None,
        free: Decimal::ZERO,
        values: Vec::new(),
        cost,
        rests_on: 0,
    };
    Bill {
        address: absent.address.into(),
        kind: MODULE.into(),
        module: absent.within,
        span: absent.span,
        state: State::Priced,
        service: "Modules that are not on disk".into(),
        region: Region::Global,
        lines: vec![line],
        usage: Vec::new(),
        doubt: None,
    }
}
