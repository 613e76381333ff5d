namespace FaissNet.Evaluation;

/// <summary>What one property of the data means for the choice of a code.</summary>
/// <param name="Topic">Which property.</param>
/// <param name="NeedsAttention">Whether it costs something unless the choice of the code takes account of it.</param>
/// <param name="Fact">What was measured, as a sentence.</param>
/// <param name="Meaning">What follows from it, as a sentence or two.</param>
public sealed record GeometryFinding(GeometryTopic Topic, bool NeedsAttention, string Fact, string Meaning);

/// <summary>Properties of data that decide which code suits them.</summary>
public enum GeometryTopic
{
    /// <summary>How far stored vectors and queries lie apart: <see cref="DataGeometry.ModalityGap"/>.</summary>
    ModalityGap,

    /// <summary>How far the vectors of a side point the same way: <see cref="SideGeometry.Concentration"/>.</summary>
    Concentration,

    /// <summary>Lengths of the vectors: <see cref="SideGeometry.NotUnitShare"/>.</summary>
    Norms,

    /// <summary>How many directions carry the variance: <see cref="SideGeometry.Spectrum"/>.</summary>
    Spectrum,

    /// <summary>Dimensions that are unlike the others: <see cref="SideGeometry.OutlierDimensions"/>.</summary>
    OutlierDimensions,

    /// <summary>Vectors that are stored more than once: <see cref="SideGeometry.DuplicateShare"/>.</summary>
    Duplicates,

    /// <summary>How many vectors there are.</summary>
    Size,
}
