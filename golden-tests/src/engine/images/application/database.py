"""Rows in the database that the environment names."""

import environment


class Database:
    """A connection for one use."""

    def __enter__(self):
        place = environment.postgres()
        if place:
            import psycopg2

            self.connection = psycopg2.connect(
                host=place["host"], port=place["port"] or 5432, user=place["user"], password=place["password"], dbname=place["name"] or place["user"], connect_timeout=3
            )
            self.key = "serial"
        else:
            import pymysql

            place = environment.mysql()
            self.connection = pymysql.connect(
                host=place["host"], port=place["port"] or 3306, user=place["user"], password=place["password"], database=place["name"], connect_timeout=3
            )
            self.key = "integer auto_increment"
        self.cursor = self.connection.cursor()
        return self

    def __exit__(self, *_):
        self.connection.commit()
        self.connection.close()

    def prepare(self):
        # Two that begin at once may both make it.
        try:
            self.cursor.execute("create table if not exists stand_in_rows (id %s primary key, value varchar(200) not null)" % self.key)
            self.connection.commit()
        except Exception:
            self.connection.rollback()


def used():
    return bool(environment.postgres() or environment.mysql())


def prepare():
    if used():
        with Database() as database:
            database.prepare()


def insert(value):
    with Database() as database:
        database.prepare()
        database.cursor.execute("insert into stand_in_rows (value) values (%s)", (value,))


def rows():
    with Database() as database:
        database.prepare()
        database.cursor.execute("select value from stand_in_rows order by id")
        return [row[0] for row in database.cursor.fetchall()]


def problems():
    if not used():
        return []
    try:
        with Database() as database:
            database.cursor.execute("select 1")
        return []
    except Exception as error:
        return ["database: " + " ".join(str(error).split())]
