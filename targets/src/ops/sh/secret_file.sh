
# secret_file PATH: what the file of a secret holds.
secret_file() {
    if [ -r "$1" ]; then cat "$1"; fi
}
