//! Which tags a resource has in the end, where each of them comes from, and what the policies say of it.

mod apart;
mod audit;
mod cause;
mod defaults;
mod detect;
mod effective;
mod judge;
mod launched;
mod mend;
mod organizations;
mod own;
mod plan;
mod policy;
mod spot;
mod table;
mod versions;

pub use audit::{Audit, Bearer, audit};
pub use cause::Cause;
pub use defaults::Defaults;
pub use detect::{DETECTORS, Detected, Detector};
pub use effective::{Doubt, Effective, Source, Tag, effective};
pub use judge::{Judged, Likeness, Near, Subject, Verdict, judged};
pub use launched::{Launched, launched};
pub use mend::{Given, Mending, listed};
pub use organizations::{Imported, import};
pub use plan::Step;
pub use policy::Policies;
pub use spot::{At, Spot, What};
pub use table::{Taggable, Tags, taggable};
