"""Writes examples/digits/digits.bin and the pictures of examples/images from scikit-learn's copy of the UCI digits.

Run once, with scikit-learn and Pillow installed: python3 scripts/export-digits.py
The file is one record of 65 bytes for each of the 1,797 images, in scikit-learn's order: the digit it shows, then its
64 values from 0 to 16, row by row. The pictures are, for each digit, the held-out image nearest to the mean of that digit's
training images (every fifth image is held out, see examples/digits/README.md), eight times enlarged; 16 is white.
"""

from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

digits = load_digits()
images = digits.images.astype(np.uint8)
labels = digits.target.astype(np.uint8)
assert images.shape == (1797, 8, 8) and images.max() == 16

records = np.concatenate([labels[:, None], images.reshape(-1, 64)], axis=1)
(EXAMPLES / "digits" / "digits.bin").write_bytes(records.tobytes())

held_out = np.arange(len(labels)) % 5 == 4
for digit, name in enumerate(NAMES):
    mean = digits.images[~held_out & (labels == digit)].mean(axis=0)
    distance = np.where(held_out & (labels == digit), ((digits.images - mean) ** 2).sum(axis=(1, 2)), np.inf)
    index = int(np.argmin(distance))
    grey = np.round(images[index] * (255 / 16)).astype(np.uint8)
    enlarged = np.kron(grey, np.ones((8, 8), np.uint8))
    Image.fromarray(enlarged).save(EXAMPLES / "images" / f"{name}.png", optimize=True)
