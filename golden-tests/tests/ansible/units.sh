# shellcheck shell=sh
# The steps of a stack that systemd runs, with the host's nginx.
# shellcheck disable=SC2154 # the folder is the world's
mkdir -p /etc/nginx "$WORLD/active"
: >"$WORLD/active/nginx.service"
play rehearsal first --check
mkdir -p /opt/shop
printf 'DB_PASSWORD=x\n' >/opt/shop/.env
: >"$WORLD/nginx-refuses"
play refused first
rm "$WORLD/nginx-refuses"
play deployed first
show files find /opt/shop /etc/systemd/system /etc/nginx /etc/stackc/ -newer "$here/steps.sh" -type f -printf '%M %p\n'
play again first
echo a-newer-shop >"$WORLD/pushed"
play pushed-again first
play second second
show units find /etc/systemd/system -newer "$here/steps.sh" -type f
