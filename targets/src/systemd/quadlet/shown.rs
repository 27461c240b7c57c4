//! Values as podman reads them.

use stackc_compiler::{
    atoms::{
        AnyText, Bool, Cidr, Count, Decimal, Duration, FileMode, HostName, Image, Int,
        InterfaceName, IpAddress, Ipv4, Ipv6, Line, MacAddress, NetworkAlias, NetworkName,
        ObjectName, OomScore, PortRange, Size,
        words::{Protocol, Selinux},
    },
    model::{Amount, PullPolicy, SwapLimit},
};

/// A value as podman's command line takes it.
pub(super) trait Shown {
    /// The text, before anything is escaped.
    fn shown(&self) -> String;
}

macro_rules! shown {
    ($($type:ty => $text:expr),+ $(,)?) => {
        $(impl Shown for $type {
            fn shown(&self) -> String {
                let text: fn(&$type) -> String = $text;
                text(self)
            }
        })+
    };
}

shown! {
    AnyText => |value| value.0.clone(),
    HostName => |value| value.0.clone(),
    Ipv4 => |value| value.0.clone(),
    Ipv6 => |value| value.0.clone(),
    IpAddress => |value| value.0.clone(),
    MacAddress => |value| value.0.clone(),
    NetworkAlias => |value| value.0.clone(),
    InterfaceName => |value| value.0.clone(),
    NetworkName => |value| value.0.clone(),
    ObjectName => |value| value.0.clone(),
    Line => |value| value.0.clone(),
    PullPolicy => |value| value.0.clone(),
    Image => |value| value.0.clone(),
    Cidr => |value| value.0.clone(),
    FileMode => |value| value.0.clone(),
    Decimal => |value| value.0.clone(),
    Int => |value| value.0.to_string(),
    Count => |value| value.0.to_string(),
    OomScore => |value| value.0.to_string(),
    Bool => |value| value.0.to_string(),
    PortRange => ToString::to_string,
    Size => Size::nginx,
    Duration => Duration::go,
    Protocol => |value| value.word().to_owned(),
    Selinux => |value| value.word().to_owned(),
    SwapLimit => |value| match value {
        SwapLimit::Unlimited => "-1".to_owned(),
        SwapLimit::Size(size) => size.nginx(),
    },
    Amount => |value| match value {
        Amount::Micros(micros) => micros.to_string(),
        Amount::Time(duration) => format!("{:.0}", duration.millis * 1000.0),
    },
}
