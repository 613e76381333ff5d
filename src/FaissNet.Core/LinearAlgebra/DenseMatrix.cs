namespace FaissNet.LinearAlgebra;

/// <summary>A row-major matrix in double precision: what trainings decompose.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="columns">Number of columns.</param>
internal sealed class DenseMatrix(int rows, int columns)
{
    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>All elements, row after row.</summary>
    public double[] Values { get; } = new double[checked((long)rows * columns)];

    public ref double this[int row, int column] => ref Values[(long)row * Columns + column];

    public Span<double> Row(int row) => Values.AsSpan(checked(row * Columns), Columns);
}
