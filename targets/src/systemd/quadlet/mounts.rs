//! What is mounted into a container.

use stackc_compiler::{
    answers,
    artifact::Bug,
    atoms::Bool,
    model::{Bind, Mount, OtherMount, Service, Tmpfs, VolumeMount, VolumesFrom},
    reader::Placed as _,
    template::Value,
};

use super::{container::name_text, image, network::needs, resources, sheet::Sheet};
use crate::text::unit::Text;

/// Where `Mount=` is split; Quadlet takes quotes away before podman sees them.
const LISTED: [char; 2] = [',', '"'];

pub(super) fn mounts(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    for mount in &service.mounts {
        sheet.said(mount.place(), |sheet| match mount {
            Mount::Volume(volume) => volume_mount(sheet, volume),
            Mount::Bind(one) => bind(sheet, one),
            Mount::Tmpfs(one) => tmpfs(sheet, one),
            Mount::Other(one) => other(sheet, one),
        })?;
    }
    for device in &service.devices {
        let mut text = sheet.text(&device.source);
        if let Some(to) = &device.to {
            text = text.then(":").join(sheet.text(to));
        }
        if let Some(permissions) = &device.permissions {
            text = text.then(":").join(sheet.text(permissions));
        }
        sheet.said(device.span, |sheet| {
            sheet.listed("AddDevice", "device", text)
        })?;
    }
    for from in &service.volumes_from {
        sheet.said(from.span, |sheet| volumes_from(sheet, from))?;
    }
    Ok(())
}

answers! {
    FROM: ["service volumes-from" "service", "service volumes-from" "container"] "" => Partial("has the volumes that the other container had when this one started; restart this service with that one, or mount the same volumes in both");
    CREATE: ["service bind" "create-host-path"] "where it is `#true`" => Partial("is never done by podman: a path that is missing keeps the unit from starting; make it first");
    COLON: ["service volume" "to", "service bind" "source", "service bind" "to", "service tmpfs" "path"] "where it holds a colon" => Refused("holds a colon, behind which podman reads options; choose a path without one");
    OPTION: ["service bind" "propagation"] "where it holds more than one word" => Refused("is one word, such as `rslave`; what stands behind a comma or a colon would be another option");
    COMMA: ["service volume" "subpath", "service mount" "source", "service mount" "to", "service mount" "subpath"] "where it holds a comma or a quote" => Refused("holds a comma or a quote, which Quadlet can't keep in a mount; choose one without");
    SUBPATH: ["service volume" "to"] "where it holds a comma or a quote and there is a subpath" => Refused("holds a comma or a quote, which Quadlet can't keep in a mount; choose one without");
    KIND: ["service mount" "kind"] "where it is not `image`" => Refused("is a kind of mount that podman hasn't; mount a volume or a path");
}

/// The mounts of another container, which has to be there.
fn volumes_from(sheet: &mut Sheet<'_>, from: &VolumesFrom) -> Result<(), Bug> {
    let VolumesFrom {
        service,
        container,
        read_only,
        span,
    } = from;
    sheet.report("volumes-from", FROM, *span);
    let stack = sheet.plan.stack;
    let other = service
        .as_ref()
        .and_then(|name| stack.service(&name.value.0));
    let mut text = match (other, container) {
        (Some(other), _) => {
            needs(
                sheet,
                &format!("{}.service", sheet.plan.unit(&other.name.value.0)),
            );
            name_text(sheet, other)
        }
        (None, Some(container)) => sheet.text(container),
        (None, None) => return Ok(()),
    };
    if read_only.is_some_and(|flag| flag.value.0) {
        text = text.then(":ro");
    }
    sheet.argument("volumes-from", text)
}

/// `:ro,z` from what is said.
fn options(sheet: &mut Sheet<'_>, read_only: Option<&Value<Bool>>, more: &[Option<Text>]) -> Text {
    let read_only = sheet.is_set("read-only", read_only);
    let first = read_only.then(|| Text::new("ro"));
    let all = [first].into_iter().chain(more.iter().cloned()).flatten();
    let mut text = Text::default();
    for (index, one) in all.enumerate() {
        text = text.then(if index == 0 { ":" } else { "," }).join(one);
    }
    text
}

fn volume_mount(sheet: &mut Sheet<'_>, mount: &VolumeMount) -> Result<(), Bug> {
    let VolumeMount {
        name,
        to,
        read_only,
        no_copy,
        subpath,
        selinux,
        consistency: _,
        long: _,
        labels: _,
        span: _,
    } = mount;
    match subpath {
        Some(subpath) => {
            sheet.unsplit("subpath", subpath, &LISTED, COMMA);
            sheet.unsplit("to", to, &LISTED, SUBPATH);
        }
        None => sheet.unsplit("to", to, &[':'], COLON),
    }
    let to = sheet.text(to);
    let Some(name) = sheet.known("volume", name.as_ref()) else {
        return sheet.bare("Volume", to);
    };
    let source = resources::volume_of(sheet, &name.0);
    if let Some(subpath) = subpath {
        let subpath = sheet.text(subpath);
        let mut text = Text::new("type=volume,source=").join(source);
        text = text
            .then(",destination=")
            .join(to)
            .then(",subpath=")
            .join(subpath);
        if sheet.is_set("read-only", read_only.as_ref()) {
            text = text.then(",ro=true");
        }
        return sheet.words("Mount", vec![text]);
    }
    let no_copy = sheet.is_set("no-copy", no_copy.as_ref());
    let selinux = selinux.as_ref().map(|word| sheet.text(word));
    let more = [no_copy.then(|| Text::new("nocopy")), selinux];
    let options = options(sheet, read_only.as_ref(), &more);
    sheet.bare("Volume", source.then(":").join(to).join(options))
}

fn bind(sheet: &mut Sheet<'_>, mount: &Bind) -> Result<(), Bug> {
    let Bind {
        source,
        to,
        read_only,
        create_host_path,
        propagation,
        selinux,
        recursive,
        consistency: _,
        long: _,
        span: _,
    } = mount;
    if sheet.is_set("create-host-path", create_host_path.as_ref()) {
        sheet.report("create-host-path", CREATE, mount.span);
    }
    sheet.unsplit("source", source, &[':'], COLON);
    sheet.unsplit("to", to, &[':'], COLON);
    if let Some(word) = propagation {
        sheet.unsplit("propagation", word, &[':', ','], OPTION);
    }
    let source = sheet.host_path(source);
    let to = sheet.text(to);
    let selinux = selinux.as_ref().map(|word| sheet.text(word));
    let propagation = propagation.as_ref().map(|word| sheet.text(word));
    let recursive = match sheet.known("recursive", recursive.as_ref()) {
        Some(word) if word.0 == "disabled" => Some(Text::new("bind")),
        _ => None,
    };
    let options = options(
        sheet,
        read_only.as_ref(),
        &[selinux, propagation, recursive],
    );
    sheet.bind(source, Text::new(":").join(to).join(options))
}

fn tmpfs(sheet: &mut Sheet<'_>, mount: &Tmpfs) -> Result<(), Bug> {
    let Tmpfs {
        path,
        options: said,
        size,
        mode,
        read_only,
        span: _,
    } = mount;
    sheet.unsplit("path", path, &[':'], COLON);
    let path = sheet.text(path);
    let said = said.as_ref().map(|text| sheet.text(text));
    let size = size
        .as_ref()
        .map(|size| Text::new("size=").join(sheet.text(size)));
    let mode = mode
        .as_ref()
        .map(|mode| Text::new("mode=").join(sheet.text(mode)));
    let options = options(sheet, read_only.as_ref(), &[said, size, mode]);
    sheet.bare("Tmpfs", path.join(options))
}

fn other(sheet: &mut Sheet<'_>, mount: &OtherMount) -> Result<(), Bug> {
    let kind = sheet.known("mount", Some(&mount.kind)).map(|kind| kind.0);
    let (Some("image"), Some(source)) = (kind.as_deref(), &mount.source) else {
        sheet.report("mount", KIND, mount.span);
        return Ok(());
    };
    sheet.unsplit("source", source, &LISTED, COMMA);
    sheet.unsplit("to", &mount.to, &LISTED, COMMA);
    if let Some(subpath) = &mount.subpath {
        sheet.unsplit("subpath", subpath, &LISTED, COMMA);
    }
    let source = image::of_line(sheet, source);
    let mut text = Text::new("type=image,source=")
        .join(source)
        .then(",destination=");
    text = text.join(sheet.text(&mount.to));
    if let Some(subpath) = &mount.subpath {
        text = text.then(",subpath=").join(sheet.text(subpath));
    }
    sheet.words("Mount", vec![text])
}
