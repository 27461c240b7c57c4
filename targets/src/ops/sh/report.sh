
failed=0
told=
json_text() {
    printf '%s' "$1" | tr '\n\t' '  ' | LC_ALL=C tr -d '\000-\037' | sed 's/["\\]/\\&/g'
}
# say ok|warn|FAIL CHECK TEXT: one line for each check.
say() {
    if [ "$quiet" = yes ] && [ "$1" != FAIL ]; then return; fi
    case $format in
        json)
            case $1 in
                FAIL) is_ok=false ;;
                *) is_ok=true ;;
            esac
            printf '{"check":"%s","ok":%s,"text":"%s"}\n' "$(json_text "$2")" "$is_ok" "$(json_text "$3")"
            ;;
        *) printf '%-4s %s: %s\n' "$1" "$2" "$3" ;;
    esac
}
ok() { say ok "$1" "$2"; }
bad() {
    failed=$((failed + 1))
    told="$told$1: $2
"
    say FAIL "$1" "$2"
}
