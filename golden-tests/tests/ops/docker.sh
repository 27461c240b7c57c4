#!/bin/sh
# What a script asks Docker, answered from the files of a folder.
case "$*" in
    "compose ps --all --quiet") cat "$DOCKER/ids" ;;
    "inspect --format "*) cat "$DOCKER/containers" ;;
    "info --format "*) echo "$DOCKER" ;;
    "compose logs "*) cat "$DOCKER/logs" ;;
    "compose config db") cat "$DOCKER/config" ;;
    "image inspect --format {{.Size}} shop-db") cat "$DOCKER/size" ;;
    "image inspect --format {{.Size}} registry:5000/db:2") echo 7 ;;
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
