"""Writes test/fixtures/ops/layers.json: what PyTorch makes of small inputs, one case for each variant of a layer.

    python3 test/lower/layers/reference.py

Tensors are stored channels last and weights in TensorFlow's layouts. `gradient` is the gradient of the sum of
output * cotangent with respect to the first input, `after_step` is the output once the trained weights took one step
of gradient descent on that sum, at a rate of 0.01. The cotangent is made from the place of each number, (i * 7 % 11 - 5) / 5, so that it need not be stored.
"""

import json
import pathlib

import torch
import torch.nn.functional as F
from torchvision.models.shufflenetv2 import channel_shuffle as shuffle

torch.manual_seed(20)
cases = []


def tensor(*shape):
    return (torch.randn(*shape) * 100).round() / 100


def nhwc(x):
    return x.permute(0, 2, 3, 1).contiguous() if x.dim() == 4 else x


def nchw(x):
    return x.permute(0, 3, 1, 2) if x.dim() == 4 else x


def stored(x, digits=None):
    x = x.detach()
    numbers = [float(f"{v:.7g}") for v in x.flatten().tolist()] if digits is None else \
        [round(v, digits) for v in x.flatten().tolist()]
    return {"shape": list(x.shape), "data": numbers}


def case(name, op, attributes, inputs, run, weights=None):
    """`inputs` channels last with the batch; `run(inputs in NCHW, weights)`; `weights` in TensorFlow's layouts."""
    inputs = [x.clone().requires_grad_(True) for x in inputs]
    weights = {k: v.clone().requires_grad_(not k.startswith("moving")) for k, v in (weights or {}).items()}
    output = nhwc(run([nchw(x) for x in inputs], weights))
    places = torch.arange(output.numel())
    cotangent = (((places * 7) % 11 - 5) / 5).reshape(output.shape)
    (output * cotangent).sum().backward()
    frozen = attributes.get("trainable") is False
    stepped = {k: v if frozen or v.grad is None else v - 0.01 * v.grad for k, v in weights.items()}
    after = nhwc(run([nchw(x) for x in inputs], stepped))
    cases.append({
        "name": name, "op": op, "attributes": attributes,
        "inputs": [stored(x, 2) for x in inputs],
        "weights": {k: stored(v, 2) for k, v in weights.items()},
        "output": stored(output),
        "gradient": stored(inputs[0].grad),
        **({"after_step": stored(after)} if weights else {}),
    })


WEIGHTED = {"init": None, "trainable": True}


def padded(x, padding):
    top, bottom, left, right = padding
    return F.pad(x, (left, right, top, bottom))


def same_padding(x, kernel, stride, dilation):
    sides = []
    for axis in (0, 1):
        size = x.shape[2 + axis]
        extent = dilation[axis] * (kernel[axis] - 1) + 1
        total = max((-(-size // stride[axis]) - 1) * stride[axis] + extent - size, 0)
        sides += [total // 2, total - total // 2]
    return sides


def conv(name, shape, filters, kernel=(3, 3), stride=(1, 1), padding=(1, 1, 1, 1), dilation=(1, 1), groups=1,
         bias=True, trainable=True):
    channels = shape[-1]
    attributes = {"filters": filters, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
                  "groups": groups, "bias": bias, "init": None, "trainable": trainable}
    weights = {"kernel": tensor(*kernel, channels // groups, filters)}
    if bias:
        weights["bias"] = tensor(filters)

    def run(x, w):
        sides = same_padding(x[0], kernel, stride, dilation) if padding == "same" else padding
        return F.conv2d(padded(x[0], sides), w["kernel"].permute(3, 2, 0, 1), w.get("bias"), stride, 0, dilation, groups)

    case("conv2d " + name, "conv2d", attributes, [tensor(*shape)], run, weights)


conv("stride 1, auto", (2, 4, 5, 2), 3)
conv("stride 2, even and odd size", (1, 6, 5, 2), 3, stride=(2, 2))
conv("stride 2, same", (1, 6, 5, 2), 2, stride=(2, 2), padding="same")
conv("stride longer than the kernel, same", (1, 3, 6, 2), 2, kernel=(2, 2), stride=(3, 4), padding="same")
conv("padding on four sides", (1, 4, 4, 2), 2, kernel=(2, 3), padding=(2, 0, 1, 3), bias=False)
conv("1x1", (1, 3, 3, 4), 2, kernel=(1, 1), padding=(0, 0, 0, 0))
conv("rectangular kernel", (1, 4, 5, 2), 2, kernel=(1, 5), padding=(0, 0, 2, 2), stride=(1, 1))
conv("dilated", (1, 6, 7, 2), 2, padding=(2, 2, 2, 2), dilation=(2, 2))
conv("dilated, strided, same", (1, 7, 6, 2), 2, padding="same", stride=(2, 1), dilation=(1, 2))
conv("grouped", (1, 4, 4, 6), 4, groups=2)
conv("grouped and dilated", (1, 5, 5, 4), 4, groups=2, padding=(2, 2, 2, 2), dilation=(2, 2), kernel=(3, 1), bias=True)
conv("one channel a group", (1, 4, 4, 3), 6, groups=3)
conv("frozen", (1, 3, 3, 2), 2, trainable=False)


def depthwise(name, shape, multiplier=1, kernel=(3, 3), stride=(1, 1), padding=(1, 1, 1, 1), dilation=(1, 1), bias=True):
    channels = shape[-1]
    attributes = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
                  "multiplier": multiplier, "bias": bias, **WEIGHTED}
    weights = {"kernel": tensor(*kernel, channels, multiplier)}
    if bias:
        weights["bias"] = tensor(channels * multiplier)

    def run(x, w):
        sides = same_padding(x[0], kernel, stride, dilation) if padding == "same" else padding
        filters = w["kernel"].permute(2, 3, 0, 1).reshape(channels * multiplier, 1, *kernel)
        return F.conv2d(padded(x[0], sides), filters, w.get("bias"), stride, 0, dilation, channels)

    case("depthwise_conv2d " + name, "depthwise_conv2d", attributes, [tensor(*shape)], run, weights)


depthwise("stride 1", (2, 4, 3, 3))
depthwise("stride 2, multiplier 2", (1, 5, 6, 2), 2, stride=(2, 2), bias=False)
depthwise("stride longer than the kernel, same", (1, 3, 3, 2), kernel=(2, 1), stride=(3, 3), padding="same")
depthwise("same, stride 2", (1, 4, 5, 2), stride=(2, 2), padding="same")
depthwise("dilated, multiplier 2", (1, 6, 6, 2), 2, padding=(2, 2, 2, 2), dilation=(2, 2))


def transposed(name, shape, filters, kernel, stride, padding=(0, 0, 0, 0), output_padding=(0, 0), bias=True):
    channels = shape[-1]
    attributes = {"filters": filters, "kernel": kernel, "stride": stride, "padding": padding,
                  "outputPadding": output_padding, "bias": bias, **WEIGHTED}
    weights = {"kernel": tensor(*kernel, filters, channels)}
    if bias:
        weights["bias"] = tensor(filters)

    def run(x, w):
        extra = [max(o - p, 0) for o, p in zip(output_padding, (padding[1], padding[3]))]
        full = F.conv_transpose2d(x[0], w["kernel"].permute(3, 2, 0, 1), None, stride)
        full = F.pad(full, (0, extra[1], 0, extra[0]))
        top, bottom, left, right = padding
        height = full.shape[2] - extra[0] - top - bottom + output_padding[0]
        width = full.shape[3] - extra[1] - left - right + output_padding[1]
        cut = full[:, :, top:top + height, left:left + width]
        if top == bottom == left == right and max(output_padding) < min(stride):
            straight = F.conv_transpose2d(x[0], w["kernel"].permute(3, 2, 0, 1), None, stride, top, output_padding)
            assert torch.allclose(straight, cut, atol=1e-6)
        return cut + w["bias"].reshape(1, -1, 1, 1) if bias else cut

    case("conv2d_transpose " + name, "conv2d_transpose", attributes, [tensor(*shape)], run, weights)


transposed("2x2 by 2", (1, 3, 2, 2), 3, (2, 2), (2, 2))
transposed("3x3 by 2, padded", (2, 3, 2, 2), 2, (3, 3), (2, 2), (1, 1, 1, 1), (1, 1))
transposed("output padding beyond the padding", (1, 2, 3, 2), 2, (3, 3), (2, 2), (0, 0, 0, 0), (1, 1))
transposed("kernel shorter than the stride", (1, 2, 2, 2), 2, (1, 2), (3, 3), (0, 0, 0, 0), (2, 1))
transposed("padding on four sides", (1, 3, 3, 1), 2, (4, 3), (1, 2), (1, 2, 0, 1), bias=False)

for shape in ((2, 5), (2, 3, 4), (2, 2, 3, 4)):
    units = 3
    case(f"dense on {len(shape) - 1} axes", "dense", {"units": units, "bias": True, **WEIGHTED}, [tensor(*shape)],
         lambda x, w: nchw(nhwc(x[0]) @ w["kernel"] + w["bias"]), {"kernel": tensor(shape[-1], units), "bias": tensor(units)})
case("dense without bias", "dense", {"units": 2, "bias": False, **WEIGHTED}, [tensor(2, 3)],
     lambda x, w: x[0] @ w["kernel"], {"kernel": tensor(3, 2)})


def batch_norm(name, shape, scale=True, center=True, trainable=True):
    channels = shape[-1]
    weights = {}
    if scale:
        weights["gamma"] = tensor(channels)
    if center:
        weights["beta"] = tensor(channels)
    weights["moving_mean"] = tensor(channels)
    weights["moving_variance"] = tensor(channels).abs() + 0.5
    attributes = {"eps": 1e-3, "decay": 0.9, "scale": scale, "center": center, "init": None, "trainable": trainable}

    def run(x, w):
        flow = x[0] if x[0].dim() == 4 else x[0].movedim(-1, 1)
        y = F.batch_norm(flow, w["moving_mean"], w["moving_variance"], w.get("gamma"), w.get("beta"), False, 0.1, 1e-3)
        return y if x[0].dim() == 4 else y.movedim(1, -1)

    case("batch_norm " + name, "batch_norm", attributes, [tensor(*shape)], run, weights)


batch_norm("of a map", (2, 3, 2, 3))
batch_norm("of a vector", (3, 4))
batch_norm("of a sequence", (2, 3, 4))
batch_norm("without scale", (2, 2, 2, 3), scale=False)
batch_norm("without center", (2, 2, 2, 3), center=False)
batch_norm("with neither", (2, 2, 2, 3), scale=False, center=False)
batch_norm("of a vector, without scale", (2, 3), scale=False)
batch_norm("frozen", (2, 2, 3, 2), trainable=False)
batch_norm("of a vector, frozen", (3, 4), trainable=False)
batch_norm("without scale, frozen", (1, 2, 2, 2), scale=False, trainable=False)

for shape in ((2, 4), (2, 3, 4), (2, 2, 2, 4), (1, 2, 2, 2, 3)):
    case(f"layer_norm on {len(shape) - 1} axes", "layer_norm", {"eps": 1e-5, **WEIGHTED}, [tensor(*shape)],
         lambda x, w: nchw(F.layer_norm(nhwc(x[0]), [x[0].shape[1] if x[0].dim() == 4 else x[0].shape[-1]], w["gamma"], w["beta"], 1e-5)),
         {"gamma": tensor(shape[-1]), "beta": tensor(shape[-1])})

for op, attributes, run in [
    ("relu", {}, F.relu), ("relu6", {}, F.relu6), ("selu", {}, F.selu), ("silu", {}, F.silu), ("mish", {}, F.mish),
    ("sigmoid", {}, torch.sigmoid), ("tanh", {}, torch.tanh), ("hard_sigmoid", {}, F.hardsigmoid),
    ("hard_swish", {}, F.hardswish), ("softplus", {}, F.softplus), ("identity", {}, lambda x: x * 1),
    ("softmax", {}, lambda x: F.softmax(x, -1)), ("leaky_relu", {"slope": 0.1}, lambda x: F.leaky_relu(x, 0.1)),
    ("elu", {"alpha": 1}, F.elu), ("elu", {"alpha": 0.3}, lambda x: F.elu(x, 0.3)),
    ("gelu", {"approximate": False}, F.gelu), ("gelu", {"approximate": True}, lambda x: F.gelu(x, approximate="tanh")),
    ("scale", {"factor": -2.5}, lambda x: x * -2.5), ("dropout", {"rate": 0.5}, lambda x: x * 1),
    ("drop_path", {"rate": 0.5}, lambda x: x * 1),
]:
    case(f"{op} {json.dumps(attributes)}", op, attributes, [tensor(2, 12) * 4 + 0.01], lambda x, w, run=run: run(x[0]))  # off the kinks
case("softmax of a map", "softmax", {}, [tensor(1, 2, 2, 3)], lambda x, w: F.softmax(x[0], 1))
for shape in ((2, 4), (2, 3, 4), (2, 2, 2, 3)):
    case(f"prelu on {len(shape) - 1} axes", "prelu", WEIGHTED, [tensor(*shape)],
         lambda x, w: nchw(torch.where(nhwc(x[0]) > 0, nhwc(x[0]), nhwc(x[0]) * w["alpha"])), {"alpha": tensor(shape[-1])})
for shape in ((2, 4), (2, 3, 4), (2, 2, 2, 3)):
    case(f"layer_scale on {len(shape) - 1} axes", "layer_scale", {"value": 1e-6, **WEIGHTED}, [tensor(*shape)],
         lambda x, w: nchw(nhwc(x[0]) * w["gamma"]), {"gamma": tensor(shape[-1])})
mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
case("normalize by channel", "normalize", {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
     [tensor(1, 2, 2, 3)], lambda x, w: nchw((nhwc(x[0]) - mean) / std))
case("normalize a vector, one std", "normalize", {"mean": [0.485, 0.456, 0.406], "std": [0.5]},
     [tensor(2, 3)], lambda x, w: (x[0] - mean) / 0.5)
case("normalize all alike", "normalize", {"mean": [0.5], "std": [0.25]},
     [tensor(1, 2, 2, 3)], lambda x, w: (x[0] - 0.5) / 0.25)


def max_pool(name, shape, kernel, stride, padding=(0, 0, 0, 0), ceil=False):
    def run(x, w):
        sides = same_padding(x[0], kernel, stride, (1, 1)) if padding == "same" else padding
        top, bottom, left, right = sides
        inner = F.pad(x[0], (left, right, top, bottom), value=float("-inf"))
        y = F.max_pool2d(inner, kernel, stride, 0, 1, ceil and padding != "same")
        if padding != "same" and top == bottom and left == right:
            straight = F.max_pool2d(x[0], kernel, stride, (top, left), 1, ceil)
            y = straight
        return y

    attributes = {"kernel": kernel, "stride": stride, "padding": padding, "ceil": ceil}
    case("max_pool2d " + name, "max_pool2d", attributes, [tensor(*shape) - 1], run)


max_pool("2x2", (2, 4, 5, 2), (2, 2), (2, 2))
max_pool("3x3 by 1, padded", (1, 4, 3, 2), (3, 3), (1, 1), (1, 1, 1, 1))
max_pool("3x3 by 2, padded, even", (1, 6, 6, 2), (3, 3), (2, 2), (1, 1, 1, 1))
max_pool("3x3 by 2, padded, odd", (1, 5, 7, 2), (3, 3), (2, 2), (1, 1, 1, 1))
max_pool("3x3 by 2, ceil", (1, 6, 5, 2), (3, 3), (2, 2), ceil=True)
max_pool("2x2 by 3, padded, ceil", (1, 6, 8, 2), (2, 2), (3, 3), (1, 1, 1, 1), ceil=True)
max_pool("same", (1, 5, 6, 2), (3, 3), (2, 2), "same")
max_pool("stride longer than the input, same", (1, 1, 2, 2), (2, 2), (3, 3), "same")


def avg_pool(name, shape, kernel, stride, padding=(0, 0, 0, 0), ceil=False, count=True):
    def run(x, w):
        sides = same_padding(x[0], kernel, stride, (1, 1)) if padding == "same" else padding
        top, bottom, left, right = sides
        if top == bottom and left == right:
            return F.avg_pool2d(x[0], kernel, stride, (top, left), ceil and padding != "same", count)
        inner = padded(x[0], sides)
        inside = padded(torch.ones_like(x[0]), sides)
        sums = F.avg_pool2d(inner, kernel, stride, 0, False, divisor_override=1)
        counts = F.avg_pool2d(torch.ones_like(inside) if count else inside, kernel, stride, 0, False, divisor_override=1)
        return sums / counts

    attributes = {"kernel": kernel, "stride": stride, "padding": padding, "ceil": ceil, "countPadding": count}
    case("avg_pool2d " + name, "avg_pool2d", attributes, [tensor(*shape)], run)


avg_pool("2x2", (2, 4, 5, 2), (2, 2), (2, 2))
avg_pool("3x3 by 1, padding counted", (1, 4, 3, 2), (3, 3), (1, 1), (1, 1, 1, 1))
avg_pool("3x3 by 1, padding not counted", (1, 4, 3, 2), (3, 3), (1, 1), (1, 1, 1, 1), count=False)
avg_pool("3x3 by 2, padding not counted", (1, 6, 5, 2), (3, 3), (2, 2), (1, 1, 1, 1), count=False)
avg_pool("3x3 by 2, ceil", (1, 6, 5, 2), (3, 3), (2, 2), ceil=True)
avg_pool("3x3 by 2, ceil, padded", (1, 6, 6, 2), (3, 3), (2, 2), (1, 1, 1, 1), ceil=True)
avg_pool("3x3 by 2, ceil, padding not counted", (1, 6, 6, 2), (3, 3), (2, 2), (1, 1, 1, 1), ceil=True, count=False)
avg_pool("same", (1, 6, 6, 2), (3, 3), (2, 2), "same")
avg_pool("same, padding not counted", (1, 6, 6, 2), (3, 3), (2, 2), "same", count=False)

for keep in (False, True):
    case(f"global_avg_pool keep_dims {keep}", "global_avg_pool", {"keepDims": keep}, [tensor(2, 3, 2, 3)],
         lambda x, w, keep=keep: x[0].mean((2, 3), keepdim=keep))
    case(f"global_max_pool keep_dims {keep}", "global_max_pool", {"keepDims": keep}, [tensor(2, 3, 2, 3)],
         lambda x, w, keep=keep: x[0].amax((2, 3), keepdim=keep))
for size, shape in (((1, 1), (1, 3, 4, 2)), ((2, 3), (1, 4, 6, 2)), ((3, 2), (1, 5, 5, 2)), ((4, 3), (1, 3, 2, 2))):
    case(f"adaptive_avg_pool2d {shape} to {size}", "adaptive_avg_pool2d", {"size": size}, [tensor(*shape)],
         lambda x, w, size=size: F.adaptive_avg_pool2d(x[0], size))

case("flatten a map", "flatten", {}, [tensor(2, 2, 3, 2)], lambda x, w: nhwc(x[0]).flatten(1))
case("flatten a vector", "flatten", {}, [tensor(2, 5)], lambda x, w: x[0] * 1)
case("reshape", "reshape", {"shape": [4, 3]}, [tensor(2, 2, 3, 2)], lambda x, w: nhwc(x[0]).reshape(2, 4, 3))
case("channel_shuffle", "channel_shuffle", {"groups": 2}, [tensor(1, 2, 3, 6)], lambda x, w: shuffle(x[0], 2))
case("channel_shuffle a vector", "channel_shuffle", {"groups": 3}, [tensor(2, 6)],
     lambda x, w: shuffle(x[0][:, :, None, None], 3)[:, :, 0, 0])
case("slice", "slice", {"start": 1, "stop": 3}, [tensor(1, 2, 3, 5)], lambda x, w: x[0][:, 1:3])
case("slice a vector", "slice", {"start": 2, "stop": 5}, [tensor(2, 5)], lambda x, w: x[0][:, 2:5])
case("slice a sequence", "slice", {"start": 0, "stop": 2}, [tensor(2, 3, 4)], lambda x, w: x[0][:, :, 0:2])
case("slice all", "slice", {"start": 0, "stop": 4}, [tensor(2, 2, 2, 4)], lambda x, w: x[0] * 1)
case("pad", "pad", {"padding": [1, 2, 0, 3], "value": 0}, [tensor(1, 2, 3, 2)], lambda x, w: padded(x[0], (1, 2, 0, 3)))
case("pad with a value", "pad", {"padding": [1, 2, 0, 3], "value": 0.7}, [tensor(1, 2, 3, 2)],
     lambda x, w: F.pad(x[0], (0, 3, 1, 2), value=0.7))
case("crop", "crop", {"amount": [1, 2, 0, 1]}, [tensor(1, 5, 4, 2)], lambda x, w: x[0][:, :, 1:3, 0:3])
case("crop nothing", "crop", {"amount": [0, 0, 0, 0]}, [tensor(1, 2, 2, 2)], lambda x, w: x[0] * 1)


def upsample(name, shape, scale=None, size=None, method="nearest"):
    def run(x, w):
        result = size or (shape[1] * scale[0], shape[2] * scale[1])
        extra = {"align_corners": False} if method == "bilinear" else {}
        return F.interpolate(x[0], result, mode=method, **extra)

    case(f"upsample {method} {name}", "upsample", {"scale": scale, "size": size, "method": method}, [tensor(*shape)], run)


upsample("by 2", (1, 2, 3, 2), (2, 2))
upsample("by 3 and 1", (1, 2, 3, 2), (3, 1))
upsample("by 1", (1, 2, 2, 2), (1, 1))
upsample("to another size", (1, 3, 4, 2), None, (5, 6))
upsample("by 2", (1, 3, 2, 2), (2, 2), method="bilinear")
upsample("by 3 and 4", (1, 3, 2, 1), (3, 4), method="bilinear")
upsample("by 1 and 5", (1, 2, 3, 1), (1, 5), method="bilinear")
upsample("to another size", (1, 3, 4, 2), None, (5, 7), "bilinear")
upsample("to a smaller size", (1, 5, 6, 1), None, (2, 4), "bilinear")

for op, run in (("add", lambda x: x[0] + x[1] + x[2]), ("average", lambda x: sum(x) / 3),
                ("multiply", lambda x: x[0] * x[1] * x[2]), ("maximum", lambda x: torch.maximum(torch.maximum(*x[:2]), x[2])),
                ("concat", lambda x: torch.cat(x, 1))):
    attributes = {"axis": 2} if op == "concat" else {}
    case(f"{op} of three maps", op, attributes, [tensor(2, 2, 3, 2) for _ in range(3)], lambda x, w, run=run: run(x))
case("concat along the height", "concat", {"axis": 0}, [tensor(1, 2, 3, 2), tensor(1, 1, 3, 2)],
     lambda x, w: torch.cat(x, 2))
case("multiply a map by a vector", "multiply", {}, [tensor(2, 2, 3, 2), tensor(2, 2)],
     lambda x, w: x[0] * x[1][:, :, None, None])
case("multiply a vector and a map", "multiply", {}, [tensor(2, 2), tensor(2, 2, 3, 2)],
     lambda x, w: x[0][:, :, None, None] * x[1])
case("multiply a map by [1, 1, c]", "multiply", {}, [tensor(2, 2, 3, 2), tensor(2, 1, 1, 2)],
     lambda x, w: x[0] * x[1])

target = pathlib.Path(__file__).parents[2] / "fixtures" / "ops" / "layers.json"
target.write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
print(len(cases), "cases,", target.stat().st_size, "bytes")
