//! What a container is told: variables, files of variables.

use stackc_compiler::{
    answers,
    artifact::Bug,
    model::Service,
    reader::Pair,
    template::{Part, SecretText},
};

use super::{files, sheet::Sheet, values::is_podmans};
use crate::text::unit::Text;

answers! {
    LINES: ["service env-file" "path", "service env-file" "format"] "" => Partial("is read by podman, which takes each line as it stands, without quotes and `${…}`; write it so");
    REQUIRED: ["service env-file" "required"] "where it is `#false`" => Refused("is always required by podman; make an empty file and take required=#false away");
    PODMANS: ["service" "env"] "where podman reads the variable itself" => Refused("is a variable that podman reads itself, so it can't be handed on; give the service another one");
}

pub(super) fn environment(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let mut paths = Vec::new();
    for file in &service.env_files {
        sheet.report("env-file", LINES, file.span);
        let required = file.required.as_ref();
        if sheet
            .known("required", required)
            .is_some_and(|flag| !flag.0)
        {
            sheet.report("required", REQUIRED, file.span);
        }
        paths.push((file.span, sheet.host_path(&file.path)));
    }
    // Quadlet takes a path that starts with a variable for one below its own folder. The last file counts, so all are named the same way.
    let plain = |path: &Text| path.stands_in_list() && !path.starts_with_variable();
    let plain = paths.iter().all(|(_, path)| plain(path));
    for (span, path) in paths {
        sheet.said(span, |sheet| {
            if plain {
                sheet.words("EnvironmentFile", vec![path])
            } else {
                sheet.argument("env-file", path)
            }
        })?;
    }
    for pair in &service.env {
        sheet.said(pair.span, |sheet| variable(sheet, pair))?;
    }
    Ok(())
}

/// One variable.
pub(super) fn variable(sheet: &mut Sheet<'_>, pair: &Pair<SecretText>) -> Result<(), Bug> {
    let Some(key) = sheet.known("env", Some(&pair.key)).map(|key| key.0.clone()) else {
        return Ok(());
    };
    let Some(text) = &pair.value else {
        // No other name is one that `env` can set.
        if is_plain(&key) {
            sheet.values.passed(&key);
        }
        return by_name(sheet, pair, &key);
    };
    match text.template.parts.as_slice() {
        [Part::Secret(secret)]
            if is_podmans(&key) || !files::is_left_out(sheet.plan.stack, &secret.value) =>
        {
            let name = files::needed(sheet, &secret.value);
            let target = format!(",type=env,target={key}");
            return sheet.words("Secret", vec![Text::new(name + &target)]);
        }
        _ if text.template.secrets().next().is_some() => {
            sheet.values.named(&key, &text.template);
            return by_name(sheet, pair, &key);
        }
        _ => {}
    }
    let value = sheet.template(&text.template);
    let word = Text::new(format!("{key}=")).join(value);
    sheet.words("Environment", vec![word])
}

/// Whether a shell takes it as the name of a variable.
fn is_plain(key: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    key.chars().all(word) && !key.starts_with(|c: char| c.is_ascii_digit())
}

/// Passes a variable of podman's own environment on, so that its value stands on no command line.
fn by_name(sheet: &mut Sheet<'_>, pair: &Pair<SecretText>, key: &str) -> Result<(), Bug> {
    if is_podmans(key) {
        sheet.report("env", PODMANS, pair.span);
    }
    sheet.words("PodmanArgs", vec![Text::new("--env"), Text::new(key)])
}
