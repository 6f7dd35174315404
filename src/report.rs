//! Runs to bytes, one file a format. A report sees the `Run` only.
