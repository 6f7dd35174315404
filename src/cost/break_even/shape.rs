//! What one request takes, and the smallest tasks, instances and machines that it fits into.

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::assumed;
use crate::cost::words::grouped;

/// One kind of work: what a function is given for a call, where, and what it is called through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shape {
    pub memory_gb: Decimal,
    pub duration_ms: Decimal,
    /// Temporary storage beyond what every function has.
    pub extra_storage_gb: Decimal,
    pub arch: Arch,
    /// Of AWS.
    pub region: EcoString,
    pub gateway: Gateway,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Arch {
    X86,
    Arm64,
}

/// What a function is called through, cheapest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Gateway {
    /// Events, messages, schedules: nobody waits for an answer, so nothing need stand in front of tasks.
    Events,
    /// Nothing in this configuration calls it.
    Direct,
    /// A function URL costs nothing by itself.
    Url,
    /// A load balancer is there either way.
    LoadBalancer,
    HttpApi,
    RestApi,
}

impl Arch {
    /// As the price book and the component files say it.
    pub fn name(self) -> &'static str {
        match self {
            Arch::X86 => "x86",
            Arch::Arm64 => "arm64",
        }
    }
}

impl Gateway {
    pub fn name(self) -> &'static str {
        match self {
            Gateway::Events => "events",
            Gateway::Direct => "nothing in front",
            Gateway::Url => "function URL",
            Gateway::LoadBalancer => "load balancer",
            Gateway::HttpApi => "HTTP API",
            Gateway::RestApi => "REST API",
        }
    }

    /// What a request through it is billed as.
    pub(super) fn sku(self) -> Option<&'static str> {
        match self {
            Gateway::HttpApi => Some("aws/apigateway/http.requests"),
            Gateway::RestApi => Some("aws/apigateway/rest.requests"),
            _ => None,
        }
    }
}

impl Shape {
    /// What stands for a function where there is none to look at.
    pub fn example(region: &str) -> Shape {
        Shape {
            memory_gb: assumed("example_memory_mb") / Decimal::from(1024),
            duration_ms: assumed("example_duration_ms"),
            extra_storage_gb: Decimal::ZERO,
            arch: Arch::X86,
            region: region.into(),
            gateway: Gateway::HttpApi,
        }
    }

    pub fn memory_mb(&self) -> Decimal {
        self.memory_gb.saturating_mul(Decimal::from(1024)).normalize()
    }

    pub fn seconds(&self) -> Decimal {
        self.duration_ms / Decimal::from(1000)
    }

    /// The part of a vCPU that a function with this memory has.
    pub fn share(&self) -> Decimal {
        self.memory_mb() / assumed("mb_per_vcpu")
    }

    /// vCPU-seconds of a request, as if it computed all the time.
    pub fn work(&self) -> Decimal {
        self.seconds().saturating_mul(self.share())
    }

    /// `512 MB x 200 ms`
    pub fn words(&self) -> EcoString {
        eco_format!("{} MB x {} ms", grouped(self.memory_mb()), grouped(self.duration_ms))
    }
}

/// What a task or an instance has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    pub vcpu: Decimal,
    pub gb: Decimal,
}

impl Size {
    /// `0.5 vCPU and 1 GB`
    pub fn words(&self) -> EcoString {
        eco_format!("{} vCPU and {} GB", self.vcpu.normalize(), self.gb.normalize())
    }
}

/// The sizes of Fargate on Linux: quarters of a vCPU, and from how many GB to how many in which steps (half
/// a GB is where the smallest starts).
const TASKS: &[(u32, u32, u32, u32)] = &[
    (1, 1, 2, 1),
    (2, 1, 4, 1),
    (4, 2, 8, 1),
    (8, 4, 16, 1),
    (16, 8, 30, 1),
    (32, 16, 60, 4),
    (64, 32, 120, 8),
];

/// The smallest task in which a request is no slower than in the function, and has its memory.
pub(super) fn task(shape: &Shape) -> Option<Size> {
    let half = Decimal::new(5, 1);
    if shape.share() <= Decimal::new(25, 2) && shape.memory_gb <= half {
        return Some(Size { vcpu: Decimal::new(25, 2), gb: half });
    }
    TASKS.iter().find_map(|(quarters, least, most, step)| {
        let vcpu = Decimal::from(*quarters) / Decimal::from(4);
        let mut sizes = (*least..=*most).step_by(*step as usize).map(Decimal::from);
        let gb = sizes.find(|it| *it >= shape.memory_gb)?;
        (vcpu >= shape.share()).then_some(Size { vcpu, gb })
    })
}

/// The vCPUs of instances of Cloud Run that have more than a part of one.
const INSTANCES: &[u32] = &[1, 2, 4, 6, 8];

/// The smallest whole instance of Cloud Run that a request fits into, and how many it answers at once.
pub(super) fn instance(shape: &Shape) -> Option<(Size, Decimal)> {
    let vcpu = INSTANCES.iter().map(|it| Decimal::from(*it));
    let vcpu = vcpu.into_iter().find(|it| *it >= shape.share() && *it * FOUR >= shape.memory_gb)?;
    let busy = vcpu.saturating_mul(assumed("fleet_utilization"));
    let at_once = busy.checked_div(shape.share())?.floor().clamp(Decimal::ONE, MOST_AT_ONCE);
    let gb = shape.memory_gb.saturating_mul(at_once).max(Decimal::new(5, 1));
    Some((Size { vcpu, gb }, at_once))
}

/// GiB of memory that an instance of Cloud Run may have for each vCPU.
const FOUR: Decimal = Decimal::from_parts(4, 0, 0, false, 0);
/// What Cloud Run sends to one instance unless it is told to send more.
const MOST_AT_ONCE: Decimal = Decimal::from_parts(80, 0, 0, false, 0);
