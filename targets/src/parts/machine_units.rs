//! Units that the machine has, or is likely to: ours would be run in their place.

/// Whether the machine has a unit of this name, or is likely to: ours would be run in its place.
pub fn has(unit: &str) -> bool {
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

/// Services that systemd, the engines and what keeps a machine reachable have in Debian, Fedora and NixOS, and web servers of the host. Databases are not
/// among them: a stack is often called by its own.
const SERVICES: [&str; 103] = [
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
    "network-setup",
    "networking",
    "nfs-server",
    "nftables",
    "nginx",
    "nix-daemon",
    "nix-gc",
    "nix-optimise",
    "nixos-upgrade",
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
    fn what_the_machine_has() {
        for unit in [
            "docker.service",
            "sshd.service",
            "systemd-journald.service",
            "podman-auto-update.timer",
            "default.target",
            "network-online.target",
        ] {
            assert!(has(unit), "{unit}");
        }
        for unit in [
            "shop.service",
            "docker.target",
            "timers.service",
            "docker-web.service",
        ] {
            assert!(!has(unit), "{unit}");
        }
    }

    #[test]
    fn each_is_named_once_and_in_order() {
        for names in [&SERVICES[..], &TARGETS, &TIMERS] {
            assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
