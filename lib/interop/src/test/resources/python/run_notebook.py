"""Runs a notebook, and prints each HTML that its cells display, as a line of JSON, when it is displayed.

run_notebook.py NOTEBOOK OUTPUT REPLACEMENTS: REPLACEMENTS is a JSON object of texts in cells and what stands in their place.
"""

import json
import sys

import nbformat
from nbclient import NotebookClient


class Printing(NotebookClient):
    def output(self, outs, msg, display_id, cell_index):
        html = msg["content"].get("data", {}).get("text/html")
        if html:
            print(json.dumps(html if isinstance(html, str) else "".join(html)), flush=True)
        return super().output(outs, msg, display_id, cell_index)


def main(source, target, replacements):
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        for text, value in json.loads(replacements).items():
            cell.source = cell.source.replace(text, value)
    try:
        Printing(notebook, timeout=300, kernel_name="kotlin", allow_errors=False).execute()
    finally:
        nbformat.write(notebook, target)


main(*sys.argv[1:])
