engine() { docker "$@"; }

# stop_services SERVICE…: stops what of them runs.
stop_services() {
    for one in "$@"; do
        containers "$one" | while read -r id; do
            docker stop "$id" >/dev/null
            echo "  $one is stopped"
        done
    done
}

# start_services SERVICE…: starts what of them is stopped.
start_services() {
    for one in "$@"; do
        containers "$one" --all --filter status=exited | while read -r id; do
            docker start "$id" >/dev/null
            echo "  $one is started"
        done
    done
}
