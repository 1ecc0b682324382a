"""A client of the journey's measure over HTTP: issues vouchers with a partner's API key."""

import http.client
import json
import sys
from hashlib import md5
from uuid import UUID, uuid4

from benchmarks import clients


def main(port: str, key: str) -> None:
    """Keep one connection, as a partner's software does."""
    connection = http.client.HTTPConnection("127.0.0.1", int(port))

    def issue(pk: int) -> None:
        reference = UUID(md5(f"prescription{pk}".encode()).hexdigest())  # as the crowd names them
        connection.request(
            "POST",
            f"/api/v1/prescriptions/{reference}/steps/issue",
            body=json.dumps({"reason": "", "answers": {}, "code": ""}),
            headers={
                "Authorization": f"Bearer {key}",
                "Idempotency-Key": str(uuid4()),
                "Content-Type": "application/json",
                "Host": "localhost",
            },
        )
        response = connection.getresponse()
        said = response.read()
        assert response.status == 200, said

    clients.serve(issue)


if __name__ == "__main__":
    main(*sys.argv[1:])
