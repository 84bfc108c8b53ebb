from urllib.parse import quote

from gql import Client, GraphQLRequest
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport


def open_client(url, token, kind, detail):
    headers = {"authorization": f"Bearer {token}", "x-purpose": f"{kind}:{quote(detail, safe='')}"}
    return Client(transport=RequestsHTTPTransport(url=url, headers=headers))


def ask(client, request):
    """The answer with its data, errors and extensions, and the number of its entry in the access record."""
    with client as session:
        try:
            answer = session.execute(request, get_execution_result=True)
        except TransportQueryError as partial:
            # One refused field raises this, data and all.
            answer = partial
        return answer, session.transport.response_headers.get("x-access-record")


class PublishedRequest(GraphQLRequest):
    """Sends the hash of a published operation in place of its text."""

    def __init__(self, text, document_id, **rest):
        super().__init__(text, **rest)
        self.document_id = document_id

    @property
    def payload(self):
        return {"documentId": self.document_id, "variables": self.variable_values or {}}
