//! Which tags a resource has in the end, where each of them comes from, and what the policies say of it.

mod audit;
mod effective;
mod judge;
mod launched;
mod organizations;
mod policy;
mod table;

pub use audit::{Audit, Bearer, audit};
pub use effective::{Effective, Source, Tag, effective};
pub use judge::{Judged, Likeness, Near, Subject, Verdict, judged};
pub use launched::{Launched, launched};
pub use organizations::{Imported, import};
pub use policy::Policies;
pub use table::{Taggable, Tags, taggable};
