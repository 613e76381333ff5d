namespace FaissNet.Serialization;

/// <summary>The numbers of a product quantizer.</summary>
internal readonly record struct PqShape(int Dimension, int M, int NBits)
{
    public long CentroidValues => (long)Dimension << NBits;

    public int CodeSize => (int)(((long)M * NBits + 7) / 8);
}
