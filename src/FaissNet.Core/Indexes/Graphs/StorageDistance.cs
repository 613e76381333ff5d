using FaissNet.Storage;

namespace FaissNet;

/// <summary>Compares a query with codes that a flat index holds, through a scanner that has taken the query.</summary>
internal readonly unsafe struct StorageDistance(CodeScanner scanner, CodeBuffer codes) : IGraphDistance
{
    public void Compare(int* nodes, int count, float* distances) => scanner.DistancesOf(codes.Pointer, nodes, count, distances);
}
