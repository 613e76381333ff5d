namespace FaissNet.Factory;

internal readonly ref partial struct RecipeParser
{
    private const int FastScanBits = 4;
    private const int DefaultBlockSize = 32;

    /// <summary>What follows <c>PQ{M}x4</c> in a fast scan: <c>fs[_{bbs}]</c>, inside an inverted file <c>fs[r][_{bbs}]</c>.</summary>
    private FastScanRecipe ParseFastScan(int start, ReadOnlySpan<char> part, int at, long m, long bits, bool inLists)
    {
        if (bits != FastScanBits)
            throw Wrong(start, $"a fast scan has {FastScanBits} bits per sub-quantizer, not {bits}");
        at += "fs".Length;
        bool byResidual = at < part.Length && part[at] == 'r';
        if (byResidual && !inLists)
            throw Wrong(start + at, "only inverted files have residuals");
        at += byResidual ? 1 : 0;
        long blockSize = DefaultBlockSize;
        if (at < part.Length && part[at] == '_')
        {
            int first = ++at;
            blockSize = ReadNumber(part, ref at, start, "the size of blocks");
            if (blockSize is < DefaultBlockSize or > Guard.MaxBlockSize || blockSize % DefaultBlockSize != 0)
                throw Wrong(start + first, $"the size of blocks must be a multiple of {DefaultBlockSize} up to {Guard.MaxBlockSize}");
        }
        if (at < part.Length)
            throw Wrong(start + at, $"\"{part[at..]}\" follows a fast scan");
        return new FastScanRecipe((int)m, byResidual, (int)blockSize);
    }
}

/// <summary><c>PQ{M}x4fs[_{bbs}]</c>, inside an inverted file <c>PQ{M}x4fs[r][_{bbs}]</c>.</summary>
internal sealed record FastScanRecipe(int M, bool ByResidual, int BlockSize) : IndexRecipe
{
    public override VectorIndex Create(int dimension, Metric metric) => new PqFastScanIndex(dimension, M, metric, BlockSize);
}
