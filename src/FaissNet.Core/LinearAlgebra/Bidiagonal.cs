namespace FaissNet.LinearAlgebra;

/// <summary>Makes an upper bidiagonal matrix diagonal by plane rotations from both sides.</summary>
internal static class Bidiagonal
{
    /// <summary>QR needs two or three steps per singular value; this many mean that the numbers are not finite.</summary>
    private const int StepsPerValue = 60;

    /// <summary>What is this small against its neighbours is lost in their rounding.</summary>
    private const double Precision = 1.0 / (1L << 53);

    /// <param name="d">The diagonal; becomes the singular values, with signs and in no order.</param>
    /// <param name="e">What is above it, e[i] right of d[i]; the last one is not used.</param>
    /// <param name="left">Takes the rotations of rows.</param>
    /// <param name="right">Takes the rotations of columns.</param>
    public static void Diagonalize(double[] d, double[] e, Rotations left, Rotations right)
    {
        double negligible = Precision * Largest(d, e);
        int steps = StepsPerValue * d.Length;
        for (int last = d.Length - 1; last > 0;)
        {
            if (IsSmall(d, e, last - 1))
            {
                e[last - 1] = 0;
                last--;
                continue;
            }
            int first = last - 1;
            while (first > 0 && !IsSmall(d, e, first - 1))
                first--;
            if (first > 0)
                e[first - 1] = 0;
            if (steps-- == 0)
                throw new InvalidOperationException("The singular values of a matrix were not found.");
            if (!RemoveZero(d, e, first, last, negligible, left, right))
                Step(d, e, first, last, left, right);
        }
        left.Flush();
        right.Flush();
    }

    private static double Largest(double[] d, double[] e)
    {
        double largest = 0;
        for (int i = 0; i < d.Length; i++)
            largest = Math.Max(largest, Math.Abs(d[i]) + Math.Abs(e[i]));
        return largest;
    }

    private static bool IsSmall(double[] d, double[] e, int i) => Math.Abs(e[i]) <= Precision * (Math.Abs(d[i]) + Math.Abs(d[i + 1]));

    /// <summary>Where a diagonal element is zero, rotates away what stands beside it, so that the block falls apart there.</summary>
    private static bool RemoveZero(double[] d, double[] e, int first, int last, double negligible, Rotations left, Rotations right)
    {
        if (Math.Abs(d[last]) <= negligible)
        {
            d[last] = 0;
            ClearColumn(d, e, first, last, right);
            return true;
        }
        for (int i = last - 1; i >= first; i--)
        {
            if (Math.Abs(d[i]) <= negligible)
            {
                d[i] = 0;
                ClearRow(d, e, i, last, left);
                return true;
            }
        }
        return false;
    }

    /// <summary>Rotates the element right of a zero out of its row, to the right and out of the block.</summary>
    private static void ClearRow(double[] d, double[] e, int row, int last, Rotations left)
    {
        double element = e[row];
        e[row] = 0;
        for (int j = row + 1; j <= last && element != 0; j++)
        {
            double length = double.Hypot(d[j], element);
            double cosine = d[j] / length;
            double sine = element / length;
            d[j] = length;
            left.Add(j, row, cosine, sine);
            if (j < last)
            {
                element = -sine * e[j];
                e[j] *= cosine;
            }
        }
    }

    /// <summary>Rotates the element above a zero in the last column upwards and out of the block.</summary>
    private static void ClearColumn(double[] d, double[] e, int first, int column, Rotations right)
    {
        double element = e[column - 1];
        e[column - 1] = 0;
        for (int j = column - 1; j >= first && element != 0; j--)
        {
            double length = double.Hypot(d[j], element);
            double cosine = d[j] / length;
            double sine = element / length;
            d[j] = length;
            right.Add(j, column, cosine, sine);
            if (j > first)
            {
                element = -sine * e[j - 1];
                e[j - 1] *= cosine;
            }
        }
    }

    /// <summary>One implicit QR step on a block without zeros, which chases a bulge downwards.</summary>
    private static void Step(double[] d, double[] e, int first, int last, Rotations left, Rotations right)
    {
        double along = d[first] - Shift(d, e, first, last) / d[first];
        double across = e[first];
        for (int k = first; k < last; k++)
        {
            double length = double.Hypot(along, across);
            double cosine = along / length;
            double sine = across / length;
            if (k > first)
                e[k - 1] = length;
            along = cosine * d[k] + sine * e[k];
            e[k] = cosine * e[k] - sine * d[k];
            across = sine * d[k + 1];
            d[k + 1] *= cosine;
            right.Add(k, k + 1, cosine, sine);

            length = double.Hypot(along, across);
            cosine = along / length;
            sine = across / length;
            d[k] = length;
            along = cosine * e[k] + sine * d[k + 1];
            d[k + 1] = cosine * d[k + 1] - sine * e[k];
            if (k < last - 1)
            {
                across = sine * e[k + 1];
                e[k + 1] *= cosine;
            }
            left.Add(k, k + 1, cosine, sine);
        }
        e[last - 1] = along;
    }

    /// <summary>Wilkinson's shift: the eigenvalue of the last 2 × 2 block of BᵀB that is nearest to its last element.</summary>
    private static double Shift(double[] d, double[] e, int first, int last)
    {
        double before = last - 1 > first ? e[last - 2] : 0;
        double upper = d[last - 1] * d[last - 1] + before * before;
        double lower = d[last] * d[last] + e[last - 1] * e[last - 1];
        double beside = d[last - 1] * e[last - 1];
        double half = (upper - lower) / 2;
        double root = double.Hypot(half, beside);
        return root == 0 ? lower : lower - beside * beside / (half + Math.CopySign(root, half));
    }
}
