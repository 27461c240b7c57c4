"""A counter in the cache that the environment names."""

import socket

import environment


def words(parts):
    encoded = [str(part).encode() for part in parts]
    return b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in encoded)


def command(*parts):
    place = environment.redis()
    with socket.create_connection((place["host"], place["port"] or 6379), 3) as connection:
        answers = connection.makefile("rb")
        if place["password"]:
            connection.sendall(words(("AUTH", place["password"])))
            first = answers.readline()
            if not first.startswith(b"+"):
                raise ConnectionError(first.decode().strip())
        connection.sendall(words(parts))
        answer = answers.readline().decode().strip()
        if answer.startswith("-"):
            raise ConnectionError(answer)
        return answer[1:]


def used():
    return bool(environment.redis())


def problems():
    if not used():
        return []
    try:
        command("PING")
        return []
    except Exception as error:
        return ["cache: " + str(error)]
