//! Which tags a resource has in the end, where each of them comes from, and what the policies say of it.

mod audit;
mod cause;
mod detect;
mod effective;
mod judge;
mod launched;
mod mend;
mod policy;
mod spot;
mod table;

pub use audit::{Audit, Bearer, audit};
pub use cause::Cause;
pub use detect::{DETECTORS, Detected, Detector};
pub use effective::{Effective, Source, Tag, effective};
pub use judge::{Judged, Near, Verdict};
pub use launched::{Launched, launched};
pub use mend::{Given, Mending, listed};
pub use policy::Policies;
pub use spot::{At, Spot, What};
pub use table::{Taggable, Tags, taggable};
