"""What an environment says of a database and a cache: as one address, or in parts."""

import os
import re
from urllib.parse import unquote, urlparse


def value(name):
    """A variable, or the file that the variable or its namesake with _FILE names."""
    text = os.environ.get(name, "")
    if not text and os.environ.get(name + "_FILE"):
        text = "file://" + os.environ[name + "_FILE"]
    if text.startswith("file://"):
        with open(text[7:], encoding="utf-8") as file:
            text = file.read().rstrip("\n")
    return text


def names():
    """All variables, those that come from a file by the name without _FILE."""
    return sorted({re.sub("_FILE$", "", name) for name in os.environ})


def from_address(schemes):
    for name in names():
        text = value(name)
        if text.split("://")[0] in schemes and "://" in text:
            url = urlparse(text)
            return {
                "host": url.hostname,
                "port": url.port,
                "user": unquote(url.username or ""),
                "password": unquote(url.password or ""),
                "name": url.path.lstrip("/"),
            }
    return None


def from_parts(prefixes):
    """HOST, PORT, USER and so on behind one prefix, such as POSTGRES_ or AUTHENTIK_POSTGRESQL__."""
    for name in names():
        prefix = re.match(r"(.*(?:%s)_+)HOST$" % "|".join(prefixes), name)
        if not prefix or not value(name):
            continue
        part = lambda *words: next((value(prefix[1] + word) for word in words if value(prefix[1] + word)), "")
        return {
            "host": value(name),
            "port": int(part("PORT") or 0),
            "user": part("USER", "USERNAME"),
            "password": part("PASSWORD"),
            "name": part("NAME", "DB", "DATABASE"),
        }
    return None


def postgres():
    return from_address(("postgres", "postgresql")) or from_parts(("POSTGRES", "POSTGRESQL", "PG", "PG_DATABASE"))


def mysql():
    return from_address(("mysql", "mariadb")) or from_parts(("MYSQL", "MARIADB", "ESPOCRM_DATABASE"))


def redis():
    return from_address(("redis",)) or from_parts(("REDIS",))
