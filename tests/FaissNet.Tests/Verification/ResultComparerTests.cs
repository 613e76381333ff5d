using FaissNet.Verification;

namespace FaissNet.Tests.Verification;

public sealed class ResultComparerTests
{
    [Fact]
    public void Compare_EqualRows_FindsNothing()
    {
        ResultComparer comparer = Compare([1, 2, 3], [7, 8, 9], [1, 2, 3], [7, 8, 9]);

        Assert.Empty(comparer.Differences);
        Assert.Equal((0, 0), (comparer.IdsDifferent, comparer.MaxRelativeDifference));
    }

    [Fact]
    public void Compare_TiedIdsInAnotherOrder_IsNoDifference()
    {
        ResultComparer comparer = Compare([1, 2, 2], [7, 8, 9], [1, 2, 2], [7, 9, 8]);

        Assert.Empty(comparer.Differences);
    }

    [Fact]
    public void Compare_OtherIdsTiedAtTheEnd_IsNoDifference()
    {
        ResultComparer comparer = Compare([1, 2, 3], [7, 8, 9], [1, 2, 3], [7, 8, 10]);

        Assert.Empty(comparer.Differences);
    }

    [Fact]
    public void Compare_IdsSwappedWithoutTie_CountsBothPlaces()
    {
        ResultComparer comparer = Compare([1, 2, 3], [7, 8, 9], [1, 2, 3], [8, 7, 9]);

        Assert.Equal(2, comparer.IdsDifferent);
        Assert.Equal(new VerificationDifference(0, 0, 7, 8, 1, 1), comparer.Differences[0]);
        Assert.Equal(new VerificationDifference(0, 1, 8, 7, 2, 2), comparer.Differences[1]);
    }

    [Fact]
    public void Compare_IdMissingInOne_IsDifferent()
    {
        ResultComparer comparer = Compare([1, 2, float.MaxValue], [7, 8, -1], [1, 2, 3], [7, 8, 9]);

        Assert.Equal(1, comparer.IdsDifferent);
        Assert.Equal(9, Assert.Single(comparer.Differences).NativeId);
    }

    [Fact]
    public void Compare_MissingWithOtherDistances_IsDifferent()
    {
        ResultComparer comparer = Compare([1, 2, float.MaxValue], [7, 8, -1], [1, 2, float.MinValue], [7, 8, -1]);

        Assert.Equal(0, comparer.IdsDifferent);
        Assert.Single(comparer.Differences);
    }

    [Fact]
    public void Compare_DistanceBeyondTolerance_IsDifferentAndMeasured()
    {
        ResultComparer comparer = Compare([1, 2, 4], [7, 8, 9], [1, 2, 4.004f], [7, 8, 9]);

        Assert.Equal(0, comparer.IdsDifferent);
        Assert.Equal(2, Assert.Single(comparer.Differences).Rank);
        Assert.Equal(0.001, comparer.MaxRelativeDifference, 1e-5);
    }

    [Fact]
    public void Compare_SmallDistanceOfLargeVectors_IsRelativeToTheirMagnitude()
    {
        ResultComparer comparer = Compare([0, 1, 2], [7, 8, 9], [0.0005f, 1, 2], [7, 8, 9], magnitude: 100);

        Assert.Empty(comparer.Differences);
        Assert.Equal(5e-6, comparer.MaxRelativeDifference, 1e-7);
    }

    [Fact]
    public void Compare_NaN_IsDifferent()
    {
        ResultComparer comparer = Compare([1, 2, 3], [7, 8, 9], [1, float.NaN, 3], [7, 8, 9]);

        Assert.Equal(1, Assert.Single(comparer.Differences).Rank);
        Assert.Equal(double.PositiveInfinity, comparer.MaxRelativeDifference);
    }

    private static ResultComparer Compare(
        float[] managedDistances, long[] managedIds, float[] nativeDistances, long[] nativeIds, double magnitude = 0)
    {
        var comparer = new ResultComparer(managedIds.Length, 1e-5);
        comparer.Compare(
            0,
            new ResultComparer.Row(managedDistances, managedIds),
            new ResultComparer.Row(nativeDistances, nativeIds),
            magnitude);
        return comparer;
    }
}
