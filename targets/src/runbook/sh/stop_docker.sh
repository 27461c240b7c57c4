engine() { docker "$@"; }

# stop_services SERVICE…: stops what of them runs.
stop_services() {
    for one in "$@"; do
        ids=$(containers "$one")
        for id in $ids; do
            docker stop "$id" >/dev/null
            echo "  $one is stopped"
        done
        stays_stopped "$one"
    done
}

# stop_cleanly SERVICE: ten minutes for a database to end. What was killed leaves work behind that a newer version may refuse.
stop_cleanly() {
    ids=$(containers "$1")
    for id in $ids; do docker stop --time 600 "$id" >/dev/null; done
    stays_stopped "$1"
    ids=$(containers "$1" --all)
    for id in $ids; do
        [ "$(docker inspect --format '{{.State.ExitCode}}' "$id")" != 137 ] ||
            die "$1 was killed before it had ended: start it with docker start $id, wait until it is healthy, and repeat the step"
    done
    echo "  $1 is stopped"
}

# stays_stopped SERVICE: the list of what runs may come a little later than the stop.
stays_stopped() {
    tries=0
    ids=$(containers "$1")
    while [ -n "$ids" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 10 ] || die "$1 runs again: something starts it"
        sleep 1
        ids=$(containers "$1")
    done
}

# start_services SERVICE…: starts what of them is stopped.
start_services() {
    for one in "$@"; do
        ids=$(containers "$one" --all --filter status=exited)
        for id in $ids; do
            docker start "$id" >/dev/null
            echo "  $one is started"
        done
    done
}
