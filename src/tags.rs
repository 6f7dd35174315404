//! Which tags a resource has in the end, where each of them comes from, and what the policies say of it.

mod apart;
mod audit;
mod defaults;
mod devices;
mod effective;
mod judge;
mod launched;
mod own;
mod policy;
mod table;

pub use audit::{Audit, Bearer, audit};
pub use defaults::Defaults;
pub use effective::{Doubt, Effective, Source, Tag, effective};
pub use judge::{Judged, Near, Verdict};
pub use launched::{Launched, launched};
pub use policy::Policies;
pub use table::{Taggable, Tags, taggable};
