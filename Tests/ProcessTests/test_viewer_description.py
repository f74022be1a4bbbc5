"""The interface's own description: a valid OpenAPI document, for whoever may read."""

import json

import openapi_spec_validator

from memos_process import Viewer


def test_the_document_is_valid_and_needs_a_login(home):
    viewer = Viewer(home)
    assert viewer.get("/api/v1/openapi.json")[0] == 401
    status, headers, body = viewer.log_in().get("/api/v1/openapi.json")
    document = json.loads(body)
    assert status == 200 and document["openapi"] == "3.1.0"
    openapi_spec_validator.validate(document)
    assert len(document["paths"]) > 20
