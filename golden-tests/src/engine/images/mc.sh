#!/bin/sh
# The client of MinIO, as far as stacks make use of it: `mc ready ALIAS` and `mc mb [--ignore-existing] ALIAS/BUCKET`.
set -eu
for last; do :; done
address=$(printenv "MC_HOST_${last%%/*}" || echo http://127.0.0.1:9000)
case $1 in
    ready) exec curl --silent --fail --output /dev/null "$address" ;;
    mb) exec curl --silent --show-error --fail --request PUT "$address/${last#*/}" ;;
    *)
        echo "mc $1 is not known here" >&2
        exit 1
        ;;
esac
