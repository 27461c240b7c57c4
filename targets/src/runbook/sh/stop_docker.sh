engine() { docker "$@"; }

# stop_services SERVICE…: stops what of them runs.
stop_services() {
    for one in "$@"; do
        ids=$(containers "$one")
        for id in $ids; do
            docker stop "$id" >/dev/null
            echo "  $one is stopped"
        done
        ids=$(containers "$one")
        [ -z "$ids" ] || die "$one runs again: something starts it"
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
