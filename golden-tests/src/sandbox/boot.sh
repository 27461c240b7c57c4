# usage: boot.sh TREE FILES OUTPUT COMMAND
# Runs as root of new namespaces of everything. Boots the systemd of TREE as the first process, with FILES over it; nothing of the tree is
# written. Then COMMAND runs in it, and what it prints stands in OUTPUT, with `complete` behind it.
set -eu
tree=$1 files=$2 output=$3 command=$4
exec 3>"$output"
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay /mnt/root -o "lowerdir=$tree,upperdir=/mnt/upper,workdir=/mnt/work"
cp -R "$files/." /mnt/root/
cd /mnt/root
mkdir -p dev proc sys run tmp old var/lib/containers
mount --bind /dev dev
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for folder in run tmp var/lib/containers; do mount -t tmpfs tmpfs "$folder"; done
ip link set lo up
pivot_root . old
cd /
hash -r
umount -l /old
(
    until [ -S /run/systemd/private ] && systemctl is-active --quiet basic.target; do sleep 0.2; done
    /bin/bash -c "$command" >&3 2>&1 || true
    echo complete >&3
) &
exec env -i container=probe PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=basic.target --show-status=no
