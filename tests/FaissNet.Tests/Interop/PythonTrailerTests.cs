namespace FaissNet.Tests.Interop;

/// <summary>
/// FAISS in Python opens what this library saves with a trailer, and answers as the stored side does: with the transforms of stored vectors for the
/// queries too, and without penalties.
/// </summary>
public sealed class PythonTrailerTests(ITestOutputHelper output)
{
    private const int Dimension = 32;
    private const int Count = 600;
    private const int K = 8;

    [Theory]
    [InlineData("Modality,L2norm,SQ8", Metric.InnerProduct)]
    [InlineData("Modality1,Flat", Metric.InnerProduct)]
    [InlineData("Modality,L2norm,ITQ,LSH", Metric.L2)]
    [InlineData("Modality,QueryAware,OPQ4,PQ4np", Metric.InnerProduct)]
    [InlineData("QueryAware,IVF4,SQ8", Metric.InnerProduct)]
    [InlineData("Hub,Modality,L2norm,RR,PQ32x1np", Metric.InnerProduct)]
    [InlineData("Hub,Modality,L2norm,OPQ3_30,PQ3np", Metric.InnerProduct)]
    [InlineData("Hub,Modality,L2norm,ITQ24,LSH", Metric.L2)]
    [InlineData("Hub,Modality,L2norm,(ITQ24,PQ24x1np,Refine(SQ8))", Metric.InnerProduct)]
    public void ReadIndex_FileWithATrailer_AnswersAsTheStoredSide(string factory, Metric metric)
    {
        PythonFaiss.Require();
        float[] vectors = TestVectors.Clustered(Count, Dimension, 20, seed: 1);
        float[] queries = TestVectors.Clustered(20, Dimension, 20, seed: 3);
        using VectorIndex index = VectorIndex.Create(Dimension, factory, metric);
        index.Train(vectors, new BuildOptions { Queries = [new QuerySample(TestVectors.Clustered(300, Dimension, 20, seed: 2))] });
        index.Add(vectors);
        index.QualityCard = """{"recall":1}""";
        using var file = new TemporaryFile();
        index.Save(file.Path);

        (string version, long count, float[] distances, long[] ids) = PythonFaiss.Search(file.Path, queries, Dimension, K);

        output.WriteLine($"FAISS {version} reads {factory}");
        Assert.Equal(Count, count);
        (float[] expectedDistances, long[] expectedIds) = StoredSide(index, queries);
        ResultAssert.Same(K, expectedDistances, expectedIds, distances, ids, magnitude: 10);
    }

    private static (float[] Distances, long[] Ids) StoredSide(VectorIndex index, float[] queries)
    {
        for (VectorIndex? inside = index; ; inside = (inside as HubnessIndex)?.Inner ?? (inside as PreTransformIndex)?.Inner)
        {
            if (inside is PreTransformIndex front)
            {
                foreach (VectorTransform transform in front.Transforms)
                    queries = transform.Apply(queries);
            }
            else if (inside is not HubnessIndex)
            {
                SearchResult<float> result = inside!.Search(queries, K);
                return (result.Distances, result.Ids);
            }
        }
    }
}
