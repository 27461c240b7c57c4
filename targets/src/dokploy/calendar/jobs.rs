//! Jobs as schedules: a command in a running container.

use serde_json::json;
use stackc_compiler::{
    atoms::AnyText,
    command_line,
    model::{Command, Job},
    resolve::Stack,
    template::{Part, Value},
};

use super::cron;
use crate::dokploy::{
    api::{Call, Find, Step},
    steps::step,
};

/// The schedules.
pub(super) fn steps(stack: &Stack) -> Vec<Step> {
    stack
        .jobs
        .iter()
        .filter_map(|job| schedule(job, stack))
        .collect()
}

/// The service in whose container it runs, if Dokploy can run it at all.
pub(super) fn container(job: &Job) -> Option<&str> {
    let is_interactive = job.interactive.is_some_and(|flag| flag.value.0);
    if is_interactive || !job.before.is_empty() {
        return None;
    }
    let service = job.within.as_ref().or(job.like.as_ref())?;
    Some(&service.value.0)
}

fn schedule(job: &Job, stack: &Stack) -> Option<Step> {
    let service = container(job)?;
    let (cron, enabled) = cron(job.schedule.as_ref());
    let zone = job.schedule.as_ref().and_then(|one| stack.time_zone(one));
    let name = &job.name.value.0;
    let id = format!("schedule {name}");
    let create = json!({
        "name": name,
        "cronExpression": cron,
        "enabled": enabled,
        "timezone": zone.map_or("UTC", |zone| zone.0.as_str()),
        "scheduleType": "compose",
        "composeId": step("compose"),
        "serviceName": service,
        "shellType": "sh",
        "command": command(job)?,
    });
    let mut update = create.clone();
    if let Some(body) = update.as_object_mut() {
        body.insert("scheduleId".to_owned(), step(&id));
    }
    Some(Step::ensure(
        id,
        Find {
            get: "schedule.list",
            query: json!({ "id": step("compose"), "scheduleType": "compose" }),
            list: "",
            r#where: json!({ "name": name }),
            id: "scheduleId",
        },
        Call {
            post: "schedule.create",
            body: create,
            id: Some("scheduleId"),
        },
        Some(Call {
            post: "schedule.update",
            body: update,
            id: None,
        }),
    ))
}

/// The line for the container's shell; none if an input or a secret would have to stand in it.
pub(super) fn command(job: &Job) -> Option<String> {
    let Command {
        words,
        shell,
        line,
        span: _,
    } = job.command.as_ref()?;
    let known = |value: &Value<AnyText>| value.get().map(|text| text.0.clone());
    let line = match (shell, line) {
        (Some(shell), _) => known(shell)?,
        (None, Some(line)) => joined(&command_line::split(&known(line)?).ok()?.words),
        (None, None) => joined(&words.iter().map(known).collect::<Option<Vec<String>>>()?),
    };
    let mut text = String::new();
    for pair in &job.env {
        let value = match pair.value.as_ref()?.template.parts.as_slice() {
            [] => String::new(),
            [Part::Text(text)] => text.clone(),
            _ => return None,
        };
        text.push_str(&format!(
            "export {}={}\n",
            pair.key.get()?.0,
            quoted(&value)
        ));
    }
    text.push_str(&line);
    Some(text)
}

fn joined(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    words.join(" ")
}

/// A word in double quotes where it needs any: on a remote server the line stands between single ones.
fn quoted(word: &str) -> String {
    let harmless = |b: u8| b.is_ascii_alphanumeric() || b"._/:@%+,=-".contains(&b);
    if !word.is_empty() && word.bytes().all(harmless) {
        return word.to_owned();
    }
    let mut text = String::from("\"");
    for c in word.chars() {
        if matches!(c, '\\' | '"' | '$' | '`') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use proptest::prelude::*;

    /// What a shell makes of a word that is bare or in double quotes, by the rules of POSIX.
    fn read(word: &str) -> Option<String> {
        let Some(inner) = word.strip_prefix('"') else {
            let bare = |c: char| c.is_ascii_alphanumeric() || "._/:@%+,=-".contains(c);
            return (!word.is_empty() && word.chars().all(bare)).then(|| word.to_owned());
        };
        let mut read = String::new();
        let mut chars = inner.chars();
        loop {
            match chars.next()? {
                '"' => return chars.next().is_none().then_some(read),
                '\\' => match chars.next()? {
                    c @ ('\\' | '"' | '$' | '`') => read.push(c),
                    c => read.extend(['\\', c]),
                },
                '$' | '`' => return None,
                c => read.push(c),
            }
        }
    }

    proptest! {
        #[test]
        fn a_shell_reads_the_word_that_is_meant(
            text in prop_oneof![".*", "[\"$`\\\\' \n!a]{0,12}"]
        ) {
            prop_assert_eq!(read(&quoted(&text)), Some(text));
        }
    }
}
