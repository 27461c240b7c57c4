//! Validated values: each is parsed from text once, and is right from then on.

mod address;
mod age_key;
pub mod calendar;
mod endpoint;
mod folder;
mod header;
mod image;
mod net;
mod number;
mod object_name;
mod pattern;
mod platform;
mod publish;
mod rate;
mod size;
mod text;
mod time;
pub mod words;

pub use address::{InterfaceName, IpAddress, Ipv4, Ipv6, MacAddress, NetworkAlias};
pub use age_key::AgeKey;
pub use calendar::{Calendar, Cron, MonthDays, TimeOfDay, WeekDays, ZoneName};
pub use endpoint::{BucketUrl, Endpoint};
pub use folder::OutputFolder;
pub use header::{HeaderName, HeaderValue};
pub use image::{Image, RegistryPath, Tag};
pub use net::{Cidr, Email, Host, HostAddress, Port, PortRange, Url, UrlPath};
pub use number::{Bool, Count, Decimal, Edition, Int, OomScore, StatusCode};
pub use object_name::{HostName, NetworkName, ObjectName};
pub use pattern::Pattern;
pub use platform::Platform;
pub use publish::{Publish, PublishAddress};
pub use rate::{Rate, RateUnit};
pub use size::Size;
pub use text::{
    AnyText, Branch, FileMode, Identifier, Line, Name, RunnerLabel, StackName, UserName, Version,
};
pub use time::Duration;

/// Which KDL literal a type is written as; text that comes from a reference is parsed whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A string; a plain decimal or a keyword is taken as it is spelled.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `#true` or `#false`.
    Bool,
    /// A number, or a string (a port or a range of ports).
    IntegerOrText,
    /// A number, or a string (`cpus 0.5` and `cpus "0.5"`).
    NumberOrText,
}

/// A type of value.
pub trait Atom: Sized + Clone + std::fmt::Debug {
    /// Its name in messages and in the reference.
    const TYPE: &'static str;
    /// A value as it is written in a stack.
    const EXAMPLE: &'static str;
    /// The literal that it is written as.
    const LITERAL: Literal = Literal::Text;

    /// The words that are allowed, if the type is a set of words.
    #[must_use]
    fn choices() -> &'static [&'static str] {
        &[]
    }

    /// Reads the value.
    ///
    /// # Errors
    /// The reason why the text is not of this type, to stand after "…: ".
    fn parse(text: &str) -> Result<Self, String>;
}
