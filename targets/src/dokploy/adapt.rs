//! The stack that is written for Dokploy's Compose file: what Dokploy does itself is taken out, what it does otherwise is changed.

use stackc_compiler::{
    atoms::Identifier,
    model::Service,
    resolve::Stack,
    source::{Span, Spanned},
    template::{LiteralForm, Part, SecretText, Template},
};

use super::{
    delivery::{self, Delivery},
    ingress::Ingress,
    paths, ports,
};

/// The stack as its Compose file says it.
pub(super) fn stack(stack: &Stack, ingress: &Ingress) -> Stack {
    let mut adapted = stack.clone();
    adapted.edge = None;
    adapted.sites = Vec::new();
    for service in &mut adapted.services {
        service.container_name = None;
        ports::adapt(service, ingress);
        service
            .files
            .retain(|mount| !is_mount(stack, &mount.name.value.0));
        without_file_secrets(service, stack);
        paths::adapt_service(service, stack);
    }
    paths::adapt_declarations(&mut adapted, stack);
    adapted.implied_secrets.retain(|(_, name)| {
        let secret = stack.secret(name);
        !secret.is_some_and(|secret| delivery::is_file(secret, stack))
    });
    for secret in &mut adapted.secrets {
        if delivery::is_ours(secret) {
            let variable = Identifier(secret.variable());
            secret.env = Some(Spanned::new(variable, secret.span));
        }
    }
    for file in &mut adapted.files {
        let single = stack.content(&file.name.value.0);
        let text = single.and_then(|content| content.files.first());
        if let Some((_, bytes)) = text
            && delivery::of(file, stack) == Delivery::Inline
        {
            file.source = None;
            let text = String::from_utf8_lossy(bytes).into_owned();
            file.content = Some(plain(text, file.span));
        }
    }
    adapted
}

fn plain(text: String, span: Span) -> SecretText {
    SecretText {
        template: Template {
            parts: vec![Part::Text(text)],
        },
        plain: true,
        literal: LiteralForm::Text,
        span,
    }
}

/// Whether a file is one or several file mounts.
pub(super) fn is_mount(stack: &Stack, file: &str) -> bool {
    let file = stack.file(file);
    file.is_some_and(|file| matches!(delivery::of(file, stack), Delivery::Mounts(_)))
}

fn without_file_secrets(service: &mut Service, stack: &Stack) {
    service.secrets.retain(|mount| {
        let secret = stack.secret(&mount.name.value.0);
        !secret.is_some_and(|secret| delivery::is_file(secret, stack))
    });
}
