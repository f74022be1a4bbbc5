"""The yardstick of embedding.py: the same model as graphs for onnxruntime, made from the same safetensors file.

`std` uses the operators of the ONNX standard alone, as an exporter writes them; `fused` the operators onnxruntime's own
optimiser for BERT puts in their place. Both exist in fp32 and with `quantize_dynamic` (int8 weights, activations
quantised at run time), which is what a user of the library would reach for. Pooling and unit length are in the graph,
so that a run gives what ours gives: [batch, tokens] ids in, [batch, hidden] unit vectors out.
"""

import json
import logging
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

FUSED_DOMAIN = "com.microsoft"
# Name, operators, options of quantize_dynamic (None: fp32).
VARIANTS = [
    ("fp32-std", "std", None),
    ("fp32-fused", "fused", None),
    ("int8-std", "std", {"per_channel": False}),
    ("int8-fused", "fused", {"per_channel": False}),
    ("int8-fused-channel", "fused", {"per_channel": True}),
]
QUANTIZED = ["MatMul", "Attention", "Gather"]


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, values, kind=np.float32):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values, kind), name))
        return name

    def indices(self, *values):
        return self.constant(values, np.int64)

    def add(self, operator, *inputs, domain="", output=None, **attributes):
        output = output or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, name=f"n{len(self.nodes)}", **attributes))
        return output


class Encoder:
    """Lays a BERT of `folder` (config.json, model.safetensors, 1_Pooling) out as a graph."""

    def __init__(self, folder):
        folder = Path(folder)
        config = json.loads((folder / "config.json").read_text())
        self.weights = {name.removeprefix("bert."): values.astype(np.float32)
                        for name, values in load_file(folder / "model.safetensors").items() if values.dtype.kind == "f"}
        self.hidden, self.heads = config["hidden_size"], config["num_attention_heads"]
        self.layers, self.epsilon = config["num_hidden_layers"], config["layer_norm_eps"]
        pooling = folder / "1_Pooling" / "config.json"
        self.pools_first = pooling.exists() and json.loads(pooling.read_text()).get("pooling_mode_cls_token", False)

    def model(self, operators):
        self.graph = graph = Graph()
        self.fused = operators == "fused"
        x = self.normalized(self.embedded(), "embeddings.LayerNorm")
        mask = graph.add("Cast", "mask", to=TensorProto.INT32) if self.fused else self.penalties()
        for layer in range(self.layers):
            x = self.layer(x, mask, f"encoder.layer.{layer}.")
        pooled = self.pooled(x)
        length = graph.add("ReduceL2", pooled, graph.indices(1), keepdims=1)
        graph.add("Div", pooled, length, output="vectors")
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("ids", "mask")]
        outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", self.hidden])]
        return helper.make_model(
            helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.constants), ir_version=9,
            opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(FUSED_DOMAIN, 1)])

    def weight(self, name):
        return self.graph.constant(self.weights[name])

    def embedded(self):
        """Word, position and the one token type that single texts have."""
        graph = self.graph
        words = graph.add("Gather", self.weight("embeddings.word_embeddings.weight"), "ids")
        places = graph.constant(self.weights["embeddings.position_embeddings.weight"]
                                + self.weights["embeddings.token_type_embeddings.weight"][0])
        count = graph.add("Slice", graph.add("Shape", "ids"), graph.indices(1), graph.indices(2))
        return graph.add("Add", words, graph.add("Slice", places, graph.indices(0), count, graph.indices(0)))

    def normalized(self, x, name):
        return self.graph.add("LayerNormalization", x, self.weight(name + ".weight"), self.weight(name + ".bias"),
                              axis=-1, epsilon=self.epsilon)

    def product(self, x, name):
        return self.graph.add("MatMul", x, self.graph.constant(self.weights[name + ".weight"].T))

    def linear(self, x, name):
        return self.graph.add("Add", self.product(x, name), self.weight(name + ".bias"))

    def penalties(self):
        """Added to the scores: nothing for a token, a lot for padding."""
        graph = self.graph
        absent = graph.add("Sub", graph.constant(1), graph.add("Cast", "mask", to=TensorProto.FLOAT))
        return graph.add("Unsqueeze", graph.add("Mul", absent, graph.constant(-1e4)), graph.indices(1, 2))

    def layer(self, x, mask, name):
        attended = self.fused_attention(x, mask, name) if self.fused else self.attention(x, mask, name)
        x = self.joined(attended, x, name + "attention.output")
        if self.fused:
            inner = self.graph.add("BiasGelu", self.product(x, name + "intermediate.dense"),
                                   self.weight(name + "intermediate.dense.bias"), domain=FUSED_DOMAIN)
        else:
            inner = self.graph.add("Gelu", self.linear(x, name + "intermediate.dense"))
        return self.joined(inner, x, name + "output")

    def joined(self, y, x, name):
        """LayerNorm(dense(y) + x)."""
        if not self.fused:
            return self.normalized(self.graph.add("Add", self.linear(y, name + ".dense"), x), name + ".LayerNorm")
        return self.graph.add("SkipLayerNormalization", self.product(y, name + ".dense"), x,
                              self.weight(name + ".LayerNorm.weight"), self.weight(name + ".LayerNorm.bias"),
                              self.weight(name + ".dense.bias"), domain=FUSED_DOMAIN, epsilon=self.epsilon)

    def fused_attention(self, x, mask, name):
        parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
        weights = np.concatenate([self.weights[part + ".weight"].T for part in parts], axis=1)
        biases = np.concatenate([self.weights[part + ".bias"] for part in parts])
        return self.graph.add("Attention", x, self.graph.constant(weights), self.graph.constant(biases), mask,
                              domain=FUSED_DOMAIN, num_heads=self.heads)

    def attention(self, x, mask, name):
        graph, width = self.graph, self.hidden // self.heads
        query, key, value = (
            graph.add("Transpose", graph.add("Reshape", self.linear(x, f"{name}attention.self.{part}"),
                                             graph.indices(0, 0, self.heads, width)), perm=order)
            for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])))
        scores = graph.add("Mul", graph.add("MatMul", query, key), graph.constant(width ** -0.5))
        shares = graph.add("Softmax", graph.add("Add", scores, mask), axis=-1)
        merged = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
        return graph.add("Reshape", merged, graph.indices(0, 0, self.hidden))

    def pooled(self, x):
        graph = self.graph
        if self.pools_first:
            return graph.add("Gather", x, graph.constant(0, np.int64), axis=1)
        present = graph.add("Unsqueeze", graph.add("Cast", "mask", to=TensorProto.FLOAT), graph.indices(2))
        total = graph.add("ReduceSum", graph.add("Mul", x, present), graph.indices(1), keepdims=0)
        return graph.add("Div", total, graph.add("ReduceSum", present, graph.indices(1), keepdims=0))


def build(model_folder, folder):
    """Writes every variant that is not there yet; returns the path of each by name."""
    folder.mkdir(parents=True, exist_ok=True)
    encoder, paths = None, {}
    # The quantiser recommends a step for graphs of unknown origin; these have their shapes and no spare nodes.
    logging.getLogger().setLevel(logging.ERROR)
    for name, operators, quantization in VARIANTS:
        path = paths[name] = folder / f"{name}.onnx"
        if path.exists():
            continue
        encoder = encoder or Encoder(model_folder)
        unfinished = folder / f".{name}.onnx"
        if quantization is None:
            onnx.save(encoder.model(operators), unfinished)
        else:
            quantize_dynamic(folder / f"fp32-{operators}.onnx", unfinished, weight_type=QuantType.QInt8,
                             op_types_to_quantize=QUANTIZED,
                             extra_options={"DefaultTensorType": TensorProto.FLOAT}, **quantization)
        unfinished.rename(path)
    return paths


def session(path, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def padded(windows):
    """Feeds for a batch of token windows, the shorter ones filled up with padding."""
    ids = np.zeros((len(windows), max(map(len, windows))), np.int64)
    mask = np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, :len(window)] = window
        mask[row, :len(window)] = 1
    return {"ids": ids, "mask": mask}


def vectors(session, feeds):
    return session.run(["vectors"], feeds)[0]
