# check_nginx FOLDER: whether nginx takes the configuration in a folder; what runs does not change.
check_nginx() {
    has_name "$1"
    nginx -t -q -c "$(cd "$1" && pwd)/nginx.conf"
}

# put_nginx FROM TO: the configuration where nginx looks for it, and the files that it serves below a folder of the stack's own.
put_nginx() {
    has_name "$1" "$2"
    if [ -d "$1/files" ]; then
        mkdir -p "$2/files"
        cp -R "$1/files/." "$2/files/"
        chmod -R a+rX "$2/files"
    fi
    install -m 0644 "$1/nginx.conf" /etc/nginx/nginx.conf
}
