using FaissNet;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

// ONNX Runtime has a pool of threads of its own, native FAISS has OpenMP's: both work in one process, in turns and at the same time.
const int dimension = 16;
const int count = 500;
var random = new Random(1);
float[] features = [.. Enumerable.Range(0, count * dimension).Select(_ => random.NextSingle())];
float[] rotation = new float[dimension * dimension];
for (int i = 0; i < dimension; i++)
    rotation[(i * dimension) + ((i + 1) % dimension)] = 1;

using var session = new InferenceSession(MatMulModel(dimension));
float[] embeddings = Encode(features);
Check(embeddings[1] == features[0] && embeddings[0] == features[dimension - 1], "the model does not rotate");

using VectorIndex index = FaissIndex.Create(dimension, "IVF8,SQ8", Metric.L2, Engine.Native);
index.Train(embeddings);
index.Add(embeddings);
CheckSearch(embeddings);

Task[] tasks = [.. Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
{
    for (int round = 0; round < 20; round++)
    {
        if (worker % 2 == 0)
            CheckSearch(Encode(features));
        else
            CheckSearch(embeddings);
    }
}))];
await Task.WhenAll(tasks);
Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()} and native FAISS {FaissRuntime.NativeVersion}: ok");
return 0;

float[] Encode(float[] rows)
{
    var inputs = new[]
    {
        NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(rows, [rows.Length / dimension, dimension])),
        NamedOnnxValue.CreateFromTensor("w", new DenseTensor<float>(rotation, [dimension, dimension])),
    };
    using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run(inputs);
    return [.. outputs[0].AsEnumerable<float>()];
}

void CheckSearch(float[] queries)
{
    SearchResult<float> result = index.Search(queries, 1, new SearchOptions { NProbe = 8 });
    int found = Enumerable.Range(0, count).Count(query => result.IdsOf(query)[0] == query);
    Check(found == count, $"{found} of {count} vectors found themselves");
}

static void Check(bool condition, string message)
{
    if (!condition)
        throw new InvalidOperationException(message);
}

// y = x · w, written as the protocol buffer that an .onnx file is (onnx.proto: ModelProto, GraphProto, NodeProto, ValueInfoProto).
static byte[] MatMulModel(int dimension)
{
    byte[] node = [.. Text(1, "x"), .. Text(1, "w"), .. Text(2, "y"), .. Text(4, "MatMul")];
    byte[] graph =
    [
        .. Message(1, node), .. Text(2, "rotation"),
        .. Message(11, Value("x", 0, dimension)), .. Message(11, Value("w", dimension, dimension)), .. Message(12, Value("y", 0, dimension)),
    ];
    return [.. Number(1, 8), .. Message(8, [.. Text(1, ""), .. Number(2, 13)]), .. Message(7, graph)];

    // A float matrix; 0 rows stand for any number of them.
    static byte[] Value(string name, int rows, int columns)
    {
        byte[] first = rows == 0 ? Text(2, "n") : Number(1, rows);
        byte[] shape = [.. Message(1, first), .. Message(1, Number(1, columns))];
        byte[] tensor = [.. Number(1, 1), .. Message(2, shape)];
        return [.. Text(1, name), .. Message(2, Message(1, tensor))];
    }

    static byte[] Number(int field, int value) => [(byte)(field << 3), .. Varint(value)];

    static byte[] Text(int field, string text) => Message(field, System.Text.Encoding.UTF8.GetBytes(text));

    static byte[] Message(int field, byte[] content) => [(byte)((field << 3) | 2), .. Varint(content.Length), .. content];

    static byte[] Varint(int value) => value < 128 ? [(byte)value] : [(byte)(value | 128), .. Varint(value >> 7)];
}
