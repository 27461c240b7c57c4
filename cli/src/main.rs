//! The command line of stackc.
fn main() {}
