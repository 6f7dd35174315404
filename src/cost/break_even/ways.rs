//! The ways to run the same work that are compared: functions, tasks, instances, isolates and machines.

use rust_decimal::Decimal;

use super::prices::Prices;
use super::shape::{self, Arch, Gateway, Shape, Size};
use super::way::{Fleet, Metered, Way};
use super::{HOURS, assumed};
use crate::cost::assumptions;

/// Why there is nothing to compare with.
type Reason = String;

pub(super) fn lambda(
    shape: &Shape,
    gateway: Gateway,
    prices: &mut Prices<'_>,
) -> Result<Way, Reason> {
    let region = shape.region.as_str();
    let gb_seconds = shape.seconds().saturating_mul(shape.memory_gb);
    let storage = shape.seconds().saturating_mul(shape.extra_storage_gb);
    let duration = format!("aws/lambda/duration.{}", shape.arch.name());
    let mut parts = vec![("aws/lambda/requests", Decimal::ONE), (duration.as_str(), gb_seconds)];
    if !storage.is_zero() {
        parts.push(("aws/lambda/ephemeral_storage", storage));
    }
    parts.extend(gateway.sku().map(|sku| (sku, Decimal::ONE)));
    let metered = parts.into_iter().map(|(sku, each)| prices.metered(sku, region, each));
    let metered = metered.collect::<Result<_, _>>().map_err(|it| it.to_string())?;
    Ok(Way { metered, ..Way::default() })
}

/// Tasks behind a load balancer, where requests arrive through one that is not there already.
pub(super) fn fargate(shape: &Shape, prices: &mut Prices<'_>) -> Result<(Way, Size), Reason> {
    let size = shape::task(shape).ok_or("no task of Fargate is as large as this function")?;
    let region = shape.region.as_str();
    let mut hourly = |kind: &str, amount: Decimal| {
        let sku = format!("aws/fargate/{kind}.{}", shape.arch.name());
        prices.one(&sku, region).map(|it| it.saturating_mul(amount))
    };
    let vcpu = hourly("vcpu", size.vcpu).map_err(|it| it.to_string())?;
    let memory = hourly("memory", size.gb).map_err(|it| it.to_string())?;
    let busy = size.vcpu.saturating_mul(assumed("fleet_utilization"));
    let mut fleet = Fleet {
        least: least(),
        each: vcpu.saturating_add(memory).saturating_mul(HOURS),
        carries: carries(busy, shape)?,
        balanced_from: least(),
        balancer: Decimal::ZERO,
        balanced: Vec::new(),
        alone: Decimal::ZERO,
    };
    if !matches!(shape.gateway, Gateway::Events | Gateway::LoadBalancer) {
        (fleet.balancer, fleet.balanced) = balancer(region, prices)?;
    }
    Ok((Way { fleet: Some(fleet), ..Way::default() }, size))
}

/// Small machines at what they may do all day; a load balancer from the second on.
pub(super) fn machines(shape: &Shape, prices: &mut Prices<'_>) -> Result<Way, Reason> {
    let (region, name) = (shape.region.as_str(), machine_name(shape));
    let machine = prices.book.machine(name).ok_or("nothing is known of this machine")?;
    if shape.memory_mb() > Decimal::from(machine.memory_mib) {
        return Err(format!("a {name} has {} MB of memory", machine.memory_mib));
    }
    let instance = prices.one(&format!("aws/ec2/instance.{name}"), region);
    let disk = prices.one("aws/ebs/gp3.storage", region).map_err(|it| it.to_string())?;
    let address = prices.one("aws/vpc/public_ipv4", region).map_err(|it| it.to_string())?;
    let instance = instance.map_err(|it| it.to_string())?.saturating_mul(HOURS);
    let busy = Decimal::from(machine.vcpu).saturating_mul(assumed("small_vm_baseline"));
    let (balancer, balanced) = balancer(region, prices)?;
    let disk = disk.saturating_mul(assumed("small_vm_disk_gb"));
    let fleet = Fleet {
        least: 1,
        each: instance.saturating_add(disk),
        carries: carries(busy, shape)?,
        balanced_from: 2,
        balancer,
        balanced,
        alone: address.saturating_mul(HOURS),
    };
    Ok(Way { fleet: Some(fleet), ..Way::default() })
}

pub(super) fn machine_name(shape: &Shape) -> &'static str {
    match shape.arch {
        Arch::X86 => "t3.small",
        Arch::Arm64 => "t4g.small",
    }
}

/// Instances that are billed while they answer, in the region whose prices are known best.
pub(super) fn cloud_run(
    shape: &Shape,
    prices: &mut Prices<'_>,
) -> Result<(Way, Size, Decimal), Reason> {
    let (size, at_once) =
        shape::instance(shape).ok_or("no instance of Cloud Run is as large as this function")?;
    let seconds = shape.seconds().checked_div(at_once).unwrap_or_default();
    let metered = [
        ("google/cloud_run/requests", Decimal::ONE),
        ("google/cloud_run/request_based.cpu", seconds.saturating_mul(size.vcpu)),
        ("google/cloud_run/request_based.memory", seconds.saturating_mul(size.gb)),
    ];
    let metered = metered.map(|(sku, each)| prices.metered(sku, CLOUD_RUN_REGION, each));
    let metered = metered.into_iter().collect::<Result<_, _>>().map_err(|it| it.to_string())?;
    Ok((Way { metered, ..Way::default() }, size, at_once))
}

/// Where Cloud Run is compared.
pub(super) const CLOUD_RUN_REGION: &str = "us-central1";

/// The paid plan, with the same computing.
pub(super) fn workers(shape: &Shape, prices: &mut Prices<'_>) -> Result<Way, Reason> {
    let mut part = |sku: &str, each: Decimal, included: &str| {
        let part = prices.metered(sku, "global", each);
        part.map(|it| Metered { included: assumed(included), ..it })
    };
    let cpu = shape.work().saturating_mul(Decimal::from(1000));
    let requests = part("cloudflare/workers/requests", Decimal::ONE, "workers_included_requests");
    let cpu = part("cloudflare/workers/cpu", cpu, "workers_included_cpu_ms");
    let fixed = prices.one("cloudflare/workers/paid.minimum", "global");
    let metered = vec![requests.map_err(|it| it.to_string())?, cpu.map_err(|it| it.to_string())?];
    Ok(Way { fixed: fixed.map_err(|it| it.to_string())?, metered, fleet: None })
}

/// What a load balancer costs whatever it carries, and its capacity units: the larger of new connections
/// (25 a second) and bytes (1 GB an hour).
fn balancer(region: &str, prices: &mut Prices<'_>) -> Result<(Decimal, Vec<Metered>), Reason> {
    let hour = prices.one("aws/elb/alb.hour", region).map_err(|it| it.to_string())?;
    let address = prices.one("aws/vpc/public_ipv4", region).map_err(|it| it.to_string())?;
    let hour = hour.saturating_add(address.saturating_mul(assumed("balancer_zones")));
    let opened = assumptions::get("connections_per_request").typical;
    let by_connections = opened / Decimal::from(25 * 3600);
    let by_bytes = assumptions::get("response_kb").typical / Decimal::from(1_000_000);
    let units = prices.metered("aws/elb/alb.lcu", region, by_connections.max(by_bytes));
    Ok((hour.saturating_mul(HOURS), vec![units.map_err(|it| it.to_string())?]))
}

/// How many requests a month so many busy vCPUs answer.
fn carries(busy: Decimal, shape: &Shape) -> Result<Decimal, Reason> {
    let seconds = HOURS.saturating_mul(Decimal::from(3600));
    let requests = busy.saturating_mul(seconds).checked_div(shape.work());
    let requests = requests.unwrap_or(Decimal::MAX);
    match requests >= Decimal::ONE {
        true => Ok(requests),
        false => Err("one call keeps more than a machine busy for a month".to_owned()),
    }
}

fn least() -> u64 {
    u64::try_from(assumed("fleet_least")).unwrap_or(1)
}
