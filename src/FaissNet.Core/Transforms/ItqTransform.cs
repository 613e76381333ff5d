using System.Numerics.Tensors;
using FaissNet.Clustering;
using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// What goes before sign codes: subtracts the mean, scales to length 1, projects onto principal components where fewer come out, and rotates so that the
/// signs lose least. FAISS: <c>ITQTransform</c>, <c>ITQ[{d}]</c>.
/// </summary>
public sealed class ItqTransform : VectorTransform
{
    private const int Block = 256;

    /// <summary>Training vectors that are always taken.</summary>
    private const int MinTrainPoints = 32768;

    private float[] _mean = [];

    /// <summary>A transform to be trained.</summary>
    /// <param name="inputDimension">Components of a vector that goes in.</param>
    /// <param name="outputDimension">Components of a vector that comes out, at most as many.</param>
    /// <param name="projects">Whether to project onto principal components; must be true where fewer come out. FAISS: <c>do_pca</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is out of range.</exception>
    /// <exception cref="ArgumentException">More components come out than go in, or fewer without a projection.</exception>
    public ItqTransform(int inputDimension, int outputDimension, bool projects)
        : this(outputDimension, projects, new ItqMatrix(outputDimension), new LinearTransform(inputDimension, outputDimension, hasBias: false))
    {
        if (outputDimension > inputDimension || (outputDimension < inputDimension && !projects))
        {
            throw new ArgumentException(
                $"Vectors of {inputDimension} components cannot be rotated to {outputDimension}{(projects ? "" : " without a projection")}.",
                nameof(outputDimension));
        }
    }

    internal ItqTransform(int outputDimension, bool projects, ItqMatrix rotation, LinearTransform product)
        : base(product.InputDimension, outputDimension)
    {
        Projects = projects;
        Rotation = rotation;
        Product = product;
    }

    /// <summary>Whether vectors are projected onto principal components.</summary>
    public bool Projects { get; }

    /// <summary>What is subtracted; empty while untrained.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>The rotation behind the projection.</summary>
    public ItqMatrix Rotation { get; private set; }

    /// <summary>Projection and rotation in one, which is what is applied. FAISS: <c>pca_then_itq</c>.</summary>
    public LinearTransform Product { get; private set; }

    /// <summary>Training vectors per input component at most, but 32,768 in any case. Default 10. FAISS: <c>max_train_per_dim</c>.</summary>
    public int MaxPointsPerDimension { get; init; } = 10;

    /// <inheritdoc/>
    public override bool IsTrained => _mean.Length > 0 && Product.IsTrained;

    /// <summary>Never: the lengths of vectors are lost.</summary>
    public override bool CanReverse => false;

    /// <inheritdoc/>
    public override string Description => Projects ? $"ITQ{OutputDimension}" : "ITQ";

    /// <summary>Takes over a mean, as it stands in a file.</summary>
    internal void SetMean(float[] mean) => _mean = mean;

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        if (vectors.IsEmpty)
            throw new ArgumentException("Training a rotation takes at least one vector, but none were given.", nameof(vectors));
        long most = Math.Max((long)MaxPointsPerDimension * InputDimension, MinTrainPoints);
        using AlignedBuffer<float>? sample = TrainingSample.Take(vectors, most);
        Rows<float> rows = sample is null ? vectors : sample.AsRows(InputDimension);
        float[] mean = ColumnMeans.Of(rows);
        using AlignedBuffer<float> prepared = ColumnMeans.Subtract(rows, mean);
        Rows<float> unit = prepared.AsRows(InputDimension);
        for (long i = 0; i < unit.Count; i++)
            UnitLength.Scale(unit[i]);
        var rotation = new ItqMatrix(OutputDimension) { Iterations = Rotation.Iterations, Seed = Rotation.Seed };
        var product = new LinearTransform(InputDimension, OutputDimension, hasBias: false);
        if (Projects)
        {
            float[] projection = Project(unit, out AlignedBuffer<float> projected, options);
            using (projected)
                rotation.Train(projected.AsRows(OutputDimension), options);
            product.SetMatrix(Multiply(rotation.Matrix, projection), []);
        }
        else
        {
            rotation.Train(unit, options);
            product.SetMatrix(rotation.Matrix.ToArray(), []);
        }
        (_mean, Rotation, Product) = (mean, rotation, product);
    }

    internal override void Forget()
    {
        _mean = [];
        Rotation.Forget();
        Product.Forget();
    }

    internal override VectorTransform Clone()
    {
        var copy = (ItqTransform)MemberwiseClone();
        copy.Rotation = (ItqMatrix)Rotation.Clone();
        copy.Product = (LinearTransform)Product.Clone();
        return copy;
    }

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new Job(this, from, to, cancellationToken), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => throw NotReversible("the lengths of vectors are lost");

    internal override bool IsSameAs(VectorTransform other)
        => other is ItqTransform same && Mean.SequenceEqual(same.Mean) && Product.IsSameAs(same.Product);

    private float[] Project(Rows<float> unit, out AlignedBuffer<float> projected, BuildOptions options)
    {
        var pca = new PcaMatrix(InputDimension, OutputDimension, 0, randomRotation: false, hasBias: false);
        pca.Train(unit, options);
        projected = new AlignedBuffer<float>(unit.Count * OutputDimension);
        pca.Apply(unit, projected.AsRows(OutputDimension), options.MaxDegreeOfParallelism, options.CancellationToken);
        return pca.Matrix.ToArray();
    }

    private float[] Multiply(ReadOnlySpan<float> rotation, float[] projection)
    {
        var product = new float[projection.Length];
        for (int i = 0; i < OutputDimension; i++)
        {
            Span<float> row = product.AsSpan(i * InputDimension, InputDimension);
            for (int k = 0; k < OutputDimension; k++)
            {
                TensorPrimitives.MultiplyAdd(
                    projection.AsSpan(k * InputDimension, InputDimension), rotation[i * OutputDimension + k], row, row);
            }
        }
        return product;
    }

    private readonly struct Job(ItqTransform transform, Rows<float> from, Rows<float> to, CancellationToken cancellationToken) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var unit = new Scratch<float>(end - start, from.Width);
            for (long i = start; i < end; i++)
            {
                Span<float> row = unit.Rows[i - start];
                TensorPrimitives.Subtract(from[i], transform._mean, row);
                UnitLength.Scale(row);
            }
            transform.Product.Apply(unit.Rows, to.Slice(start, end - start), 1, cancellationToken);
        }
    }
}
