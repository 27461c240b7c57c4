# systemctl …: the units are those of whoever runs this.
systemctl() { command systemctl --user "$@"; }
