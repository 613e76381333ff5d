using System.Buffers;
using FaissNet.Kernels;
using FaissNet.Quantizers;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class ProductQuantizer
{
    private const int DecodeBlock = 1024;
    private const int StackNumbers = 1024;

    private ProductEncoder? _encoder;
    private PqTable? _tables;

    /// <summary>The centroids as the kernels that build distance tables want them.</summary>
    internal PqTable Tables => _tables ?? LazyInitializer.EnsureInitialized(ref _tables, PackTables);

    /// <summary>Replaces each slice by the number of its nearest centroid; of equally near ones the lowest number.</summary>
    internal override void Encode(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        ProductEncoder encoder = _encoder ?? LazyInitializer.EnsureInitialized(ref _encoder, () => new ProductEncoder(Centroids.AsRows(DSub), M));
        var progress = new BuildCounter(options, "encoding", vectors.Count);
        ParallelRange.Run(
            new EncodeJob(encoder, M, NBits, vectors, codes),
            vectors.Count, encoder.Block, options.MaxDegreeOfParallelism, options.CancellationToken, progress.Add);
    }

    internal override void Decode(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        Action<long>? progress = BuildCounter.For(options, "decoding", vectors.Count);
        ParallelRange.Run(
            new DecodeJob(this, codes, vectors), codes.Count, DecodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken, progress);
    }

    /// <summary>
    /// Tables for asymmetric distances: for each query and slice the distance (squared L2, or inner product) to every centroid of the slice.
    /// The distance to a code is the sum of M entries.
    /// </summary>
    /// <param name="queries">n × d.</param>
    /// <param name="metric">L2 or inner product.</param>
    /// <param name="tables">Receives n rows of M · ksub entries, [M][ksub].</param>
    internal unsafe void ComputeTables(Rows<float> queries, Metric metric, Rows<float> tables)
        => Tables.Build(queries.Pointer, queries.Count, metric, tables.Pointer);

    private unsafe PqTable PackTables()
    {
        var tables = new PqTable();
        tables.Pack(Centroids.Pointer, M, KSub, DSub);
        return tables;
    }

    private readonly struct EncodeJob(ProductEncoder encoder, int m, int nBits, Rows<float> vectors, Rows<byte> codes) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int n = (int)(end - start);
            int[] numbers = ArrayPool<int>.Shared.Rent(n * m);
            encoder.Encode(vectors.Slice(start, n), numbers.AsSpan(0, n * m));
            Pack(numbers, codes.Slice(start, n));
            ArrayPool<int>.Shared.Return(numbers);
        }

        private void Pack(int[] numbers, Rows<byte> block)
        {
            int n = (int)block.Count;
            Span<int> row = m <= StackNumbers ? stackalloc int[m] : new int[m];
            for (int i = 0; i < n; i++)
            {
                Span<byte> code = block[i];
                if (nBits == 8)
                {
                    for (int j = 0; j < m; j++)
                        code[j] = (byte)numbers[j * n + i];
                    continue;
                }
                for (int j = 0; j < m; j++)
                    row[j] = numbers[j * n + i];
                BitString.Pack(row, nBits, code);
            }
        }
    }

    private readonly struct DecodeJob(ProductQuantizer quantizer, Rows<byte> codes, Rows<float> vectors) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int width = quantizer.DSub;
            using var scratch = new Scratch<int>(1, quantizer.M);
            Span<int> numbers = scratch.Rows[0];
            for (long i = start; i < end; i++)
            {
                BitString.Unpack(codes[i], quantizer.NBits, numbers);
                Span<float> vector = vectors[i];
                for (int m = 0; m < numbers.Length; m++)
                    quantizer.CodebookRows(m)[numbers[m]].CopyTo(vector.Slice(m * width, width));
            }
        }
    }
}
