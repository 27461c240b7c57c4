//! What a monitor asks: a port of a machine, and a bucket.

use super::{Atom, Port, object_name::labels_fault};

/// A port of a machine: `db.example.com:5432`, `192.0.2.1:25`, `[2001:db8::1]:25`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint(pub String);

impl Atom for Endpoint {
    const TYPE: &'static str = "host and port";
    const EXAMPLE: &'static str = "\"db.example.com:5432\"";

    fn parse(text: &str) -> Result<Self, String> {
        if text.contains("://") {
            return Err("it is a host and a port alone, without a scheme".to_owned());
        }
        let (host, port) = text
            .rsplit_once(':')
            .ok_or_else(|| "it has no port: HOST:PORT".to_owned())?;
        host_fault(host)?;
        Port::parse(port).map_err(|reason| format!("its port: {reason}"))?;
        Ok(Self(text.to_owned()))
    }
}

/// Whether a text names one machine.
fn host_fault(host: &str) -> Result<(), String> {
    if let Some(inner) = host.strip_prefix('[') {
        let address = inner.strip_suffix(']').unwrap_or("");
        return match address.parse::<std::net::Ipv6Addr>() {
            Ok(_) => Ok(()),
            Err(_) => Err("what stands in its brackets is no address of IPv6".to_owned()),
        };
    }
    if host.contains(':') {
        return Err("an address of IPv6 stands in brackets: [2001:db8::1]:25".to_owned());
    }
    match labels_fault(host) {
        Some(fault) => Err(format!("its host: {fault}")),
        None => Ok(()),
    }
}

/// A bucket that speaks S3: `s3://BUCKET`, or `https://HOST/BUCKET` where it isn't Amazon's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BucketUrl(pub String);

impl Atom for BucketUrl {
    const TYPE: &'static str = "bucket";
    const EXAMPLE: &'static str = "\"https://s3.example.com/uploads\"";

    fn parse(text: &str) -> Result<Self, String> {
        if let Some(bucket) = text.strip_prefix("s3://") {
            bucket_fault(bucket.strip_suffix('/').unwrap_or(bucket))?;
            return Ok(Self(text.to_owned()));
        }
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or_else(|| {
                "it starts with `s3://`, or with `https://` and the host that has it".to_owned()
            })?;
        let (host, bucket) = rest.split_once('/').unwrap_or((rest, ""));
        if host.contains('@') {
            return Err("its credentials stand in env, not in its URL".to_owned());
        }
        match host.rsplit_once(':') {
            Some((_, port)) if !port.ends_with(']') => {
                Endpoint::parse(host)?;
            }
            _ => host_fault(host)?,
        }
        bucket_fault(bucket.strip_suffix('/').unwrap_or(bucket))?;
        Ok(Self(text.to_owned()))
    }
}

/// The rule of S3 for the names of buckets.
fn bucket_fault(name: &str) -> Result<(), String> {
    let wrong = |reason: &str| Err(format!("its bucket: {reason}"));
    let is_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if name.is_empty() {
        return Err("it names no bucket: s3://BUCKET, or https://HOST/BUCKET".to_owned());
    }
    if name.contains('/') {
        return wrong("a name alone, without a path in it");
    }
    if let Some(c) = name
        .chars()
        .find(|c| !is_end(*c) && !matches!(c, '.' | '-'))
    {
        return wrong(&format!(
            "{c:?} is not one of the lower-case letters, digits, `.` and `-`"
        ));
    }
    if !(3..=63).contains(&name.len()) {
        return wrong("S3 wants 3 to 63 characters");
    }
    if !name.starts_with(is_end) || !name.ends_with(is_end) || name.contains("..") {
        return wrong("it starts and ends with a letter or a digit, and has no two dots in a row");
    }
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return wrong("S3 takes no address as a name");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_have_a_host_and_a_port() {
        for fine in [
            "db:5432",
            "127.0.0.1:25",
            "[2001:db8::1]:25",
            "My_db.example.com:65535",
        ] {
            assert!(Endpoint::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "",
            "db",
            "db:",
            "db:0",
            "db:65536",
            "db:http",
            ":25",
            "tcp://db:25",
            "2001:db8::1:25",
            "[db]:25",
            "[::1:25",
            "a b:25",
            "-x:25",
        ] {
            assert!(Endpoint::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn buckets_have_names_of_s3() {
        for fine in [
            "s3://shop-files",
            "s3://shop-files/",
            "https://s3.example.com/abc",
            "http://127.0.0.1:9000/crm-files",
            "http://[::1]/crm.files",
            "http://[::1]:9000/crm.files",
        ] {
            assert!(BucketUrl::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "",
            "shop-files",
            "s3://",
            "s3://ab",
            "s3://Shop",
            "s3://shop_files",
            "s3://-shop",
            "s3://a..b",
            "s3://192.168.0.1",
            "s3://shop/files",
            "https://s3.example.com",
            "https://s3.example.com/",
            "https://s3.example.com:0/abc",
            "https://u:p@s3.example.com/abc",
            "https://s3.example.com/abc?x",
            "ftp://s3.example.com/abc",
        ] {
            assert!(BucketUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
