//! A bucket as a destination of Dokploy.

use serde_json::{Value, json};
use stackc_compiler::{
    atoms::words::StoreKind,
    resolve::Stack,
    template::{Part, SecretText},
};

use crate::{
    dokploy::{
        api::{Call, Find, Step},
        steps::step,
    },
    parts::backup::{Plan, StorePlan},
};

/// The variables of a bucket's client that a destination has a place for.
pub(super) const KNOWN: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"];

/// The region where none is said.
const REGION: &str = "us-east-1";

/// The stores of a backup that Dokploy can fill.
pub(super) fn buckets<'a>(plan: &'a Plan<'_>) -> impl Iterator<Item = &'a StorePlan<'a>> {
    let all = plan.stores.iter();
    all.filter(|store| store.store.kind.value == StoreKind::S3 && store.store.bucket().is_some())
}

/// The step's id, which is the destination's name behind its first word.
pub(super) fn id(plan: &Plan<'_>, store: &StorePlan<'_>, stack: &Stack) -> String {
    format!("destination {}", name(plan, store, stack))
}

fn name(plan: &Plan<'_>, store: &StorePlan<'_>, stack: &Stack) -> String {
    let backup = &plan.backup.name.value.0;
    format!("{}-{backup}-{}", stack.project, store.number)
}

/// The folder in the bucket, one for each thing that is copied, for Dokploy counts what is in it. It puts one for the service before it.
pub(super) fn prefix(plan: &Plan<'_>, store: &StorePlan<'_>, part: &str) -> String {
    let bucket = store.store.bucket().map_or("", |bucket| bucket.path);
    let folder = bucket.split_once('/').map_or("", |(_, folder)| folder);
    let folder = folder.trim_matches('/');
    let backup = &plan.backup.name.value.0;
    if folder.is_empty() {
        format!("{backup}/{part}/")
    } else {
        format!("{folder}/{backup}/{part}/")
    }
}

/// What a variable of the client is, as a value of the plan.
pub(super) fn variable(store: &StorePlan<'_>, name: &str, stack: &Stack) -> Option<Value> {
    let mut pairs = store.store.env.iter();
    let pair = pairs.find(|pair| pair.key.get().is_some_and(|key| key.0 == name))?;
    text(pair.value.as_ref()?, stack)
}

/// A literal, one secret or one input.
pub(super) fn text(text: &SecretText, stack: &Stack) -> Option<Value> {
    match text.template.parts.as_slice() {
        [] => Some(json!("")),
        [Part::Text(text)] => Some(json!(text)),
        [Part::Secret(secret)] => {
            let variable = stack.secret(&secret.value)?.variable();
            Some(json!({ "$secret": variable }))
        }
        _ => super::input(&text.template, stack),
    }
}

/// The destination.
pub(super) fn destination(plan: &Plan<'_>, store: &StorePlan<'_>, stack: &Stack) -> Option<Step> {
    let [key, secret, region] = KNOWN.map(|name| variable(store, name, stack));
    let region = region.unwrap_or_else(|| json!(REGION));
    let bucket = store.store.bucket()?;
    let amazon = format!(
        "https://s3.{}.amazonaws.com",
        region.as_str().unwrap_or(REGION)
    );
    let name = name(plan, store, stack);
    let id = id(plan, store, stack);
    let create = json!({
        "name": name,
        "provider": if bucket.endpoint.is_some() { "Other" } else { "AWS" },
        "accessKey": key?,
        "secretAccessKey": secret?,
        "bucket": bucket.path.split('/').next().unwrap_or_default(),
        "region": region,
        "endpoint": bucket.endpoint.unwrap_or(&amazon),
        "additionalFlags": [],
    });
    let mut update = create.clone();
    if let Some(body) = update.as_object_mut() {
        body.insert("destinationId".to_owned(), step(&id));
    }
    Some(Step::ensure(
        id,
        Find {
            get: "destination.all",
            query: json!({}),
            list: "",
            r#where: json!({ "name": name }),
            id: "destinationId",
        },
        Call {
            post: "destination.create",
            body: create,
            id: Some("destinationId"),
        },
        Some(Call {
            post: "destination.update",
            body: update,
            id: None,
        }),
    ))
}
