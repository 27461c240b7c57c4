//! What a plain scalar is: null, a boolean, a number, a time or text, by the rules of Go's `yaml.v3`.

/// A scalar.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scalar {
    /// Its text after YAML's escapes, as it was spelled.
    pub text: String,
    /// What it is.
    pub kind: Kind,
}

/// What a scalar is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number with a point or an exponent.
    Float(f64),
    /// A date or a time: what Compose makes of it.
    Time(String),
    /// Text.
    Text,
}

impl Kind {
    /// In the words of a message.
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Time(_) => "a date",
            Self::Text => "text",
        }
    }
}

impl Scalar {
    /// Text, whatever it looks like.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kind: Kind::Text,
        }
    }

    /// What a plain scalar is.
    pub(crate) fn plain(text: &str) -> Self {
        Self {
            kind: resolve(text),
            text: text.to_owned(),
        }
    }

    /// The text that Compose makes of it where it wants text: `0755` is `493`, `1.10` is `1.1`.
    pub(crate) fn composed(&self) -> String {
        match &self.kind {
            Kind::Null => String::new(),
            Kind::Bool(value) => value.to_string(),
            Kind::Int(value) => value.to_string(),
            Kind::Float(value) => float(*value),
            Kind::Time(text) => text.clone(),
            Kind::Text => self.text.clone(),
        }
    }
}

fn resolve(text: &str) -> Kind {
    if let Some(kind) = keyword(text) {
        return kind;
    }
    match text.bytes().next() {
        Some(b'.') => match text.parse() {
            Ok(value) if is_decimal(text) && f64::is_finite(value) => Kind::Float(value),
            _ => Kind::Text,
        },
        Some(b'0'..=b'9' | b'+' | b'-') => number(text),
        _ => Kind::Text,
    }
}

fn keyword(text: &str) -> Option<Kind> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Kind::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Kind::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Kind::Float(f64::NEG_INFINITY),
        _ => return None,
    })
}

fn number(text: &str) -> Kind {
    if let Some(time) = super::time::time(text) {
        return Kind::Time(time);
    }
    let plain = text.replace('_', "");
    if let Some(value) = int(&plain) {
        return Kind::Int(value);
    }
    match plain.parse() {
        Ok(value) if is_decimal(&plain) && f64::is_finite(value) => Kind::Float(value),
        _ => Kind::Text,
    }
}

/// A whole number as Go's `strconv.ParseInt` reads it with base 0, of 64 bits.
fn int(text: &str) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let radix = |prefixes: [&str; 2]| {
        prefixes
            .iter()
            .find_map(|prefix| digits.strip_prefix(prefix))
    };
    let (digits, base) = if let Some(rest) = radix(["0x", "0X"]) {
        (rest, 16)
    } else if let Some(rest) = radix(["0o", "0O"]) {
        (rest, 8)
    } else if let Some(rest) = radix(["0b", "0B"]) {
        (rest, 2)
    } else if digits.len() > 1 && digits.starts_with('0') {
        (digits, 8)
    } else {
        (digits, 10)
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let value = i128::from_str_radix(digits, base).ok()?;
    let value = if negative { -value } else { value };
    let smallest = i128::from(i64::MIN);
    let largest = if negative || text.starts_with('+') {
        i128::from(i64::MAX)
    } else {
        i128::from(u64::MAX)
    };
    (smallest..=largest).contains(&value).then_some(value)
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let sound = match fraction {
        Some(fraction) if whole.is_empty() => digits(fraction),
        Some(fraction) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(whole),
    };
    sound && exponent.is_none_or(|text| digits(text.strip_prefix(['-', '+']).unwrap_or(text)))
}

/// A float as Go's `%v` writes it: the shortest digits, an exponent below 1e-4 and from 1e6 on.
fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let size = value.abs();
    if value == 0.0 || (1e-4..1e6).contains(&size) {
        return format!("{value}");
    }
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{digits:0>2}")
}
