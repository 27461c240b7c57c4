
is_set() {
    printenv "$1" >/dev/null || [ -f "$private/env/v.$1" ]
}
# input NAME [OPERATOR WORD]: the value of an input, by the operators of Compose.
input() {
    value=$(variable "$1")
    case ${2:-} in
        :-) printf '%s' "${value:-$3}" ;;
        -) if is_set "$1"; then printf '%s' "$value"; else printf '%s' "$3"; fi ;;
        :+) if [ -n "$value" ]; then printf '%s' "$3"; fi ;;
        +) if is_set "$1"; then printf '%s' "$3"; fi ;;
        *) printf '%s' "$value" ;;
    esac
}
