//! Healthchecks.

use stackc_compiler::{
    answers,
    artifact::Bug,
    atoms::{AnyText, words::HealthClient},
    model::{Healthcheck, PortDeclaration, Service},
    template::{Expr, Part, Template, Value},
};

use super::{json, lifecycle::is_awaited_healthy, sheet::Sheet, zero::unless_zero};
use crate::text::{shell::Word, unit::Text};

answers! {
    PORT: ["service healthcheck" "http", "service healthcheck" "tcp", "service healthcheck" "port"] "where an input decides the port" => Refused("asks a port that an input decides, which Quadlet can't; give the port a number");
}

/// How often a container is asked while something waits for it, if nothing is said.
const USUAL_START_INTERVAL: &str = "2s";

pub(super) fn health(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let awaited = is_awaited_healthy(sheet.plan, service);
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
    let timeout = unless_zero(check.timeout.as_ref());
    sheet.option("HealthInterval", unless_zero(check.interval.as_ref()))?;
    sheet.option("HealthTimeout", timeout)?;
    sheet.option("HealthRetries", unless_zero(check.retries.as_ref()))?;
    let start_period = unless_zero(check.start_period.as_ref());
    sheet.option("HealthStartPeriod", start_period)?;
    let start_interval = unless_zero(check.start_interval.as_ref());
    if let Some(test) = test.filter(|_| awaited || start_interval.is_some()) {
        sheet.bare("HealthStartupCmd", test)?;
        match start_interval {
            Some(interval) => sheet.option("HealthStartupInterval", Some(interval))?,
            None => sheet.bare("HealthStartupInterval", Text::new(USUAL_START_INTERVAL))?,
        }
        sheet.option("HealthStartupTimeout", timeout)?;
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
            Some(HealthClient::Wget) => &["wget", "-q", "-O", "/dev/null", &url],
            _ => &["curl", "-fsS", "-o", "/dev/null", &url],
        };
        return Some(list(words));
    }
    if let Some(port) = &check.tcp {
        let port = port_number(sheet, Some(&port.value.0), ports, check)?;
        if matches!(client, Some(HealthClient::Nc)) {
            return Some(list(&["nc", "-z", "127.0.0.1", &port]));
        }
        let line = format!("exec 3<>/dev/tcp/127.0.0.1/{port}");
        return Some(list(&["bash", "-c", &line]));
    }
    if let Some(line) = &check.shell {
        return Some(shell(sheet, line));
    }
    let (head, words) = match (&check.shell_words, &check.command) {
        (Some(words), _) => (["/bin/sh", "-c"].as_slice(), words),
        (None, Some(words)) => ([].as_slice(), words),
        (None, None) => return None,
    };
    let head = head.iter().map(|word| Template::text(*word));
    let all: Vec<Template> = head.chain(words.items.iter().map(template)).collect();
    let known: Option<Vec<String>> = all.iter().map(Template::literal).collect();
    match known {
        Some(known) => command(&known),
        None if all.len() == 1 => {
            let word = sheet.template(all.first()?);
            Some(Text::new("CMD ").join(word))
        }
        None => Some(Text::variable(sheet.values.listed(all))),
    }
}

fn template(word: &Value<AnyText>) -> Template {
    match &word.expr {
        Expr::Known(known) => Template::text(known.0.clone()),
        Expr::Deferred(template) => template.clone(),
    }
}

/// The words that podman reads at the start of a test in another way, in whichever case.
fn is_podmans(word: &str) -> bool {
    ["CMD", "CMD-SHELL", "NONE"].contains(&word.to_ascii_uppercase().as_str())
}

/// A test for the container's shell, which podman takes as it stands unless it looks like something else.
fn shell(sheet: &mut Sheet<'_>, line: &Value<AnyText>) -> Text {
    let line = template(line);
    let start = match line.parts.first() {
        Some(Part::Text(start)) => start.as_str(),
        _ => "",
    };
    let first = start.split(char::is_whitespace).next().unwrap_or_default();
    if !is_podmans(first) && !start.starts_with("[\"") {
        return sheet.template(&line);
    }
    const SHELL: &str = "CMD-SHELL";
    match line.literal() {
        Some(known) => list(&[SHELL, &known]),
        None => Text::variable(sheet.values.listed(vec![Template::text(SHELL), line])),
    }
}

/// A test without a shell. Podman makes a test of a list in JSON that has two words or more and no `CMD` before them; one that has it, it splits at its
/// blanks, brackets, quotes and all.
fn command(words: &[String]) -> Option<Text> {
    let first = words.first()?;
    if words.len() > 1 && !is_podmans(first) {
        return Some(Text::new(json::list(words)));
    }
    let split = |word: &String| word.is_empty() || word.contains(char::is_whitespace);
    if words.iter().any(split) {
        let quoted: Vec<String> = words
            .iter()
            .map(|word| Word::new(word).to_string())
            .collect();
        let line = format!("exec {}", quoted.join(" "));
        return Some(Text::new(json::list(&["CMD-SHELL".to_owned(), line])));
    }
    Some(Text::new(format!("CMD {}", words.join(" "))))
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
                sheet.report("healthcheck", PORT, check.span);
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
        let known = unless_zero(value).and_then(Value::get);
        known.map_or(usual, stackc_compiler::atoms::Duration::seconds)
    };
    let retries = unless_zero(check.retries.as_ref()).and_then(Value::get);
    let retries = retries.map_or(3, |count| count.0);
    let interval = seconds(check.interval.as_ref(), 30);
    let timeout = seconds(check.timeout.as_ref(), 30);
    let once = interval.saturating_add(timeout);
    seconds(check.start_period.as_ref(), 0).saturating_add(retries.saturating_mul(once))
}
