namespace FaissNet.Evaluation;

/// <summary>The quality card of an index, read.</summary>
public static class IndexQuality
{
    extension(VectorIndex index)
    {
        /// <summary>
        /// What was measured on the index: <see cref="VectorIndex.QualityCard"/>, read anew at each call. <c>null</c> where it has none; setting it to <c>null</c>
        /// takes it away.
        /// </summary>
        /// <exception cref="FormatException">The card is not what <see cref="QualityCard.Parse"/> reads.</exception>
        public QualityCard? Quality
        {
            get => Guard.NotNull(index).QualityCard is { } text ? QualityCard.Parse(text) : null;
            set => Guard.NotNull(index).QualityCard = value?.ToJson();
        }
    }
}
