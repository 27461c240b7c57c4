# usage: FOLDER WORKING_FOLDER KEPT... -- PROGRAM ARGUMENT...
# Runs as root of new network, mount and process namespaces.
# FOLDER/files is copied over the overlay of the machine's files; FOLDER/machine becomes the root folder.
set -eu
export PATH="$PATH:/usr/sbin:/sbin"

ip link set lo up
ip route add local default dev lo
ip -6 route add local default dev lo 2>/dev/null || true

machine=$1/machine
mount -t tmpfs tmpfs "$machine"
mkdir "$machine/upper" "$machine/work" "$machine/root"
mount -t overlay overlay "$machine/root" \
    -o "lowerdir=/,upperdir=$machine/upper,workdir=$machine/work"
root=$machine/root

# devices of its own: a program that runs as root must not reach those of the machine
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"
mkdir -m 1777 "$root/dev/shm"

mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/run"
cp -R --remove-destination "$1/files/." "$root/"
# what a container runtime does, so that a server without privileges can listen on 80 and 443
echo 0 2>/dev/null >"$root/proc/sys/net/ipv4/ip_unprivileged_port_start" || true

working=$2
shift 2
while [ "$1" != -- ]; do
    mkdir -p "$root$1"
    mount -o bind,ro "$1" "$root$1"
    shift
done
shift
# shellcheck disable=SC2016 # the inner shell expands these
exec chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$working" "$@"
