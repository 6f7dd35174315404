//! A way to run the same work, and what it costs at so many requests a month: something fixed, something
//! metered in tiers, and machines of which there are always whole ones.

use rust_decimal::Decimal;

/// Dollars a month as a function of requests.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Way {
    /// Whatever arrives.
    pub(super) fixed: Decimal,
    pub(super) metered: Vec<Metered>,
    pub(super) fleet: Option<Fleet>,
}

/// Something that is counted.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Metered {
    /// How many units a request takes.
    pub(super) per_request: Decimal,
    /// Units that are paid for already.
    pub(super) included: Decimal,
    /// From how many units on a unit costs how much; the first starts at zero.
    pub(super) tiers: Vec<(Decimal, Decimal)>,
}

/// Machines or tasks.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Fleet {
    /// So many run whatever arrives.
    pub(super) least: u64,
    /// Dollars a month.
    pub(super) each: Decimal,
    /// Requests a month that one can answer; at least one.
    pub(super) carries: Decimal,
    /// What stands in front of so many of them, and more.
    pub(super) balanced_from: u64,
    pub(super) balancer: Decimal,
    pub(super) balanced: Vec<Metered>,
    /// What fewer of them cost besides.
    pub(super) alone: Decimal,
}

impl Way {
    pub(super) fn cost(&self, requests: u64) -> Decimal {
        let metered = total(&self.metered, requests);
        let fleet = self.fleet.as_ref().map_or(Decimal::ZERO, |it| it.cost(requests));
        self.fixed.saturating_add(metered).saturating_add(fleet)
    }

    /// How many machines there are.
    pub(super) fn machines(&self, requests: u64) -> u64 {
        self.fleet.as_ref().map_or(1, |it| it.machines(requests))
    }

    /// The first number of requests that so many machines are needed for.
    pub(super) fn start(&self, machines: u64) -> u64 {
        match &self.fleet {
            Some(fleet) if machines > fleet.least => {
                let before = Decimal::from(machines - 1).saturating_mul(fleet.carries);
                whole(before.floor()).saturating_add(1)
            }
            _ => 0,
        }
    }

    /// The numbers of requests from which on something is priced otherwise.
    pub(super) fn breaks(&self) -> Vec<u64> {
        let balanced = self.fleet.iter().flat_map(|it| &it.balanced);
        let mut breaks: Vec<u64> =
            self.metered.iter().chain(balanced).flat_map(Metered::breaks).collect();
        if let Some(fleet) = &self.fleet {
            breaks.push(self.start(fleet.balanced_from));
        }
        breaks
    }
}

impl Metered {
    pub(super) fn cost(&self, requests: u64) -> Decimal {
        let units = Decimal::from(requests).saturating_mul(self.per_request);
        let units = units.saturating_sub(self.included).max(Decimal::ZERO);
        let mut cost = Decimal::ZERO;
        for (at, (from, price)) in self.tiers.iter().enumerate() {
            let until = self.tiers.get(at + 1).map_or(Decimal::MAX, |(from, _)| *from);
            let in_tier = units.min(until).saturating_sub(*from).max(Decimal::ZERO);
            cost = cost.saturating_add(in_tier.saturating_mul(*price));
        }
        cost
    }

    fn breaks(&self) -> impl Iterator<Item = u64> {
        let units = self.tiers.iter().map(|(from, _)| from.saturating_add(self.included));
        units.filter_map(|it| it.checked_div(self.per_request)).map(|it| whole(it.ceil()))
    }
}

impl Fleet {
    fn machines(&self, requests: u64) -> u64 {
        let needed = Decimal::from(requests).checked_div(self.carries).unwrap_or(Decimal::MAX);
        whole(needed.ceil()).max(self.least)
    }

    fn cost(&self, requests: u64) -> Decimal {
        let machines = self.machines(requests);
        let each = self.each.saturating_mul(Decimal::from(machines));
        match machines >= self.balanced_from {
            true => {
                each.saturating_add(self.balancer).saturating_add(total(&self.balanced, requests))
            }
            false => each.saturating_add(self.alone),
        }
    }
}

fn total(metered: &[Metered], requests: u64) -> Decimal {
    metered.iter().map(|it| it.cost(requests)).fold(Decimal::ZERO, Decimal::saturating_add)
}

/// The largest number of requests there is, for what is more.
fn whole(amount: Decimal) -> u64 {
    u64::try_from(amount).unwrap_or(u64::MAX)
}
