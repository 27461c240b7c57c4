
# variable NAME: its value, which the environment of this process decides before .env does, as for docker compose.
variable() {
    if printenv "$1"; then return; fi
    if [ -f "$private/env/v.$1" ]; then cat "$private/env/v.$1"; fi
}
