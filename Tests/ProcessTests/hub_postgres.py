"""Databases for hubs on the PostgreSQL server that `MEMOS_TEST_POSTGRES` names, one a test, gone afterwards.

Speaks to the server through libpq itself, so that nothing has to be installed for it.
"""

import ctypes
import os
import re
import uuid
from contextlib import contextmanager

SERVER = os.environ.get("MEMOS_TEST_POSTGRES", "")
# How a program reaches it from a network namespace, where 127.0.0.1 is another machine.
SOCKET = os.environ.get("MEMOS_TEST_POSTGRES_SOCKET", "")


def _run(connection_string, statement):
    library = ctypes.CDLL("libpq.so.5")
    library.PQconnectdb.restype = library.PQexec.restype = ctypes.c_void_p
    library.PQerrorMessage.restype = ctypes.c_char_p
    connection = ctypes.c_void_p(library.PQconnectdb(connection_string.encode()))
    try:
        assert library.PQstatus(connection) == 0, library.PQerrorMessage(connection).decode()
        result = ctypes.c_void_p(library.PQexec(connection, statement.encode()))
        status = library.PQresultStatus(result)
        library.PQclear(result)
        assert status in (1, 2), library.PQerrorMessage(connection).decode()
    finally:
        library.PQfinish(connection)


def _naming(database):
    """The connection string of the server with another database in it."""
    if "://" in SERVER:
        head, _, options = SERVER.partition("?")
        scheme, _, rest = head.partition("://")
        host = rest.split("/", 1)[0]
        return f"{scheme}://{host}/{database}" + (f"?{options}" if options else "")
    return re.sub(r"\bdbname=\S+\s*", "", SERVER) + f" dbname={database}"


@contextmanager
def fresh_database(*, on_socket=False):
    name = f"memos_hub_{uuid.uuid4().hex[:12]}"
    _run(SERVER, f"CREATE DATABASE {name}")
    try:
        yield re.sub(r"\bhost=\S+", f"host={SOCKET}", _naming(name)) if on_socket else _naming(name)
    finally:
        _run(SERVER, f"DROP DATABASE {name} WITH (FORCE)")
