
# image_of SERVICE: the name of its image; without one in the file docker compose calls it after the project and the service.
image_of() {
    compose config "$1" 2>/dev/null | SERVICE=$1 awk '
        function bare(text) {
            gsub(/^["\047]|["\047]$/, "", text)
            return text
        }
        /^name: / { project = bare(substr($0, 7)) }
        /^[^ ]/ { section = $0; next }
        section == "services:" && /^  [^ ]/ { its = bare(substr($0, 3, length($0) - 3)) == ENVIRON["SERVICE"] }
        section == "services:" && its && /^    image: / { image = bare(substr($0, 12)) }
        END { if (project != "") print image != "" ? image : project "-" ENVIRON["SERVICE"] }'
}
# image SERVICE BYTES: its image, as it was built or fetched last, is not larger.
image() {
    size=$(docker image inspect --format '{{.Size}}' "$(image_of "$1")" 2>/dev/null) || size=
    if [ -z "$size" ]; then
        bad "image of $1" "there is none"
    elif [ "$size" -gt "$2" ]; then
        bad "image of $1" "has $size bytes, more than $2"
    else
        ok "image of $1" "has $size bytes of $2"
    fi
}
