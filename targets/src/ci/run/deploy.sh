# The hosts are those of the variable, and no others that this runner may know. Ansible takes the words apart as a shell does, and ssh its value once more.
known=$(printf '%q %q' -o "UserKnownHostsFile=\"$RUNNER_TEMP/ssh/known_hosts\"")
ansible-playbook --inventory inventory.yml --private-key "$RUNNER_TEMP/ssh/key" --ssh-common-args "$known -o GlobalKnownHostsFile=none" playbook.yml
