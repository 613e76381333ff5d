using FaissNet.Storage;

namespace FaissNet;

/// <summary>Trains a product quantizer beside the one in use, which stays as it is until the whole training has succeeded.</summary>
internal static class PqTraining
{
    public static ProductQuantizer Train(ProductQuantizer like, Rows<float> vectors, bool polysemous, BuildOptions options)
    {
        var trained = new ProductQuantizer(like.Dimension, like.M, like.NBits);
        trained.Train(vectors, options);
        if (polysemous)
            Quantizers.PolysemousTraining.Apply(trained, options);
        return trained;
    }
}
