//! The quoting of nginx: the only place that knows how text becomes part of an `nginx.conf`.
//!
//! nginx splits a file into words and, in most directives, expands `$name` in them afterwards.
//! A backslash doesn't protect a dollar, a line break in a header's value splits the response, and
//! a word of more than about 4 KB is refused. Each type here is one kind of argument; its
//! constructor refuses what nginx can't hold, and what it holds is text ready to be printed.

mod lines;
mod link;
mod names;
mod path;
mod quote;
mod reason;
mod units;
mod values;
mod word;

#[cfg(test)]
mod lexer;

pub use lines::{Comment, Raw};
pub use link::{Continued, RequestPattern};
pub use names::{HeaderName, Name, NamedLocation, ServerName, Variable, Zone};
pub use path::{FilePath, Location, Path, Prefix, PrefixPattern};
pub use reason::Reason;
pub use units::{Cidr, Rate, Size, Time};
pub use values::{Endpoint, Realm, RedirectCode, Status};
pub use word::{Body, Plain, Word};

/// Text that this module has made fit to stand in an `nginx.conf` as it is.
///
/// No other module can implement it, so that what is printed was quoted here.
pub trait Written: sealed::Sealed {
    /// The text, quoted where it must be.
    fn as_str(&self) -> &str;
}

mod sealed {
    /// What only the writers of nginx's language are.
    pub trait Sealed {}
}

/// Makes a type that holds written text, and nothing else, printable.
macro_rules! written {
    ($($name:ident),+) => {
        $(
            impl $crate::text::nginx::sealed::Sealed for $name {}

            impl $crate::text::nginx::Written for $name {
                fn as_str(&self) -> &str {
                    &self.0
                }
            }
        )+
    };
}
use written;
