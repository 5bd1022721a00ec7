#!/usr/bin/env python3
"""Holds JSON on standard input against a schema (docs/report.schema.json) twice: by python3-jsonschema, which knows nothing of us, and by
what a schema cannot say: the members stand in the schema's order, and every property is required. Prints `valid`, or what is wrong and
exits with 1."""
import json
import re
import sys

import jsonschema

KNOWN = {"$ref", "$schema", "$id", "$defs", "title", "description", "type", "const", "enum", "pattern", "minLength", "minimum",
         "minItems", "maxItems", "items", "properties", "required", "additionalProperties"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
         "null": type(None)}


def is_type(value, name):
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def check(value, schema, root, place, wrong):
    assert not schema.keys() - KNOWN, f"the schema says what this check does not know: {schema.keys() - KNOWN}"
    if "$ref" in schema:
        check(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, place, wrong)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(is_type(value, name) for name in types):
        wrong.append(f"{place}: {value!r} is no {types}")
        return
    if "const" in schema and value != schema["const"] or "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{place}: {value!r} is not one of those allowed")
    if isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0):
            wrong.append(f"{place}: {value!r} has not the form")
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and value < schema.get("minimum", value):
        wrong.append(f"{place}: {value!r} is too small")
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            wrong.append(f"{place}: {len(value)} items")
        for i, item in enumerate(value):
            check(item, schema.get("items", {}), root, f"{place}[{i}]", wrong)
    elif isinstance(value, dict) and "$ref" not in schema:
        properties = schema.get("properties", {})
        assert list(properties) == schema["required"] and schema["additionalProperties"] is False, f"the schema is lax at {place}"
        if list(value) != list(properties):
            wrong.append(f"{place}: members are {list(value)}")
        for key in value.keys() & properties.keys():
            check(value[key], properties[key], root, f"{place}.{key}", wrong)


def judge(documents, schema):
    """What jsonschema and we have against (place, document) pairs."""
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator, wrong = kind(schema), []
    for place, document in documents:
        wrong += [f"{place}: {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)]
        check(document, schema, schema, place, wrong)
    return wrong


def main():
    """check_schema.py [SCHEMA [--lines]]: --lines, each line is a document of its own."""
    with open(sys.argv[1] if len(sys.argv) > 1 else "docs/report.schema.json", encoding="utf-8") as file:
        schema = json.load(file)
    if "--lines" in sys.argv:
        wrong = judge(((f"line {number}", json.loads(line)) for number, line in enumerate(sys.stdin, 1)), schema)
    else:
        wrong = judge([("report", json.load(sys.stdin))], schema)
    print("\n".join(wrong[:20]) if wrong else "valid")
    sys.exit(1 if wrong else 0)


main()
