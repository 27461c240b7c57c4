# make_volume NAME [PROJECT KEY]: an empty volume; with the labels by which docker compose knows its own.
make_volume() {
    if engine volume inspect "$1" >/dev/null 2>&1; then return; fi
    if [ -n "${2:-}" ]; then
        engine volume create --label "com.docker.compose.project=$2" --label "com.docker.compose.volume=$3" "$1" >/dev/null
    else
        engine volume create "$1" >/dev/null
    fi
}

# What copies volumes.
copier=busybox:1.37.0

# fetch_image IMAGE: an image that is not there yet.
fetch_image() { engine image inspect "$1" >/dev/null 2>&1 || engine pull --quiet "$1" >/dev/null; }

# fetch_copier: the image that copies volumes.
fetch_copier() { fetch_image "$copier"; }

# with_volumes FROM TO SCRIPT: a script of a container for once, which sees both, and no network.
with_volumes() {
    engine run --rm --network none --volume "$1:/from:ro" --volume "$2:/to" --entrypoint sh "$copier" -euc "$3" sh "${4:-}"
}

# copy_volume FROM TO: all of it into an empty volume, and then both are compared, file by file.
copy_volume() {
    engine volume inspect "$1" >/dev/null || die "there is no volume $1"
    [ ! -e "$work/copied-$2" ] || return 0
    # shellcheck disable=SC2016 # the container's shell expands it
    with_volumes "$1" "$2" '
        if [ -e /to/.stackc-copying ] || [ -n "$1" ]; then find /to ! -path /to -prune -exec rm -rf {} +; fi
        [ -z "$(ls -A /to)" ] || { echo "the new volume is not empty" >&2; exit 1; }
        touch /to/.stackc-copying
        cp -a /from/. /to/
        rm /to/.stackc-copying
    ' "$(cat "$work/stale-$2" 2>/dev/null)" || die "$1 could not be copied into $2"
    rm -f "$work/stale-$2"
    same_volumes "$1" "$2"
    touch "$work/copied-$2"
    echo "  $2 holds what $1 holds"
}

# forget_copy NAME: the next copy into it is made anew, for what is copied may change from here on.
forget_copy() {
    if [ -e "$work/copied-$1" ]; then
        echo stale >"$work/stale-$1"
        rm "$work/copied-$1"
    fi
}

same_volumes() {
    # shellcheck disable=SC2016 # the container's shell expands it
    with_volumes "$1" "$2" '
        list() { cd "$1"; find . ! -type f -exec ls -ldn {} + | awk "{ print \$1, \$3, \$4, \$NF }" | sort; find . -type f -exec sha256sum {} + | sort; }
        [ "$(list /from | sha256sum)" = "$(list /to | sha256sum)" ]
    ' || die "$1 and $2 do not hold the same"
}

# empty_volume NAME KEPT: makes a volume empty, of which a copy was made and compared.
empty_volume() {
    [ -e "$work/copied-$2" ] || die "there is no copy of $1"
    with_volumes "$2" "$1" 'find /to ! -path /to -prune -exec rm -rf {} +'
}

# restore_volume KEPT NAME: the kept data comes back. Without a whole copy nothing was changed, and nothing is.
restore_volume() {
    [ -e "$work/copied-$1" ] || return 0
    with_volumes "$1" "$2" 'find /to ! -path /to -prune -exec rm -rf {} +; cp -a /from/. /to/'
    same_volumes "$1" "$2"
    forget_copy "$1"
    echo "  $2 holds what it held before"
}
