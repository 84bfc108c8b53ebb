"""Asks the hub as a Python team would, and prints what came as one line of JSON."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "clients" / "shown"))

from client import PublishedRequest, ask, open_client  # noqa: E402
from gql import Client, GraphQLRequest  # noqa: E402
from gql.transport.requests import RequestsHTTPTransport  # noqa: E402

settings = json.loads(sys.argv[1])
request = GraphQLRequest(settings["query"], variable_values=settings["variables"])
duty = ("duty", settings["duty"])


def fault_of(work):
    try:
        work()
    except Exception as error:  # noqa: BLE001
        return [type(error).__name__, getattr(error, "code", None)]
    return None


def as_it_comes(token, purpose):
    headers = {"authorization": f"Bearer {token}", "x-purpose": purpose}
    return Client(transport=RequestsHTTPTransport(url=settings["url"], headers=headers))


result, record = ask(open_client(settings["url"], settings["token"], *duty), request)
published = PublishedRequest(
    settings["published"]["text"], settings["published"]["documentId"], variable_values=settings["variables"]
)
by_hash, _ = ask(open_client(settings["publishedUrl"], settings["publishedToken"], *duty), published)
print(
    json.dumps(
        {
            "data": result.data,
            "errors": result.errors,
            "extensions": result.extensions,
            "record": record,
            "default": fault_of(lambda: as_it_comes(settings["token"], "item:320101-001").execute(request)),
            "raw": fault_of(lambda: as_it_comes(settings["token"], f"duty:{settings['duty']}").execute(request)),
            "ended": ask(open_client(settings["url"], "ended", *duty), request)[0].errors,
            "published": by_hash.data,
        }
    )
)
