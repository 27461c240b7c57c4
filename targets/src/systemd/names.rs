//! Units whose names are taken: by another unit of the stack, or by the machine itself.

use std::collections::BTreeMap;

use stackc_compiler::{
    diag::{Diagnostic, Diagnostics},
    source::Span,
};

use super::{
    plan::Plan,
    renewal,
    runs::{self, Run},
};

/// A unit that is written, or that Quadlet makes.
pub(super) struct Named {
    /// Its name with its ending.
    pub unit: String,
    /// What asks for it, but for the stack itself.
    pub by: Option<Span>,
}

impl Named {
    /// The unit of the stack as a whole.
    pub(super) fn of_stack(plan: &Plan<'_>, ending: &str) -> Self {
        Self {
            unit: format!("{}.{ending}", plan.stack.project),
            by: None,
        }
    }
}

/// The units of what runs once, and of the renewal of certificates.
pub(super) fn of_runs(plan: &Plan<'_>, runs: &[Run<'_>]) -> Vec<Named> {
    let mut all = Vec::new();
    for run in runs {
        let by = Some(run.origin);
        let files = runs::files(plan, std::slice::from_ref(run));
        all.extend(files.into_iter().map(|unit| Named { unit, by }));
    }
    let edge = plan.stack.edge.as_ref().map(|edge| edge.span);
    if let Some(name) = renewal::name(plan) {
        let files = ["service", "timer"].map(|ending| format!("{name}.{ending}"));
        all.extend(files.map(|unit| Named { unit, by: edge }));
    }
    all
}

/// Reports units whose names are taken.
pub(super) fn check(plan: &Plan<'_>, units: &[Named], diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<&str, Option<Span>> = BTreeMap::new();
    for Named { unit, by } in units {
        let Some(place) = by.or(plan.stack.header) else {
            continue;
        };
        if is_the_machines(unit) {
            let found = format!("this would be the unit `{unit}`, which is the machine's own");
            let found = Diagnostic::error("name-taken", place, found);
            let help = if by.is_some() {
                "give it another name, or the stack".to_owned()
            } else {
                format!(
                    "give the stack another name, such as {}-stack",
                    plan.stack.name
                )
            };
            diagnostics.push(found.help(help));
        }
        if let Some(first) = taken.insert(unit, *by) {
            // What nobody asks for by a node is not what has to change.
            let place = by.or(first).unwrap_or(place);
            let found = format!("this needs a unit `{unit}`, and there is one");
            let mut found = Diagnostic::error("name-taken", place, found);
            if let Some(first) = first.filter(|_| by.is_some()) {
                found = found.other(first, "this one");
            }
            diagnostics.push(found.help("give one of them another name"));
        }
    }
}

/// Whether the machine has a unit of this name, or is likely to: ours would be run in its place.
fn is_the_machines(unit: &str) -> bool {
    let (name, ending) = unit.rsplit_once('.').unwrap_or((unit, ""));
    match ending {
        "service" => {
            name.starts_with("systemd-")
                || name.starts_with("dbus-")
                || name.starts_with("initrd-")
                || SERVICES.contains(&name)
        }
        "target" => name.starts_with("initrd-") || TARGETS.contains(&name),
        "timer" => name.starts_with("systemd-") || TIMERS.contains(&name),
        _ => false,
    }
}

/// Services that systemd, the engines and what keeps a machine reachable have in Debian and Fedora, and web servers of the host. Databases are not
/// among them: a stack is often called by its own.
const SERVICES: [&str; 98] = [
    "accounts-daemon",
    "acpid",
    "apache2",
    "apparmor",
    "apt-daily",
    "apt-daily-upgrade",
    "atd",
    "auditd",
    "avahi-daemon",
    "bluetooth",
    "caddy",
    "certbot",
    "certbot-renew",
    "chrony",
    "chronyd",
    "cloud-config",
    "cloud-final",
    "cloud-init",
    "cloud-init-local",
    "cockpit",
    "console-getty",
    "console-setup",
    "containerd",
    "crio",
    "cron",
    "crond",
    "cryptdisks",
    "cryptdisks-early",
    "cups",
    "dbus",
    "debug-shell",
    "display-manager",
    "docker",
    "dpkg-db-backup",
    "emergency",
    "exim4",
    "fail2ban",
    "firewalld",
    "fstrim",
    "getty-static",
    "haproxy",
    "httpd",
    "hwclock",
    "irqbalance",
    "iscsid",
    "keyboard-setup",
    "kmod",
    "kmod-static-nodes",
    "kubelet",
    "ldconfig",
    "libvirtd",
    "logrotate",
    "man-db",
    "mdmonitor",
    "multipathd",
    "netavark-dhcp-proxy",
    "netavark-firewalld-reload",
    "network",
    "networking",
    "nfs-server",
    "nftables",
    "nginx",
    "nscd",
    "ntp",
    "ntpd",
    "ntpsec",
    "open-vm-tools",
    "pipewire",
    "plymouth",
    "podman",
    "podman-auto-update",
    "podman-clean-transient",
    "podman-restart",
    "polkit",
    "postfix",
    "procps",
    "qemu-guest-agent",
    "quotaon-root",
    "rc-local",
    "rescue",
    "rpcbind",
    "rsyslog",
    "rtkit-daemon",
    "snapd",
    "ssh",
    "sshd",
    "sssd",
    "sudo",
    "syslog",
    "tailscaled",
    "tuned",
    "udev",
    "udisks2",
    "ufw",
    "unattended-upgrades",
    "user-runtime-dir",
    "wireplumber",
    "wpa_supplicant",
];

/// systemd.special(7), and the targets of Debian 13.
const TARGETS: [&str; 75] = [
    "basic",
    "bluetooth",
    "boot-complete",
    "cryptsetup",
    "cryptsetup-pre",
    "ctrl-alt-del",
    "default",
    "emergency",
    "exit",
    "factory-reset",
    "final",
    "first-boot-complete",
    "getty",
    "getty-pre",
    "graphical",
    "graphical-session",
    "graphical-session-pre",
    "halt",
    "hibernate",
    "hybrid-sleep",
    "initrd",
    "integritysetup",
    "integritysetup-pre",
    "kexec",
    "local-fs",
    "local-fs-pre",
    "machines",
    "multi-user",
    "network",
    "network-online",
    "network-pre",
    "nfs-client",
    "nss-lookup",
    "nss-user-lookup",
    "paths",
    "poweroff",
    "printer",
    "reboot",
    "remote-cryptsetup",
    "remote-fs",
    "remote-fs-pre",
    "remote-veritysetup",
    "rescue",
    "rpcbind",
    "runlevel0",
    "runlevel1",
    "runlevel2",
    "runlevel3",
    "runlevel4",
    "runlevel5",
    "runlevel6",
    "shutdown",
    "sigpwr",
    "sleep",
    "slices",
    "smartcard",
    "sockets",
    "soft-reboot",
    "sound",
    "ssh-access",
    "storage-target-mode",
    "suspend",
    "suspend-then-hibernate",
    "swap",
    "sysinit",
    "system-update",
    "system-update-pre",
    "time-set",
    "time-sync",
    "timers",
    "tpm2",
    "umount",
    "usb-gadget",
    "veritysetup",
    "veritysetup-pre",
];

/// Timers of Debian and Fedora.
const TIMERS: [&str; 11] = [
    "apt-daily",
    "apt-daily-upgrade",
    "certbot",
    "certbot-renew",
    "dpkg-db-backup",
    "e2scrub_all",
    "fstrim",
    "fwupd-refresh",
    "logrotate",
    "man-db",
    "podman-auto-update",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_machines() {
        for unit in [
            "docker.service",
            "sshd.service",
            "systemd-journald.service",
            "podman-auto-update.timer",
            "default.target",
            "network-online.target",
        ] {
            assert!(is_the_machines(unit), "{unit}");
        }
        for unit in [
            "shop.service",
            "docker.target",
            "timers.service",
            "docker-web.service",
        ] {
            assert!(!is_the_machines(unit), "{unit}");
        }
    }

    #[test]
    fn each_is_named_once_and_in_order() {
        for names in [&SERVICES[..], &TARGETS, &TIMERS] {
            assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
