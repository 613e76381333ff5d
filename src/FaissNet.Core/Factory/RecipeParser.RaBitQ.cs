namespace FaissNet.Factory;

internal readonly ref partial struct RecipeParser
{
    private const int MaxFastScanBlock = 1 << 16;

    /// <summary><c>RaBitQ[{1-9}]</c> and <c>RaBitQfs[{1-9}][_{bbs}]</c>.</summary>
    private RaBitQRecipe ParseRaBitQ(int start, ReadOnlySpan<char> part)
    {
        int at = "RaBitQ".Length;
        bool isFastScan = part[at..].StartsWith("fs", StringComparison.Ordinal);
        if (isFastScan)
            at += "fs".Length;
        int bits = 1;
        if (at < part.Length && part[at] is >= '1' and <= '9')
            bits = part[at++] - '0';
        long block = isFastScan ? RaBitQNames.DefaultBlock : 0;
        if (isFastScan && at < part.Length && part[at] == '_')
        {
            int number = ++at;
            block = ReadNumber(part, ref at, start, "the number of vectors per block");
            if (block is < 1 or > MaxFastScanBlock || block % 32 != 0)
                throw Wrong(start + number, $"the number of vectors per block must be a multiple of 32 up to {MaxFastScanBlock}");
        }
        if (at < part.Length)
            throw Wrong(start + at, $"\"{part[at..]}\" follows RaBitQ, where only the bits per component, 1 to 9, may");
        return new RaBitQRecipe(bits, (int)block);
    }
}
