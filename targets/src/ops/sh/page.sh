
# page NAME URL STATUS TEXT USER PASSWORD [CERTIFICATE]: the certificate is that of a site that signs its own, the only one that is believed.
page() {
    if [ -n "${7:-}" ] && [ ! -r "$7" ]; then
        bad "monitor $1" "the certificate $7 can't be read"
        return
    fi
    if ! code=$(
        {
            setting url "$2"
            if [ -n "$5" ]; then setting user "$5:$6"; fi
        } | fetch "" ${7:+--cacert "$7"} --config - --output "$private/page" --write-out '%{http_code}'
    ); then
        bad "monitor $1" "does not answer: $(complaint)"
    elif [ -n "$3" ] && [ "$code" != "$3" ]; then
        bad "monitor $1" "answers $code instead of $3"
    elif [ -z "$3" ] && { [ "$code" -lt 200 ] || [ "$code" -ge 400 ]; }; then
        bad "monitor $1" "answers $code"
    elif [ -n "$4" ] && ! TEXT=$4 awk '
        { page = page $0 "\n" }
        END { exit index(page, ENVIRON["TEXT"]) == 0 }' "$private/page"; then
        bad "monitor $1" "answers $code without its text"
    else
        ok "monitor $1" "answers $code"
    fi
}
