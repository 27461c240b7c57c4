#!/bin/sh
# What the official image of Redis does at a start: the account, and no mode that is only for the own machine.
set -eu
case ${1:-} in
    -* | *.conf) set -- redis-server "$@" ;;
esac
if [ "${1:-}" = redis-server ] && [ "$(id -u)" = 0 ]; then
    find . ! -user redis -exec chown redis {} +
    exec /usr/bin/setpriv --reuid=redis --regid=redis --init-groups -- "$0" "$@"
fi
if [ "${1:-}" = redis-server ]; then
    shift
    set -- redis-server "$@" --protected-mode no
    # A configuration from standard input stays the last word.
    for word; do
        shift
        if [ "$word" = - ]; then input=yes; else set -- "$@" "$word"; fi
    done
    [ -z "${input:-}" ] || set -- "$@" -
fi
exec "$@"
