using System.Numerics;
using System.Runtime.InteropServices;
using FaissNet.Threading;

namespace FaissNet.LinearAlgebra;

/// <summary>
/// Plane rotations of rows of a matrix, collected and applied many at a time: one stripe of columns after the other, so that rows stay in the cache,
/// and on several threads, which changes no result.
/// </summary>
internal sealed class Rotations(DenseMatrix rows, BuildOptions options)
{
    private const int Capacity = 1 << 15;
    private const int StripeColumns = 128;

    private readonly Rotation[] _pending = new Rotation[Capacity];
    private int _count;

    /// <summary>first ← c·first + s·second, second ← c·second − s·first.</summary>
    public void Add(int first, int second, double c, double s)
    {
        if (_count == Capacity)
            Flush();
        _pending[_count++] = new Rotation(first, second, c, s);
    }

    /// <summary>Applies what has been collected.</summary>
    public void Flush()
    {
        int stripes = (rows.Columns + StripeColumns - 1) / StripeColumns;
        ParallelRange.Run(new Job(rows, _pending, _count), stripes, 1, options.MaxDegreeOfParallelism, options.CancellationToken);
        _count = 0;
    }

    private readonly record struct Rotation(int First, int Second, double C, double S);

    private readonly struct Job(DenseMatrix rows, Rotation[] rotations, int count) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (int stripe = (int)start; stripe < end; stripe++)
            {
                int column = stripe * StripeColumns;
                int width = Math.Min(StripeColumns, rows.Columns - column);
                foreach (ref readonly Rotation rotation in rotations.AsSpan(0, count))
                {
                    Rotate(
                        rows.Row(rotation.First).Slice(column, width), rows.Row(rotation.Second).Slice(column, width), rotation.C, rotation.S);
                }
            }
        }

        private static void Rotate(Span<double> first, Span<double> second, double c, double s)
        {
            Span<Vector<double>> a = MemoryMarshal.Cast<double, Vector<double>>(first);
            Span<Vector<double>> b = MemoryMarshal.Cast<double, Vector<double>>(second)[..a.Length];
            for (int i = 0; i < a.Length; i++)
                (a[i], b[i]) = (a[i] * c + b[i] * s, b[i] * c - a[i] * s);
            for (int i = a.Length * Vector<double>.Count; i < first.Length; i++)
                (first[i], second[i]) = (first[i] * c + second[i] * s, second[i] * c - first[i] * s);
        }
    }
}
