//! Healthchecks.

use stackc_compiler::{
    atoms::words::HealthClient,
    model::{Healthcheck, PortDeclaration},
};

use super::{
    keys::Keys,
    text::{Texts, double},
};
use crate::text::yaml::{Map, Yaml};

/// The mapping under `healthcheck`.
pub(super) fn healthcheck(check: &Healthcheck, ports: &[PortDeclaration], texts: Texts<'_>) -> Map {
    let Healthcheck {
        http,
        tcp,
        port,
        with,
        shell,
        shell_words,
        interval,
        timeout,
        retries,
        start_period,
        start_interval,
        disable,
        command,
        none,
        span: _,
    } = check;
    let mut keys = Keys::new(texts);
    let client = with.map(|with| with.value);
    let test = if none.is_some_and(|none| none.value.0) {
        Some(Yaml::words(["NONE"]))
    } else if let Some(path) = http {
        let port = port_number(
            port.as_ref().map(|port| port.value.0.as_str()),
            ports,
            texts,
        );
        Some(http_test(&path.value.0, &port, client))
    } else if let Some(port) = tcp {
        let port = port_number(Some(&port.value.0), ports, texts);
        Some(tcp_test(&port, client))
    } else if let Some(line) = shell {
        Some(Yaml::words(["CMD-SHELL".to_owned(), texts.text(line)]))
    } else if let Some(words) = shell_words {
        let words = words.items.iter().map(|word| texts.text(word));
        Some(Yaml::words(
            std::iter::once("CMD-SHELL".to_owned()).chain(words),
        ))
    } else {
        command.as_ref().map(|command| {
            let words = command.items.iter().map(|word| texts.text(word));
            Yaml::words(std::iter::once("CMD".to_owned()).chain(words))
        })
    };
    if let Some(test) = test {
        keys.map.set("test", test);
    }
    keys.value("interval", interval.as_ref());
    keys.value("timeout", timeout.as_ref());
    keys.value("retries", retries.as_ref());
    keys.value("start_period", start_period.as_ref());
    keys.value("start_interval", start_interval.as_ref());
    keys.value("disable", disable.as_ref());
    keys.map
}

/// A port by its name, or by its number; the first one if none is named.
fn port_number(wanted: Option<&str>, ports: &[PortDeclaration], texts: Texts<'_>) -> String {
    let named = match wanted {
        Some(name) => ports.iter().find(|port| port.name.value.0 == name),
        None => ports.first(),
    };
    match (named, wanted) {
        (Some(port), _) => texts.text(&port.target),
        (None, Some(number)) => number.to_owned(),
        (None, None) => "80".to_owned(),
    }
}

fn http_test(path: &str, port: &str, client: Option<HealthClient>) -> Yaml {
    let url = format!("http://127.0.0.1:{port}{}", double(path));
    match client {
        Some(HealthClient::Wget) => Yaml::words(["CMD", "wget", "-q", "-O", "/dev/null", &url]),
        _ => Yaml::words(["CMD", "curl", "-fsS", "-o", "/dev/null", &url]),
    }
}

fn tcp_test(port: &str, client: Option<HealthClient>) -> Yaml {
    match client {
        Some(HealthClient::Nc) => Yaml::words(["CMD", "nc", "-z", "127.0.0.1", port]),
        _ => {
            let line = format!("exec 3<>/dev/tcp/127.0.0.1/{port}");
            Yaml::words(["CMD", "bash", "-c", &line])
        }
    }
}
