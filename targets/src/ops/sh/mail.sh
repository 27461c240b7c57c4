
# by_mail ADDRESS SUBJECT TEXT: by the mail command of the host.
by_mail() {
    if command -v sendmail >/dev/null; then
        printf 'To: %s\nSubject: %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s\n' "$1" "$2" "$3" | sendmail -t -i
    elif command -v mail >/dev/null; then
        printf '%s\n' "$3" | mail -s "$2" -- "$1"
    else
        echo "this host has neither sendmail nor mail to write to $1" >&2
        return 1
    fi
}
