# shellcheck shell=sh
# usage: enter.sh TREE DATA GROUP
# Runs as root of new namespaces of everything but control groups. Starts a Docker engine in TREE, of which nothing is written, with its images and
# volumes in DATA. Says its own process in the first line, and `ready` in the second. The engine, its containers and everything else that runs here end with
# standard input.
set -eu
tree=$1 data=$2 group=$3
read -r process _ </proc/self/stat
echo "$process"

mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay /mnt/root -o "lowerdir=$tree,upperdir=/mnt/upper,workdir=/mnt/work"
cd /mnt/root
mkdir -p dev proc sys run tmp old var/lib/docker srv/live
mount --rbind /dev dev
mount -t proc proc proc
mount -t sysfs sysfs sys
for folder in run tmp srv/live; do mount -t tmpfs tmpfs "$folder"; done
chmod 1777 tmp
mount --bind "$data" var/lib/docker

# The control groups of the machine; where it has none, those of its kernel.
if [ -n "$(ls -A /sys/fs/cgroup)" ]; then
    mount --rbind /sys/fs/cgroup sys/fs/cgroup
elif ! mount -t cgroup2 cgroup2 sys/fs/cgroup; then
    mount -t tmpfs -o mode=755 cgroup sys/fs/cgroup
    awk '!/^#/ && $4 == 1 { print $1 }' /proc/cgroups | while read -r controller; do
        mkdir "sys/fs/cgroup/$controller"
        mount -t cgroup -o "$controller" cgroup "sys/fs/cgroup/$controller" || rmdir "sys/fs/cgroup/$controller"
    done
fi

ip link set lo up
pivot_root . old
cd /
umount -l /old
hash -r
hostname live
echo live >/etc/hostname
printf '127.0.0.1 localhost\n' >/etc/hosts
# There is no way out of here: a name that nobody has is refused at once.
echo 'nameserver 127.0.0.1' >/etc/resolv.conf
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
# The first process takes in what the engine leaves behind.
# shellcheck disable=SC2016 # the inner shell expands these
exec docker-init -- /bin/sh -c '
    dockerd --cgroup-parent "$0" --log-level warn >/srv/live/engine.log 2>&1 &
    engine=$!
    until docker version >/dev/null 2>&1; do
        if ! kill -0 "$engine" 2>/dev/null; then cat /srv/live/engine.log; exit 1; fi
        sleep 0.1
    done
    echo ready
    cat >/dev/null
    containers=$(docker ps --quiet)
    [ -z "$containers" ] || docker kill $containers >/dev/null
    kill "$engine"
    wait "$engine"
    find /sys/fs/cgroup -depth -type d -path "*/$0*" -exec rmdir {} + 2>/dev/null
' "$group"
