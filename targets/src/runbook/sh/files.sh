# has_before FOLDER: whether the files of the version before are there.
has_before() {
    [ -n "$before" ] || die 'before is not set: it is the folder of a checkout of the version that runs now, built'
    [ -d "$before/$1" ] || die "$before/$1 is not there: check out the version that runs now in $before, and run \`stackc build\` there"
}

# put_files FROM TO: compiled files over those that are there; values and secrets beside them stay.
put_files() {
    mkdir -p "$2"
    cp -R "$1/." "$2/"
}

# old_files FOLDER: the files of the version before in place of the new ones, which are kept; values and secrets beside them stay.
old_files() {
    if ! cmp -s "$before/$1/docker-compose.yml" "$1/docker-compose.yml"; then
        rm -rf "$work/new"
        mkdir "$work/new"
        tar -C "$1" -cf - --exclude=./.env --exclude=./secrets --exclude=./tls . | tar -C "$work/new" -xf -
    fi
    put_files "$before/$1" "$1"
}

# new_files FOLDER: after the way back the new ones again.
new_files() {
    if [ -d "$work/new" ] && cmp -s "$before/$1/docker-compose.yml" "$1/docker-compose.yml"; then put_files "$work/new" "$1"; fi
}

# fetch_images FOLDER: every image of the project that is not there yet; what can be built is built.
fetch_images() (
    cd "$1"
    docker compose pull --quiet --ignore-buildable --policy missing
    docker compose build --quiet
)

# install_units FROM TO: the units of a folder.
install_units() {
    for unit in "$1"/*.service "$1"/*.timer "$1"/*.target; do
        [ ! -f "$unit" ] || install -m 0644 "$unit" "$2/"
    done
}

# check_out COMMIT: the version before, beside everything else.
check_out() {
    [ -d "$before" ] || git worktree add --quiet --detach "$before" "$1"
}

# install_values FROM TO: the script that composes what units need of the deployer's values, if there is one.
install_values() {
    [ ! -f "$1/values.sh" ] || install -m 0755 "$1/values.sh" "$2/"
}
