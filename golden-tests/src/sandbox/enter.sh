# usage: FOLDER WORKING_FOLDER KEPT... -- PROGRAM ARGUMENT...
# Runs as root of new network, mount and process namespaces.
# FOLDER/machine becomes the root folder: an overlay of every folder of the machine, and on top
# of them a copy of FOLDER/files.
set -eu
export PATH="$PATH:/usr/sbin:/sbin"

ip link set lo up
ip route add local default dev lo
ip -6 route add local default dev lo 2>/dev/null || true

machine=$1/machine
root=$machine/root
mount -t tmpfs -o mode=755 tmpfs "$machine"
mkdir "$root"

# shows the folder $1 of the machine; what is written there stays in the sandbox
overlay() {
    mkdir -p "$root$1" "$machine/upper$1" "$machine/work$1"
    chmod --reference="$1" "$root$1" "$machine/upper$1"
    mount -t overlay overlay "$root$1" \
        -o "lowerdir=$1,upperdir=$machine/upper$1,workdir=$machine/work$1"
}

for folder in /*; do
    case $folder in
        /dev | /proc | /sys | /run) mkdir "$root$folder" ;;
        *) if [ -L "$folder" ]; then cp -P "$folder" "$root$folder"; elif [ -d "$folder" ]; then overlay "$folder"; fi ;;
    esac
done

# devices of its own: a program that runs as root must not reach those of the machine
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
rm -rf "$root/etc/nginx"
cp -R --remove-destination "$1/files/." "$root/"
# what a container runtime does, so that a server without privileges can listen on 80 and 443
echo 0 2>/dev/null >"$root/proc/sys/net/ipv4/ip_unprivileged_port_start" || true

working=$2
shift 2
while [ "$1" != -- ]; do
    mkdir -p "$root$1"
    # also for a program that does not run as root
    above=$(dirname "$1")
    until [ "$above" = / ]; do
        chmod a+x "$root$above" 2>/dev/null || true
        above=$(dirname "$above")
    done
    mount -o bind,ro "$1" "$root$1"
    shift
done
shift
# shellcheck disable=SC2016 # the inner shell expands these
exec chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$working" "$@"
