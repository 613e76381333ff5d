namespace FaissNet.Evaluation;

/// <summary>Given one block of a walk through vectors; see <see cref="VectorSource.VisitBlocks"/>.</summary>
/// <param name="start">The number of the block's first vector.</param>
/// <param name="block">n × d values, row-major, valid during the call.</param>
public delegate void VectorBlockVisitor(long start, ReadOnlySpan<float> block);
