"""Writes what networks of torchvision, and two written here, make of small images, for torchvision.test.ts to compare with.

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


def convolution(inputs, outputs, kernel=3, stride=1, groups=1, act=nn.ReLU, eps=1e-5):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=eps),
        act(),
    )


class MobileNetV1(nn.Module):
    """Howard et al. (2017), table 1, which torchvision does not have."""

    def __init__(self, width, classes):
        super().__init__()
        inputs = int(32 * width)
        layers = [convolution(3, inputs, stride=2, act=nn.ReLU6, eps=1e-3)]
        for channels, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + 5 * [(512, 1)] + [
            (1024, 2),
            (1024, 1),
        ]:
            outputs = int(channels * width)
            layers.append(convolution(inputs, inputs, stride=stride, groups=inputs, act=nn.ReLU6, eps=1e-3))
            layers.append(convolution(inputs, outputs, kernel=1, act=nn.ReLU6, eps=1e-3))
            inputs = outputs
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(inputs, classes)

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3]))


class UNet(nn.Module):
    """Ronneberger et al. (2015), figure 1, padded and with batch normalisation."""

    def __init__(self, width, classes):
        super().__init__()
        widths = [width * 2**level for level in range(5)]
        double = lambda inputs, outputs: nn.Sequential(convolution(inputs, outputs), convolution(outputs, outputs))
        self.down = nn.ModuleList(double(a, b) for a, b in zip([3] + widths[:-1], widths))
        self.up = nn.ModuleList(
            nn.ModuleList([nn.ConvTranspose2d(2 * each, each, 2, stride=2), double(2 * each, each)])
            for each in reversed(widths[:-1])
        )
        self.head = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        levels = []
        for i, double in enumerate(self.down):
            x = double(x if i == 0 else nn.functional.max_pool2d(x, 2))
            levels.append(x)
        for (up, double), level in zip(self.up, reversed(levels[:-1])):
            x = double(torch.cat([level, up(x)], dim=1))
        return self.head(x)


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
        model = eval(case["expression"], {"models": torchvision.models, "MobileNetV1": MobileNetV1, "UNet": UNet})
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
