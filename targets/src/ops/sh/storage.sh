
# space PATH: its file system is not full.
space() {
    if [ ! -e "$1" ]; then return; fi
    used=$(df -P -- "$1" 2>/dev/null | awk 'NR == 2 { sub(/%/, "", $5); print $5 }')
    if [ -z "$used" ]; then
        bad "storage $1" "can't be seen by $(id -un)"
    elif [ "$used" -ge "${DISK_PERCENT:-90}" ]; then
        bad "storage $1" "is $used % full"
    else
        ok "storage $1" "is $used % full"
    fi
}
