//! Tests of the reader and of the layout.

mod faults;
mod hostile;
mod layout;
mod oracle;
mod properties;
mod support;
mod values;
