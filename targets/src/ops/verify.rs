//! `verify.sh`: what is to be seen after a deployment.

use stackc_compiler::{model::Service, resolve::Stack};

use super::{
    plan::Plan,
    script::{Arg, Piece, Script, compose},
    sites,
};

const OPTIONS: &str = include_str!("sh/verify_options.sh");
const LOGS: Piece = Piece(include_str!("sh/logs.sh"));
const IMAGES: Piece = Piece(include_str!("sh/images.sh"));

/// The text of the script.
pub(super) fn text(plan: &Plan<'_>) -> String {
    let says = vec![
        format!(
            "Looks at {} after a deployment: no secret is in a log, images are not larger than the stack allows, sites have their headers and certificates.",
            plan.stack.project
        ),
        "One line for each check; the exit code is 1 if one of them fails.".to_owned(),
        "usage: verify.sh [--quiet] [--json] [--dns] [--images]".to_owned(),
        "  --quiet   only what fails".to_owned(),
        "  --json    an object on each line".to_owned(),
        "  --dns     sites are asked by their names, not where the edge listens".to_owned(),
        "  --images  only the images: they need not have been started".to_owned(),
    ];
    let options = format!("{OPTIONS}{}", compose(plan));
    let mut script = Script::new(plan, says, options);
    script.needs(&[Piece::PRIVATE, Piece::REPORT]);
    images(plan, &mut script);
    script.add("if [ \"$only\" = images ]; then exit \"$((failed != 0))\"; fi\n");
    logs(plan, &mut script);
    sites::add(plan, &mut script);
    script.add("\n[ \"$failed\" = 0 ]\n");
    script.finish()
}

fn logs(plan: &Plan<'_>, script: &mut Script<'_>) {
    let secrets = plan.stack.secrets.iter();
    let secrets: Vec<_> = secrets
        .filter(|secret| plan.secret(secret).is_some())
        .collect();
    if secrets.is_empty() {
        return;
    }
    script.needs(&[LOGS]);
    script.add("read_logs\n");
    for secret in secrets {
        let name = &secret.name.value.0;
        script.call("absent", &[Arg::Text(name), Arg::Named(name)]);
    }
}

fn images(plan: &Plan<'_>, script: &mut Script<'_>) {
    for (service, most) in image_sizes(plan.stack) {
        script.needs(&[IMAGES]);
        let name = Arg::Text(&service.name.value.0);
        script.call("image", &[name, Arg::number(Some(most))]);
    }
}

/// The services whose images may not become larger than so many bytes.
pub(super) fn image_sizes(stack: &Stack) -> impl Iterator<Item = (&Service, u64)> {
    stack.services.iter().filter_map(|service| {
        let most = service.build.as_ref()?.max_size.as_ref()?;
        Some((service, most.value.bytes))
    })
}
