
# Whoever is told hears of what changes, not of every check.
if [ "$tells" = yes ]; then
    known=${XDG_STATE_HOME:-$HOME/.local/state}/stackc/PROJECT-health
    # What fails, without the numbers that change from check to check.
    failing=$(printf '%s' "$told" | sed 's/: .*//' | sort -u)
    before=
    if [ -e "$known" ]; then before=$(cat "$known"); fi
    if [ "$failing" != "$before" ]; then
        if [ -n "$failing" ]; then
            subject="PROJECT on $(uname -n): $failed checks fail"
        else
            subject="PROJECT on $(uname -n): all checks pass again"
        fi
        if notify "$subject" "$told"; then
            mkdir -p "${known%/*}"
            printf '%s\n' "$failing" >"$known"
        fi
    fi
fi
