space .
space "$(docker info --format '{{.DockerRootDir}}' 2>/dev/null || :)"
