"""Writes what torchvision's networks make of small images, for torchvision.test.ts to compare with.

    /usr/bin/python3 test/conformance/torchvision_reference.py FOLDER CASES.json

Needs torch 1.13 or later and torchvision 0.14 or later. CASES.json is a list of {name, expression, input: [n, c, h, w]}; the expression makes
the model. Each case becomes FOLDER/name.safetensors: `input`, `output` and `w/…`, the state dict in the order of its
definition, without auxiliary heads, PyTorch's layouts, 32-bit. Weights are random, and the statistics of batch
normalisations far from (0, 1), so that a wrong epsilon or a dropped shift shows.
"""

import json
import pathlib
import struct
import sys

import numpy as np
import torch
import torchvision
from torch import nn


def randomise(model, generator):
    def normal(tensor, scale):
        tensor.copy_(torch.randn(tensor.shape, generator=generator) * scale)

    def uniform(tensor, low, high):
        tensor.copy_(torch.rand(tensor.shape, generator=generator) * (high - low) + low)

    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
                # Outputs about as large as inputs, at any depth.
                normal(module.weight, (2 / module.weight[0].numel()) ** 0.5)
                if module.bias is not None:
                    normal(module.bias, 0.1)
            elif isinstance(module, nn.BatchNorm2d):
                uniform(module.weight, 0.5, 1.5)
                normal(module.bias, 0.2)
                normal(module.running_mean, 0.2)
                uniform(module.running_var, 0.5, 1.5)


def write(path, tensors, metadata):
    header, blobs, offset = {"__metadata__": metadata}, [], 0
    for name, tensor in tensors.items():
        data = np.ascontiguousarray(tensor.detach().numpy().astype(np.float32)).tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
        blobs.append(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def main(folder, cases):
    folder.mkdir(parents=True, exist_ok=True)
    for seed, case in enumerate(cases):
        torch.manual_seed(seed)
        model = eval(case["expression"], {"models": torchvision.models})
        generator = torch.Generator().manual_seed(1000 + seed)
        randomise(model, generator)
        model.eval()
        image = torch.randn(case["input"], generator=generator)
        with torch.no_grad():
            output = model(image)
        keys = [key for key in model.state_dict() if not key.endswith("num_batches_tracked")]
        state = {f"w/{key}": model.state_dict()[key] for key in keys if not key.startswith("aux")}
        params = sum(p.numel() for name, p in model.named_parameters() if not name.startswith("aux"))
        metadata = {"torchvision": torchvision.__version__, "params": str(params)}
        write(folder / f"{case['name']}.safetensors", {"input": image, "output": output, **state}, metadata)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text()))
