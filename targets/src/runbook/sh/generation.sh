# keep_generation FILE: which system runs now.
keep_generation() { [ -s "$1" ] || readlink -f /nix/var/nix/profiles/system >"$1"; }

# back_to_generation FILE: that system again, whether or not there is a newer one.
back_to_generation() {
    system=$(cat "$1")
    nix-env --profile /nix/var/nix/profiles/system --set "$system"
    "$system/bin/switch-to-configuration" switch
}
