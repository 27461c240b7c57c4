//! The compiler of the stack language: text in, checked stacks and artifacts out, as values.
//!
//! It does no IO and reads no clock, no environment and no randomness: equal input gives equal bytes.
//! Data flows one way: a module uses only modules above it in this list.

pub mod source;

pub mod diag;

pub mod atoms;

pub mod command_line;

pub mod syntax;

pub mod reference;

pub mod template;

pub mod secret_like;

pub mod schema;

pub mod reader;

pub mod model;

pub mod resolve;

pub mod describe;

pub mod difference;

pub mod check;

pub mod artifact;

pub mod effect;

pub mod operations;

pub mod target;

pub mod compile;

pub mod history;

pub mod plan;

pub mod runbook;
