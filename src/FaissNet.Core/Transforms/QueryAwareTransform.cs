using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Makes a code err where no query looks: stored vectors x become S^p·x, queries q become S^−p·q, S being the second moment of a sample of queries.
/// Inner products stay the same, (S^−p q)·(S^p x) = q·x, but what a quantizer loses of S^p·x is weighed by how much queries ask for it.
/// </summary>
/// <remarks>
/// <para>Scores err by q·(x − x̂), on average over queries by (x − x̂)ᵀ S (x − x̂), while quantizers make ‖x − x̂‖² small; in front of S^½·x the two
/// would be the same. Since a sample never shows all directions that queries take, S is shrunk towards the identity, (1 − s)·S + s·tr(S)/d·I, and the power
/// is chosen by trying: p up to ½ and s are taken which let a product quantizer of the wanted size find most of the true
/// neighbours of queries that S was not learned from, and p = 0 (off) where that is not clearly more than without. (Compare Guo et al., "Accelerating Large-Scale Inference with Anisotropic Vector Quantization",
/// ICML 2020, whose weights come from x alone.)</para>
/// <para>Put it behind <see cref="ModalityTransform"/>, so that means do not count as directions, and in front of rotations. It would change which
/// vectors are near in L2, so an index with that metric refuses it, unless it is an <see cref="LshIndex"/>. In a file it is FAISS's <c>LinearTransform</c>; the queries' matrix follows the index in a
/// trailer, where FAISS does not look.</para>
/// </remarks>
public sealed partial class QueryAwareTransform : VectorTransform
{
    private LinearTransform? _stored;
    private LinearTransform? _queries;

    /// <summary>An untrained transform.</summary>
    /// <param name="dimension">Components of a vector.</param>
    /// <param name="codeBytes">Bytes of the codes for which the power is chosen; by default d / 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension or the number of bytes is out of range.</exception>
    public QueryAwareTransform(int dimension, int? codeBytes = null)
        : base(dimension, dimension)
    {
        if (codeBytes is < 1)
            throw new ArgumentOutOfRangeException(nameof(codeBytes), codeBytes, "Codes have at least one byte.");
        CodeBytes = codeBytes;
    }

    /// <summary>What a file says.</summary>
    internal QueryAwareTransform(LinearTransform stored, LinearTransform queries, float power, float shrinkage)
        : base(stored.InputDimension, stored.OutputDimension)
    {
        _stored = stored;
        _queries = queries;
        Power = power;
        Shrinkage = shrinkage;
    }

    /// <summary>Bytes of the codes for which the power is chosen; <c>null</c> for d / 16. Not saved.</summary>
    public int? CodeBytes { get; }

    /// <summary>p; 0 where queries did not help, and before training.</summary>
    public float Power { get; private set; }

    /// <summary>s.</summary>
    public float Shrinkage { get; private set; }

    /// <inheritdoc/>
    public override bool IsTrained => _stored is not null;

    /// <inheritdoc/>
    public override bool CanReverse => IsTrained;

    /// <summary><c>QueryAware</c>; FAISS's factory does not know it.</summary>
    public override string Description => "QueryAware";

    internal override bool KeepsOnlyInnerProducts => true;

    /// <summary>What it does to stored vectors, as FAISS has it.</summary>
    internal LinearTransform Stored => _stored ?? new LinearTransform(InputDimension, OutputDimension, hasBias: false);

    /// <summary>What it does to queries; none while untrained.</summary>
    internal LinearTransform? ForQueries => _queries;

    internal override void Forget()
    {
        _stored = null;
        _queries = null;
        Power = 0;
        Shrinkage = 0;
    }

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => _stored!.Apply(from, to, maxDegreeOfParallelism, cancellationToken);

    internal override void ApplyToQueries(Rows<float> from, Rows<float> to, SearchOptions options)
        => _queries!.ApplyToQueries(from, to, options);

    /// <summary>S^−p undoes S^p.</summary>
    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => _queries!.Apply(from, to, maxDegreeOfParallelism, cancellationToken);

    internal override bool IsSameAs(VectorTransform other)
        => other is QueryAwareTransform aware && Stored.IsSameAs(aware.Stored)
            && (_queries is null ? aware._queries is null : aware._queries is not null && _queries.IsSameAs(aware._queries));
}
