
# a_certificate FOLDER: whether the self-signed certificate of a site was made, which nginx does not start without.
a_certificate() {
    if [ -e tls ] && { [ ! -r tls ] || [ ! -x tls ]; }; then
        bad "tls/$1" "can't be read by $(id -un)"
    elif [ -s "tls/$1/fullchain.pem" ] && [ -s "tls/$1/privkey.pem" ]; then
        ok "tls/$1" "is there"
    else
        bad "tls/$1" "has no certificate: run $(pwd)/make-certificates.sh"
    fi
}
