//! `harden`: what it sets where the service says nothing itself.

use crate::{
    atoms::{Bool, Line},
    model::{Mount, Service, Tmpfs},
    reader::Words,
    source::Span,
    template::Value,
};

/// Read-only, no capabilities, no new privileges, and memory on /tmp.
pub(super) fn harden(service: &mut Service) {
    let Some(flag) = service.harden.filter(|flag| flag.value.0) else {
        return;
    };
    let span = flag.span;
    service
        .read_only
        .get_or_insert(Value::known(Bool(true), span));
    service.cap_drop.get_or_insert_with(|| words("ALL", span));
    let options = service.security_opt.get_or_insert_with(|| Words {
        items: Vec::new(),
        span,
    });
    let says = |option: &Value<Line>| {
        option
            .get()
            .is_some_and(|option| option.0.starts_with("no-new-privileges"))
    };
    if !options.items.iter().any(says) {
        options.items.push(line("no-new-privileges:true", span));
    }
    if !service.mounts.iter().any(is_on_tmp) {
        service.mounts.push(Mount::Tmpfs(Tmpfs {
            path: line("/tmp", span),
            options: None,
            size: None,
            mode: None,
            read_only: None,
            span,
        }));
    }
}

fn line(text: &str, span: Span) -> Value<Line> {
    Value::known(Line(text.to_owned()), span)
}

fn words(text: &str, span: Span) -> Words<Value<Line>> {
    Words {
        items: vec![line(text, span)],
        span,
    }
}

fn is_on_tmp(mount: &Mount) -> bool {
    let path = match mount {
        Mount::Volume(volume) => &volume.to,
        Mount::Bind(bind) => &bind.to,
        Mount::Tmpfs(tmpfs) => &tmpfs.path,
        Mount::Other(other) => &other.to,
    };
    path.get()
        .is_some_and(|path| path.0.trim_end_matches('/') == "/tmp")
}
