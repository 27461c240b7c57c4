#!/bin/sh
# The client of MinIO, as far as stacks make use of it: `mc ready ALIAS` and `mc mb [--ignore-existing] ALIAS/BUCKET`.
set -eu
for last; do :; done
address=$(printenv "MC_HOST_${last%%/*}" || echo http://127.0.0.1:9000)
# ask URL ARGUMENT…: the list of processes does not show the address, which has the keys.
ask() {
    url=$1
    shift
    printf 'url = "%s"\n' "$url" | curl --config - --silent --show-error --fail "$@"
}
case $1 in
    ready) ask "$address" --output /dev/null ;;
    mb) ask "$address/${last#*/}" --request PUT ;;
    *)
        echo "mc $1 is not known here" >&2
        exit 1
        ;;
esac
