#!/bin/sh
# Copies in a restic repository, which RESTIC_REPOSITORY names and RESTIC_PASSWORD_FILE opens. TAG is what the copies of this backup have in common.
#
# usage: restic.sh keep STORE SNAPSHOT   /work to a new copy, and old copies go
#        restic.sh list STORE            the copies
#        restic.sh fetch STORE SNAPSHOT  a copy to /work
set -eu
umask 077

copies() {
    # A pipe would hide that the store can't be asked; and of JSON the client would make its message too. Looking needs no lock: old copies may be going just now.
    restic cat config --no-lock >/dev/null || return
    found=$(restic snapshots --no-lock --tag "$TAG" --json) || return
    printf '%s\n' "$found" | tr ',' '\n' | sed -n 's/.*"\([0-9]\{8\}T[0-9]\{6\}Z\)".*/\1/p'
}

keep() {
    # A repository that is there already is not made again.
    if ! said=$(restic cat config 2>&1 >/dev/null) && ! restic init; then
        printf '%s\n' "$said" >&2
        return 1
    fi
    # Locks of runs that were killed go; those of runs that go on stay.
    restic unlock
    restic backup --host "$TAG" --tag "$TAG,$1" /work
    set --
    if [ -n "${KEEP_DAYS:-}" ]; then set -- "$@" --keep-within "${KEEP_DAYS}d"; fi
    if [ -n "${KEEP_DAILY:-}" ]; then set -- "$@" --keep-daily "$KEEP_DAILY"; fi
    if [ -n "${KEEP_WEEKLY:-}" ]; then set -- "$@" --keep-weekly "$KEEP_WEEKLY"; fi
    if [ -n "${KEEP_MONTHLY:-}" ]; then set -- "$@" --keep-monthly "$KEEP_MONTHLY"; fi
    if [ $# -gt 0 ]; then
        restic forget --tag "$TAG" --group-by "" --prune "$@"
    fi
}

fetch() {
    find /work -mindepth 1 -maxdepth 1 -exec rm -rf {} +
    if [ "$1" = latest ]; then
        restic restore latest --tag "$TAG" --target /
    else
        restic restore latest --tag "$TAG,$1" --target /
    fi
}

case $1 in
    keep) keep "$3" ;;
    list) copies ;;
    fetch) fetch "$3" ;;
    *)
        echo "usage: $0 keep|list|fetch STORE [SNAPSHOT]" >&2
        exit 2
        ;;
esac
