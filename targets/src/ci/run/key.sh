: "${SSH_KEY:?the environment has no secret of this name: the key with which Ansible logs in}"
: "${SSH_KNOWN_HOSTS:?the environment has no variable of this name: the lines of known_hosts for the hosts}"
install -d -m 0700 ~/.ssh
(umask 077 && printf '%s\n' "$SSH_KEY" >~/.ssh/deploy)
printf '%s\n' "$SSH_KNOWN_HOSTS" >>~/.ssh/known_hosts
