"""Checks the .onnx files of a folder with the checker of ONNX and its inference of shapes.

    /usr/bin/python3 test/conformance/onnx_checker.py FOLDER

Writes a line for each file and ends with 1 where one is not accepted.
"""

import pathlib
import sys

import onnx

failed = 0
files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
for path in files:
    try:
        onnx.checker.check_model(str(path), full_check=True)
        print(path.name, "accepted")
    except Exception as error:
        failed += 1
        print(path.name, "refused:", error)
sys.exit(1 if failed or not files else 0)
