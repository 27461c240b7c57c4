
# mail_server NAME HOST:PORT USER PASSWORD: it greets, and takes the user; a password goes over TLS only.
mail_server() {
    scheme=smtp
    case $2 in
        *:465) scheme=smtps ;;
    esac
    if {
        setting url "$scheme://$2"
        setting request NOOP
        if [ -n "$3" ]; then
            setting user "$3:$4"
            echo ssl-reqd
        else
            echo ssl
        fi
    } | fetch "" --config - --output /dev/null; then
        ok "monitor $1" "answers"
    else
        bad "monitor $1" "does not answer as a mail server: $(complaint)"
    fi
}
