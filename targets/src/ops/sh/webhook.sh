
# by_webhook URL SUBJECT TEXT: chat programs read `text`, or `content`. The URL is a secret: curl reads it from its standard input.
by_webhook() {
    message=$(printf '%s\n%s' "$2" "$3" | sed 's/["\\]/\\&/g' | awk '{ printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }' | LC_ALL=C tr -d '\000-\037')
    printf '{"text":"%s","content":"%s"}' "$message" "$message" >"$private/message"
    url=$(printf '%s' "$1" | tr -d '\r\n' | sed 's/["\\]/\\&/g')
    printf 'url = "%s"\n' "$url" |
        curl --silent --show-error --fail --globoff --max-time 30 --config - --output /dev/null \
            --header 'Content-Type: application/json' --data-binary @"$private/message" 2>"$private/error" ||
        {
            echo "the webhook does not take the message: $(sed 's/.*(\([0-9]*\)).*/curl \1/' "$private/error" | tail -n 1)" >&2
            return 1
        }
}
