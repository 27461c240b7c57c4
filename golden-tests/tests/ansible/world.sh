#!/bin/sh
# Deploys to this machine, which is a sandbox, one step after the other, and says before each what it is.
# usage: world.sh FOLDER STEPS, where the folder has the stacks and the stand-ins, and the steps are a script
set -eu
# What comes from outside can't be written to.
cp -R "$1" /srv/world
here=/srv/world
export WORLD="$here/world" PATH="$here/bin:$PATH" HOME="$here/home"
export ANSIBLE_NOCOLOR=1 ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_PIPELINING=true ANSIBLE_PYTHON_INTERPRETER=/usr/bin/python3
mkdir -p "$WORLD" "$HOME"
: >"$WORLD/containers"
: >"$WORLD/images"
: >"$WORLD/crontab"
: >"$WORLD/anew"
: >"$WORLD/pushed"
: >"$WORLD/newer"
echo Europe/Berlin >"$WORLD/zone"
echo linux/amd64 >"$WORLD/platform"
# play NAME STACK ARGUMENT…: a run of a stack's playbook.
play() {
    printf '\n##### %s\n' "$1"
    shift
    : >"$WORLD/calls"
    stack=$1
    shift
    code=0
    ansible-playbook --inventory "$here/$stack/out/ansible/inventory.yml" --connection local \
        --extra-vars ansible_become=false "$@" "$here/$stack/out/ansible/playbook.yml" 2>&1 || code=$?
    printf '\n#### %s\n' "$code"
    cat "$WORLD/calls"
}
show() {
    printf '\n##### %s\n' "$1"
    shift
    "$@"
    printf '\n#### 0\n'
}
# shellcheck source=/dev/null
. "$here/steps.sh"
