//! What things cost. Nothing here opens a file, and nothing is added up that is not known.

pub mod usage_file;
