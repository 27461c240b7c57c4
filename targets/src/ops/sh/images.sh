
# image SERVICE BYTES: its image is not larger.
image() {
    id=$(compose images --quiet "$1" 2>/dev/null | head -n 1)
    size=
    if [ -n "$id" ]; then size=$(docker image inspect --format '{{.Size}}' "$id" 2>/dev/null) || size=; fi
    if [ -z "$size" ]; then
        bad "image of $1" "there is none"
    elif [ "$size" -gt "$2" ]; then
        bad "image of $1" "has $size bytes, more than $2"
    else
        ok "image of $1" "has $size bytes of $2"
    fi
}
