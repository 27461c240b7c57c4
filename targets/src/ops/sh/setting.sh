
# A line of a configuration of curl, which reads it from its standard input: whoever lists the processes sees no password.
setting() {
    printf '%s = "%s"\n' "$1" "$(printf '%s' "$2" | sed 's/["\\]/\\&/g' | tr -d '\r\n')"
}
