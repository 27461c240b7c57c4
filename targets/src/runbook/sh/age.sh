# encrypt FILE OUTPUT RECIPIENT…: for the hosts and people that may read it. A flake sees only what git knows.
encrypt() {
    from=$1 to=$2
    has_value "$from"
    shift 2
    for recipient in "$@"; do
        shift
        set -- "$@" --recipient "$recipient"
    done
    mkdir -p "$(dirname "$to")"
    age --encrypt "$@" --output "$to.new" "$from"
    mv "$to.new" "$to"
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git add -- "$to"
    fi
}
