
read_logs() {
    if ! compose logs --no-color --no-log-prefix >"$private/logs" 2>"$private/error"; then
        bad logs "can't be read: $(tail -n 1 "$private/error")"
        rm -f "$private/logs"
    elif [ ! -s "$private/logs" ]; then
        say warn logs "there are none: nothing was looked for"
    fi
}
# absent SECRET VALUE: no line of it is in a log. It is searched by a file, so that no process is started with it.
absent() {
    if [ ! -e "$private/logs" ]; then return; fi
    # What is short, or the frame of a key, is found in many a text.
    printf '%s\n' "$2" | sed -e '/^.\{0,5\}$/d' -e '/^-----/d' >"$private/pattern"
    if [ ! -s "$private/pattern" ]; then
        if [ -n "$2" ]; then say warn "secret $1" "is too short to be looked for"; fi
    elif LC_ALL=C grep -qF -f "$private/pattern" "$private/logs"; then
        bad "secret $1" "is in the logs: change it, and keep it out of them"
    else
        ok "secret $1" "is in no log"
    fi
}
