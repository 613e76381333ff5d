namespace FaissNet.Kernels;

/// <summary>What "better" means to a heap of the k best results. Ties in score are ordered by id, as in FAISS since 1.7.3.</summary>
/// <typeparam name="TScore">float for distances and similarities, int for Hamming distances.</typeparam>
internal interface ITopKOrder<TScore>
    where TScore : unmanaged
{
    /// <summary>The score of a place that nothing has filled.</summary>
    static abstract TScore Missing { get; }

    /// <summary>Whether a score is strictly better than another; false for NaN.</summary>
    static abstract bool IsBetter(TScore score, TScore than);

    /// <summary>Whether (score, id) leaves the heap before (thanScore, thanId); computed without branches, which would be mispredicted.</summary>
    static abstract bool IsWorse(TScore score, long id, TScore thanScore, long thanId);
}
