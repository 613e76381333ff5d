#:project ../src/FaissNet.Evaluation
#:property PublishAot=false

// Makes the vectors on which docs/choosing.md shows codes to fail, out of those that come with the tool.
// usage: dotnet run -c Release docs/DamagedVectors.cs -- FOLDER
using FaissNet.Evaluation;

const string Data = "src/FaissNet.Cli/Data/emoji";
int[] outliers = [3, 100, 400];
string folder = args is [var only] ? only : throw new ArgumentException("usage: dotnet run -c Release docs/DamagedVectors.cs -- FOLDER");
(float[] images, int dimension) = Read("images.npy");
(float[] texts, _) = Read("texts.npy");

// Some dimensions twenty times as large in the stored vectors and as much smaller in the queries: no exact inner product changes.
Write("outlier_images.npy", Scaled(images, (_, i) => outliers.Contains(i) ? 20 : 1));
Write("outlier_texts.npy", Scaled(texts, (_, i) => outliers.Contains(i) ? 1 / 20f : 1));

// A random length for each vector, log-normal with σ = 0.5.
var random = new Random(1);
float[] lengths = [.. Enumerable.Range(0, images.Length / dimension).Select(_ => MathF.Exp(0.5f * Normal()))];
Write("long_images.npy", Scaled(images, (row, _) => lengths[row]));

// Every fourth picture, and the others, so that pictures can ask for pictures.
Write("asking_images.npy", Rows(images, row => row % 4 == 0));
Write("stored_images.npy", Rows(images, row => row % 4 != 0));

(float[] Vectors, int Dimension) Read(string name)
{
    using VectorFile file = VectorFile.Open(Path.Combine(Data, name));
    return (file.ReadAll(), file.Dimension);
}

void Write(string name, float[] vectors) => NpyWriter.Write<float>(Path.Combine(folder, name), vectors, dimension);

float[] Scaled(float[] vectors, Func<int, int, float> factor) => [.. vectors.Select((value, at) => value * factor(at / dimension, at % dimension))];

float[] Rows(float[] vectors, Func<int, bool> isWanted) => [.. vectors.Chunk(dimension).Where((_, row) => isWanted(row)).SelectMany(row => row)];

// Box and Muller's.
float Normal() => MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
