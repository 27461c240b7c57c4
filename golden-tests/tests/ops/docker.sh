#!/bin/sh
# What a script asks Docker, answered from the files of a folder.
case "$*" in
    "compose ps --all --quiet") cat "$DOCKER/ids" ;;
    "inspect --format "*) cat "$DOCKER/containers" ;;
    "info --format "*) echo "$DOCKER" ;;
    "compose logs "*) cat "$DOCKER/logs" ;;
    "compose images --quiet "*) echo sha256:0 ;;
    "image inspect --format "*) cat "$DOCKER/size" ;;
    "compose run --rm --no-deps -T backup-nightly-restic-2 list 2")
        if [ -e "$DOCKER/refused" ]; then
            cat "$DOCKER/refused" >&2
            exit 10
        fi
        cat "$DOCKER/listed"
        ;;
    *)
        echo "nothing is known of: $*" >&2
        exit 1
        ;;
esac
