//! What must be known of clouds: where their prices are complete, and which regions share prices.

/// Where the prices of a cloud are complete; others are told as ratios to it. `None` where a cloud has
/// too few prices to say anything of other regions.
pub(super) fn reference(cloud: &str) -> Option<&'static str> {
    match cloud {
        "aws" => Some("us-east-1"),
        "google" => Some("us-central1"),
        "azure" => Some("eastus"),
        _ => None,
    }
}

/// What price tables call all regions.
pub(super) const EVERYWHERE: &str = "*";

/// A region of price tables that means all of them.
pub(super) fn is_everywhere(region: &str) -> bool {
    region == EVERYWHERE || region == "global"
}

static GROUPS: &str = include_str!("../../../prices/region-groups.csv");

/// The groups of a cloud, with their regions, separated by blanks.
pub(super) fn groups(cloud: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    GROUPS.lines().skip(1).filter_map(move |line| {
        let (of, group) = line.split_once(',')?;
        let group = group.split_once(',')?;
        (of == cloud).then_some(group)
    })
}

/// The names under which prices of a region stand, the most exact first.
pub(super) fn names<'r>(cloud: &str, region: &'r str) -> Vec<&'r str> {
    let holds = |it: &(&str, &str)| it.1.split(' ').any(|it| it == region);
    let groups = groups(cloud).filter(holds).map(|it| it.0);
    [region].into_iter().chain(groups).chain([EVERYWHERE, "global"]).collect()
}
