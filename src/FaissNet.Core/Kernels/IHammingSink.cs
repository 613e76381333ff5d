namespace FaissNet.Kernels;

/// <summary>Takes the codes of a Hamming scan that are near enough; a type argument of the scan, so that its bodies are compiled for each.</summary>
internal interface IHammingSink
{
    /// <summary>Distances from here on are of no interest; looked at again before each block of codes, because it may shrink.</summary>
    int Limit { get; }

    /// <summary>Offers a code; its distance may have come to be at or beyond the limit since the scan last looked.</summary>
    void Offer(int distance, long row);
}
