namespace FaissNet.Factory;

/// <summary>What a string of the binary factory asks for, before the dimension is known.</summary>
internal abstract record BinaryRecipe
{
    /// <summary>Makes the index.</summary>
    /// <exception cref="ArgumentException">The parts do not fit the dimension.</exception>
    public abstract BinaryIndex Create(int dimension);
}

/// <summary><c>BFlat</c>.</summary>
internal sealed record BinaryFlatRecipe : BinaryRecipe
{
    public override BinaryIndex Create(int dimension) => new BinaryFlatIndex(dimension);
}

/// <summary><c>BIVF{n}</c>.</summary>
internal sealed record BinaryIvfRecipe(int NList) : BinaryRecipe
{
    public override BinaryIndex Create(int dimension) => new BinaryIvfIndex(dimension, NList);
}

/// <summary><c>BHash{b}</c>.</summary>
internal sealed record BinaryHashRecipe(int Bits) : BinaryRecipe
{
    public override BinaryIndex Create(int dimension) => new BinaryHashIndex(dimension, Bits);
}

/// <summary><c>BHash{n}x{b}</c>.</summary>
internal sealed record BinaryMultiHashRecipe(int Hashes, int Bits) : BinaryRecipe
{
    public override BinaryIndex Create(int dimension) => new BinaryMultiHashIndex(dimension, Hashes, Bits);
}

/// <summary><c>IDMap,X</c>, <c>IDMap2,X</c> and the same behind X.</summary>
internal sealed record BinaryIdMapRecipe(BinaryRecipe Inner, bool HasReverseMap) : BinaryRecipe
{
    public override BinaryIndex Create(int dimension) => new BinaryIdMapIndex(Inner.Create(dimension), HasReverseMap);
}
