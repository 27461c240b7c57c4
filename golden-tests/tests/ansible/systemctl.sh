#!/bin/sh
# Stands in for systemd: a unit is a file of systemd's folder, and is active or enabled if a file here says so.
set -eu
mkdir -p "$WORLD/active" "$WORLD/enabled"
printf '%s\n' "systemctl $*" >>"$WORLD/calls"
name=
verb=
for word in "$@"; do
    case $word in
        -*) ;;
        show | is-enabled | is-active | start | stop | restart | reload | enable | disable | daemon-reload | list-unit-files | is-system-running) verb=$word ;;
        *) name=$word ;;
    esac
done
known() { [ -e "/etc/systemd/system/$name" ] || [ "$name" = nginx.service ]; }
case $verb in
    is-system-running | daemon-reload | '' | list-unit-files) ;;
    show)
        if known; then
            echo "Id=$name"
            echo LoadState=loaded
            if [ -e "$WORLD/active/$name" ]; then echo ActiveState=active; else echo ActiveState=inactive; fi
        else
            echo LoadState=not-found
        fi
        ;;
    is-enabled) if [ -e "$WORLD/enabled/$name" ]; then echo enabled; else echo disabled && exit 1; fi ;;
    is-active) [ -e "$WORLD/active/$name" ] ;;
    start | restart) known && : >"$WORLD/active/$name" ;;
    stop) rm -f "$WORLD/active/$name" ;;
    enable) known && : >"$WORLD/enabled/$name" ;;
    disable) rm -f "$WORLD/enabled/$name" ;;
    reload) [ -e "$WORLD/active/$name" ] ;;
esac
