
# age BACKUP STORE SECONDS NAMES: the newest of these names of copies is not older. Without SECONDS any age is right.
age() {
    newest=$(printf '%s\n' "$4" | grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort | tail -n 1) || :
    if [ -z "$newest" ]; then
        if [ -n "$3" ]; then
            bad "backup $1" "$2 has no copy"
        else
            ok "backup $1" "$2 has no copy yet; nothing makes one at a time"
        fi
        return
    fi
    old=$(($(now) - $(seconds_of "$newest")))
    text="the newest copy in $2 is $((old / 3600)) hours old"
    if [ -n "$3" ] && [ "$old" -gt "$3" ]; then
        bad "backup $1" "$text, more than $(($3 / 3600))"
    else
        ok "backup $1" "$text"
    fi
}
