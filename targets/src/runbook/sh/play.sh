# play FOLDER [OPTION…]: plays the playbook of a folder; PLAY holds further options.
play() (
    has_name "$1"
    cd "$1"
    shift
    # shellcheck disable=SC2086 # several options
    ansible-playbook --inventory inventory.yml playbook.yml "$@" ${PLAY:-}
)
