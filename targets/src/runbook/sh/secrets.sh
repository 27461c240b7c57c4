# new_secret hex|base64|base64url BYTES FILE: random bytes in this form, unless the file is there.
new_secret() {
    [ ! -s "$3" ] || return 0
    case $1 in
        hex) openssl rand -hex "$2" | tr -d '\n' >"$3.new" ;;
        base64) openssl rand -base64 "$2" | tr -d '\n' >"$3.new" ;;
        *) openssl rand -base64 "$2" | tr -d '=\n' | tr '+/' '-_' >"$3.new" ;;
    esac
    [ -s "$3.new" ] || die 'openssl made nothing'
    mv "$3.new" "$3"
}

# keep_setting SERVICE NAME FILE [DEFAULT]: what a running container has as this variable, or in the file that NAME_FILE names. What was kept once stays.
keep_setting() {
    [ ! -s "$3" ] || return 0
    # shellcheck disable=SC2016 # the container's shell expands it
    engine exec "$(container "$1")" sh -euc '
        eval "value=\${$1:-} file=\${$1_FILE:-}"
        if [ -n "$file" ]; then cat "$file"; else printf %s "${value:-$2}"; fi
    ' sh "$2" "${4:-}" >"$3.new"
    [ -s "$3.new" ] || die "$1 has no $2"
    mv "$3.new" "$3"
}

# carry_over OLD NEW: the same value goes on.
carry_over() {
    has_value "$1"
    cp "$1" "$2"
}

# put_secret FILE PLACE: the file that Compose mounts. A folder that is made for it is closed to everyone else; one that is there keeps its mode.
put_secret() {
    has_value "$1"
    folder=$(dirname "$2")
    if [ ! -d "$folder" ]; then
        mkdir -p "$folder"
        chmod 700 "$folder"
    fi
    cp "$1" "$2.new"
    chmod 444 "$2.new"
    mv "$2.new" "$2"
}

# set_variable FILE NAME VALUE_FILE: NAME='value' in a file of variables, in place of what it says of that name. Without a value's file the name goes.
set_variable() {
    [ -z "${3:-}" ] || has_value "$3"
    if [ -n "${3:-}" ] && grep -q "'" "$3"; then
        die "the value of $2 holds a quote: set it in $1 with an editor, and go on with the next step"
    fi
    touch "$1"
    {
        grep -v "^$2=" "$1" || true
        if [ -n "${3:-}" ]; then
            printf "%s='" "$2"
            cat "$3"
            printf "'\n"
        fi
    } >"$1.new"
    chmod 600 "$1.new"
    mv "$1.new" "$1"
}

# export_secret NAME FILE: a variable for the commands that follow.
export_secret() {
    has_value "$2"
    value=$(cat "$2")
    export "$1=$value"
}
