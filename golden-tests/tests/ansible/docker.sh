#!/bin/sh
# Stands in for Docker: what is asked is written down, what runs is a file, and Docker Compose itself reads the Compose files.
# usage: docker ARGUMENT…, with WORLD as the folder of its files and COMPOSE as the real docker-compose
set -eu
printf '%s\n' "$*" >>"$WORLD/calls"
what=$1
shift
# What a Compose file says, as `name hash` for each service.
services() {
    files=
    for word in "$@"; do
        case $word in
            *.yml) files="$files --file $word" ;;
        esac
    done
    # shellcheck disable=SC2086 # the names of our files are words
    "$COMPOSE" --project-name shop $files config --hash '*'
}
case "$what $*" in
    "compose version"*) echo 2.26.1 ;;
    "ps "*) cat "$WORLD/containers" ;;
    "image ls"*) cat "$WORLD/images" ;;
    "image inspect"*)
        shift 3
        for _ in "$@"; do cat "$WORLD/platform"; done
        ;;
    "compose "*" config "*) exec "$COMPOSE" "$@" ;;
    "compose "*" pull "*)
        # What was pushed again under the same tag comes only if it is asked for.
        case $* in
            *" always "*) cp "$WORLD/pushed" "$WORLD/newer" ;;
        esac
        {
            "$COMPOSE" --project-name shop --file docker-compose.yml config --images
            cat "$WORLD/newer"
        } | sort -u >"$WORLD/images"
        ;;
    "compose "*" --force-recreate"*) date +%N >"$WORLD/anew" ;;
    "compose "*" up "*) services "$@" | sed "s/\$/$(cat "$WORLD/anew") running/" >"$WORLD/containers" ;;
    *)
        echo "nothing is known of: docker $what $*" >&2
        exit 1
        ;;
esac
