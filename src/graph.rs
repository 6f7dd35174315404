//! What resources have to do with one another, as only the provider knows it.

pub mod policy;
