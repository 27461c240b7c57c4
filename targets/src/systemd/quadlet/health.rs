//! Healthchecks.

use stackc_compiler::{
    artifact::Bug,
    atoms::words::HealthClient,
    model::{Healthcheck, PortDeclaration, Service},
    target::Support::Refused,
    template::Value,
};

use super::{json, lifecycle::is_awaited_healthy, sheet::Sheet};
use crate::text::unit::Text;

/// How often a container is asked while something waits for it, if nothing is said.
const USUAL_START_INTERVAL: &str = "2s";

pub(super) fn health(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let awaited = is_awaited_healthy(sheet.plan.stack, service);
    if awaited {
        sheet.bare("Notify", Text::new("healthy"))?;
    }
    let Some(check) = &service.healthcheck else {
        return Ok(());
    };
    let off = check.none.is_some_and(|none| none.value.0)
        || sheet.is_set("disable", check.disable.as_ref());
    if off {
        return sheet.bare("HealthCmd", Text::new("none"));
    }
    let test = test(sheet, check, &service.ports);
    if let Some(test) = &test {
        sheet.bare("HealthCmd", test.clone())?;
    }
    sheet.option("HealthInterval", check.interval.as_ref())?;
    sheet.option("HealthTimeout", check.timeout.as_ref())?;
    sheet.option("HealthRetries", check.retries.as_ref())?;
    sheet.option("HealthStartPeriod", check.start_period.as_ref())?;
    if let Some(test) = test.filter(|_| awaited || check.start_interval.is_some()) {
        sheet.bare("HealthStartupCmd", test)?;
        match &check.start_interval {
            Some(interval) => sheet.option("HealthStartupInterval", Some(interval))?,
            None => sheet.bare("HealthStartupInterval", Text::new(USUAL_START_INTERVAL))?,
        }
        sheet.option("HealthStartupTimeout", check.timeout.as_ref())?;
    }
    Ok(())
}

fn test(sheet: &mut Sheet<'_>, check: &Healthcheck, ports: &[PortDeclaration]) -> Option<Text> {
    let client = check.with.map(|with| with.value);
    if let Some(path) = &check.http {
        let wanted = check.port.as_ref().map(|port| port.value.0.as_str());
        let port = port_number(sheet, wanted, ports, check)?;
        let url = format!("http://127.0.0.1:{port}{}", path.value.0);
        let words: &[&str] = match client {
            Some(HealthClient::Wget) => &["CMD", "wget", "-q", "-O", "/dev/null", &url],
            _ => &["CMD", "curl", "-fsS", "-o", "/dev/null", &url],
        };
        return Some(list(words));
    }
    if let Some(port) = &check.tcp {
        let port = port_number(sheet, Some(&port.value.0), ports, check)?;
        if matches!(client, Some(HealthClient::Nc)) {
            return Some(list(&["CMD", "nc", "-z", "127.0.0.1", &port]));
        }
        let line = format!("exec 3<>/dev/tcp/127.0.0.1/{port}");
        return Some(list(&["CMD", "bash", "-c", &line]));
    }
    if let Some(line) = &check.shell {
        return Some(sheet.text(line));
    }
    let (head, words) = match (&check.shell_words, &check.command) {
        (Some(words), _) => (["CMD", "/bin/sh", "-c"].as_slice(), words),
        (None, Some(words)) => (["CMD"].as_slice(), words),
        (None, None) => return None,
    };
    let mut all: Vec<String> = head.iter().map(|word| (*word).to_owned()).collect();
    for word in &words.items {
        all.push(sheet.known("healthcheck", Some(word))?.0.clone());
    }
    Some(Text::new(json::list(&all)))
}

fn list(words: &[&str]) -> Text {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    Text::new(json::list(&words))
}

/// A port by its name, or by its number; the first one if none is named.
fn port_number(
    sheet: &mut Sheet<'_>,
    wanted: Option<&str>,
    ports: &[PortDeclaration],
    check: &Healthcheck,
) -> Option<String> {
    let named = match wanted {
        Some(name) => ports.iter().find(|port| port.name.value.0 == name),
        None => ports.first(),
    };
    match (named, wanted) {
        (Some(port), _) => {
            let number = port.target.get().map(ToString::to_string);
            if number.is_none() {
                let answer = Refused(
                    "asks a port that an input decides, which Quadlet can't; give the port a number",
                );
                sheet.report("healthcheck", answer, check.span);
            }
            number
        }
        (None, Some(number)) => Some(number.to_owned()),
        (None, None) => Some("80".to_owned()),
    }
}

/// How many seconds a container may take until it is healthy.
pub(super) fn start_seconds(check: &Healthcheck) -> u64 {
    let seconds = |value: Option<&Value<stackc_compiler::atoms::Duration>>, usual: u64| {
        let known = value.and_then(Value::get);
        known.map_or(usual, stackc_compiler::atoms::Duration::seconds)
    };
    let retries = check.retries.as_ref().and_then(Value::get);
    let retries = retries.map_or(3, |count| count.0);
    let interval = seconds(check.interval.as_ref(), 30);
    let timeout = seconds(check.timeout.as_ref(), 30);
    let once = interval.saturating_add(timeout);
    seconds(check.start_period.as_ref(), 0).saturating_add(retries.saturating_mul(once))
}
