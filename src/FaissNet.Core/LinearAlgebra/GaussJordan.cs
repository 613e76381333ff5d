using System.Numerics.Tensors;
using FaissNet.Kernels;

namespace FaissNet.LinearAlgebra;

/// <summary>
/// Inverts square matrices in place by Gauss–Jordan elimination with row pivots, 32 columns at a time, so that nearly all of the work is a product of matrices
/// (Higham, "Accuracy and Stability of Numerical Algorithms", 14.4).
/// </summary>
internal static class GaussJordan
{
    private const int BlockColumns = 32;

    /// <summary>Replaces a matrix by its inverse.</summary>
    /// <returns>Whether there is one; if not, the matrix is used up.</returns>
    public static bool TryInvert(DenseMatrix matrix, BuildOptions options)
    {
        int n = matrix.Rows;
        var pivots = new int[n];
        for (int start = 0; start < n; start += BlockColumns)
        {
            int width = Math.Min(BlockColumns, n - start);
            DenseMatrix panel = Columns(matrix, start, width);
            for (int j = 0; j < width; j++)
            {
                int pivot = LargestInColumn(panel, j, start + j);
                if (panel[pivot, j] == 0 || !double.IsFinite(panel[pivot, j]))
                    return false;
                pivots[start + j] = pivot;
                SwapRows(panel, start + j, pivot);
                SwapRows(matrix, start + j, pivot);
                Eliminate(panel, start + j, j);
            }
            ApplyToOtherColumns(matrix, panel, start, options);
        }
        SwapColumnsBack(matrix, pivots);
        return true;
    }

    private static DenseMatrix Columns(DenseMatrix matrix, int start, int width)
    {
        var columns = new DenseMatrix(matrix.Rows, width);
        for (int i = 0; i < matrix.Rows; i++)
            matrix.Row(i).Slice(start, width).CopyTo(columns.Row(i));
        return columns;
    }

    private static int LargestInColumn(DenseMatrix panel, int column, int first)
    {
        int largest = first;
        for (int i = first + 1; i < panel.Rows; i++)
        {
            if (Math.Abs(panel[i, column]) > Math.Abs(panel[largest, column]))
                largest = i;
        }
        return largest;
    }

    private static void SwapRows(DenseMatrix matrix, int a, int b)
    {
        if (a == b)
            return;
        Span<double> first = matrix.Row(a), second = matrix.Row(b);
        for (int j = 0; j < first.Length; j++)
            (first[j], second[j]) = (second[j], first[j]);
    }

    /// <summary>Makes column j of the panel an axis, and keeps in its place what the same steps make of that axis.</summary>
    private static void Eliminate(DenseMatrix panel, int row, int j)
    {
        Span<double> pivotRow = panel.Row(row);
        double pivot = pivotRow[j];
        pivotRow[j] = 1;
        TensorPrimitives.Divide(pivotRow, pivot, pivotRow);
        for (int i = 0; i < panel.Rows; i++)
        {
            if (i == row)
                continue;
            Span<double> other = panel.Row(i);
            double factor = other[j];
            other[j] = 0;
            TensorPrimitives.MultiplyAddEstimate(pivotRow, -factor, other, other);
        }
    }

    /// <summary>Does to all other columns what was done to those of the panel.</summary>
    private static void ApplyToOtherColumns(DenseMatrix matrix, DenseMatrix panel, int start, BuildOptions options)
    {
        var rows = new DenseMatrix(panel.Columns, matrix.Columns);
        for (int i = 0; i < rows.Rows; i++)
        {
            matrix.Row(start + i).CopyTo(rows.Row(i));
            rows.Row(i).Slice(start, panel.Columns).Clear();
            matrix.Row(start + i).Clear();
        }
        DoubleProduct.Add(panel, rows, matrix, options);
        for (int i = 0; i < matrix.Rows; i++)
            panel.Row(i).CopyTo(matrix.Row(i)[start..]);
    }

    private static void SwapColumnsBack(DenseMatrix matrix, int[] pivots)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            Span<double> row = matrix.Row(i);
            for (int j = pivots.Length - 1; j >= 0; j--)
                (row[j], row[pivots[j]]) = (row[pivots[j]], row[j]);
        }
    }
}
