//! Values as Compose's text: `$` doubled, inputs and secrets as `${…}`.

use stackc_compiler::{
    atoms::{
        AnyText, Bool, Cidr, Count, Decimal, Duration, FileMode, HostName, Image, Int,
        InterfaceName, IpAddress, Ipv4, Ipv6, Line, MacAddress, Name, NetworkAlias, NetworkName,
        ObjectName, OomScore, PortRange, Size,
        words::{Protocol, Selinux, WatchAction},
    },
    model::{Amount, PullPolicy, Restart, SwapLimit},
    reference::Operator,
    resolve::Stack,
    template::{Expr, InputUse, Part, SecretText, Template, Value},
};

use crate::text::yaml::{Number, Yaml};

/// A known value as Compose reads it.
pub(super) trait Known {
    /// The value; its text is not yet doubled.
    fn known(&self) -> Plain;
}

/// A scalar of a Compose file before its dollars are doubled.
pub(super) enum Plain {
    Text(String),
    Number(String),
    Bool(bool),
}

macro_rules! known_text {
    ($($type:ty => $text:expr),+ $(,)?) => {
        $(impl Known for $type {
            fn known(&self) -> Plain {
                let text: fn(&$type) -> String = $text;
                Plain::Text(text(self))
            }
        })+
    };
}

known_text! {
    AnyText => |value| value.0.clone(),
    Name => |value| value.0.clone(),
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
    Image => |value| value.0.clone(),
    Cidr => |value| value.0.clone(),
    FileMode => |value| value.0.clone(),
    PortRange => ToString::to_string,
    Size => Size::compose,
    Duration => Duration::go,
    Restart => Restart::compose,
    PullPolicy => |value| value.0.clone(),
    Protocol => |value| value.word().to_owned(),
    Selinux => |value| value.word().to_owned(),
    WatchAction => |value| value.word().to_owned(),
}

impl Known for Bool {
    fn known(&self) -> Plain {
        Plain::Bool(self.0)
    }
}

impl Known for Int {
    fn known(&self) -> Plain {
        Plain::Number(self.0.to_string())
    }
}

impl Known for OomScore {
    fn known(&self) -> Plain {
        Plain::Number(self.0.to_string())
    }
}

impl Known for Count {
    fn known(&self) -> Plain {
        Plain::Number(self.0.to_string())
    }
}

impl Known for Decimal {
    fn known(&self) -> Plain {
        Plain::Number(self.0.clone())
    }
}

impl Known for SwapLimit {
    fn known(&self) -> Plain {
        match self {
            Self::Unlimited => Plain::Number("-1".to_owned()),
            Self::Size(size) => size.known(),
        }
    }
}

impl Known for Amount {
    fn known(&self) -> Plain {
        match self {
            Self::Micros(micros) => Plain::Number(micros.to_string()),
            Self::Time(duration) => Plain::Number(micros(duration)),
        }
    }
}

/// A duration as Compose takes it for the scheduler: its schema allows units there, its reader does not.
fn micros(duration: &Duration) -> String {
    format!("{:.0}", duration.millis * 1000.0)
}

/// Writes values for one stack, whose declarations say what an input or a secret without a value means.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    stack: &'a Stack,
}

impl<'a> Texts<'a> {
    /// A writer for this stack.
    #[must_use]
    pub fn new(stack: &'a Stack) -> Self {
        Self { stack }
    }

    /// A template as Compose's text.
    #[must_use]
    pub fn template(&self, template: &Template) -> String {
        template
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => double(text),
                Part::Input(used) => self.input(used),
                Part::Secret(name) => self.secret(&name.value),
            })
            .collect()
    }

    /// A value as Compose's text.
    pub(super) fn text<A: Known>(&self, value: &Value<A>) -> String {
        match &value.expr {
            Expr::Known(value) => match value.known() {
                Plain::Text(text) | Plain::Number(text) => double(&text),
                Plain::Bool(value) => value.to_string(),
            },
            Expr::Deferred(template) => self.template(template),
        }
    }

    /// A value as YAML: a number and a boolean stay what they are.
    pub(super) fn yaml<A: Known>(&self, value: &Value<A>) -> Yaml {
        match &value.expr {
            Expr::Known(value) => match value.known() {
                Plain::Text(text) => Yaml::text(double(&text)),
                Plain::Number(text) => {
                    Number::parse(&text).map_or_else(|| Yaml::text(text), Yaml::from)
                }
                Plain::Bool(value) => Yaml::from(value),
            },
            Expr::Deferred(template) => Yaml::text(self.template(template)),
        }
    }

    /// A text that may hold secrets, as Compose's text.
    pub(super) fn secret_text(&self, text: &SecretText) -> String {
        self.template(&text.template)
    }

    fn input(&self, used: &InputUse) -> String {
        let name = &used.name.value;
        if let Some((operator, word)) = &used.operator {
            return format!("${{{name}{}{}}}", operator.symbol(), self.template(word));
        }
        let Some(input) = self.stack.input(name) else {
            return format!("${{{name}}}");
        };
        if let Some(default) = &input.default {
            return format!(
                "${{{name}{}{}}}",
                Operator::DefaultIfEmpty.symbol(),
                self.text(default)
            );
        }
        if input.optional.is_some_and(|optional| optional.value.0) {
            return format!("${{{name}}}");
        }
        let message = input
            .message
            .as_ref()
            .map(|message| message.value.0.as_str());
        required(name, message)
    }

    /// A secret in a value: its variable, required.
    fn secret(&self, name: &str) -> String {
        let Some(secret) = self.stack.secret(name) else {
            return String::new();
        };
        let variable = secret.variable();
        if secret.optional.is_some_and(|optional| optional.value.0) {
            return format!("${{{variable}}}");
        }
        let message = secret
            .message
            .as_ref()
            .map(|message| message.value.0.as_str());
        required(&variable, message)
    }
}

fn required(variable: &str, message: Option<&str>) -> String {
    match message {
        Some(message) => format!("${{{variable}:?{}}}", double(message)),
        None => format!("${{{variable}:?set {variable} in .env}}"),
    }
}

/// Text as Compose reads it back: every `$` is the start of a variable unless it is doubled.
pub(super) fn double(text: &str) -> String {
    text.replace('$', "$$")
}
