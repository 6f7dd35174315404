//! With which role something runs, and what that role may do.
pub struct Role;
