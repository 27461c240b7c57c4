# has_name FOLDER…: stops before a folder without a name is taken for the root of everything.
has_name() {
    for folder in "$@"; do
        [ -n "$folder" ] || die 'a folder has no name: nothing is done'
    done
}

# has_before FOLDER: whether the files of the version before are there.
has_before() {
    has_name "$1"
    [ -n "$before" ] || die 'before is not set: it is the folder of a checkout of the version that runs now, built'
    [ -d "$before/$1" ] || die "$before/$1 is not there: check out the version that runs now in $before, and run \`stackc build\` there"
}

# put_files FROM TO [FILE…]: compiled files over those that are there; values and secrets beside them stay. With names only these files, as far as they are there.
put_files() {
    from=$1 to=$2
    shift 2
    has_name "$from" "$to"
    mkdir -p "$to"
    if [ "$#" -eq 0 ]; then
        cp -R "$from/." "$to/"
        return
    fi
    for file in "$@"; do
        [ -f "$from/$file" ] || continue
        mkdir -p "$(dirname "$to/$file")"
        cp "$from/$file" "$to/$file"
    done
}

# old_files FOLDER [FILE…]: the files of the version before in place of the new ones, which are kept; values and secrets beside them stay.
old_files() {
    place=$1
    shift
    has_before "$place"
    if ! cmp -s "$before/$place/docker-compose.yml" "$place/docker-compose.yml"; then
        rm -rf "$work/new"
        mkdir "$work/new"
        if [ "$#" -eq 0 ]; then
            tar -C "$place" -cf - --exclude=./.env --exclude=./secrets --exclude=./tls . | tar -C "$work/new" -xf -
        else
            put_files "$place" "$work/new" "$@"
        fi
    fi
    put_files "$before/$place" "$place" "$@"
}

# new_files FOLDER [FILE…]: after the way back the new ones again.
new_files() {
    place=$1
    shift
    has_name "$place"
    if [ -d "$work/new" ] && cmp -s "$before/$place/docker-compose.yml" "$place/docker-compose.yml"; then put_files "$work/new" "$place" "$@"; fi
}

# fetch_images FOLDER: every image of the project that is not there yet; what can be built is built.
fetch_images() (
    has_name "$1"
    cd "$1"
    docker compose pull --quiet --ignore-buildable --policy missing
    docker compose build --quiet
)

# install_units FROM TO: the units of a folder.
install_units() {
    has_name "$1" "$2"
    for unit in "$1"/*.service "$1"/*.timer "$1"/*.target; do
        [ ! -f "$unit" ] || install -m 0644 "$unit" "$2/"
    done
}

# check_out COMMIT [FOLDER]: the version before, beside everything else; the stack lies in FOLDER of it.
check_out() {
    [ -d "$before" ] || git worktree add --quiet --detach "${before%"${2:+/$2}"}" "$1"
}

# install_values FROM TO: the script that composes what units need of the deployer's values, and the one that makes certificates, as far as they are there.
install_values() {
    has_name "$1" "$2"
    for script in values.sh make-certificates.sh; do
        [ ! -f "$1/$script" ] || install -m 0755 "$1/$script" "$2/"
    done
}
