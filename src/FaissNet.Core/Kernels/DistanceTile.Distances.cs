using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>The matrix, for those who need all of it: range search, tables, tests.</summary>
internal static unsafe partial class DistanceTile
{
    [SkipLocalsInit]
    internal static void Distances<TOrder>(float* x, long n, long xStride, PackedPanel y, float* matrix, long stride)
        where TOrder : struct, ITopKOrder<float>
    {
        float* scratch = stackalloc float[MaxRowBlock];
        if (y.Tier == SimdTier.Vector512)
            DistancesBody<Lanes512, Vector512<float>, TOrder>(x, n, xStride, y, matrix, stride, scratch);
        else if (y.Tier == SimdTier.Vector256)
            DistancesBody<Lanes256, Vector256<float>, TOrder>(x, n, xStride, y, matrix, stride, scratch);
        else if (y.Tier == SimdTier.Vector128)
            DistancesBody<Lanes128, Vector128<float>, TOrder>(x, n, xStride, y, matrix, stride, scratch);
        else
            DistancesBody<ScalarLanes, float, TOrder>(x, n, xStride, y, matrix, stride, scratch);
    }

    private static void DistancesBody<TLanes, TVector, TOrder>(
        float* x, long n, long xStride, PackedPanel y, float* matrix, long stride, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<float>
    {
        var sink = new MatrixSink<TLanes, TVector, TOrder>(x, xStride, y, matrix, stride, scratch);
        Run<TLanes, TVector, MatrixSink<TLanes, TVector, TOrder>>(x, n, xStride, y, y.Norms, ref sink);
    }

    internal struct MatrixSink<TLanes, TVector, TOrder> : ITileSink<TLanes, TVector>
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<float>
    {
        private readonly float* _x;
        private readonly long _xStride;
        private readonly int _dimension;
        private readonly long _columns;
        private readonly float* _yNorms;
        private readonly float* _matrix;
        private readonly long _stride;
        private readonly float* _xNorms;
        private long _firstRow;

        public MatrixSink(float* x, long xStride, PackedPanel y, float* matrix, long stride, float* scratch)
        {
            _x = x;
            _xStride = xStride;
            _dimension = y.Dimension;
            _columns = y.Count;
            _yNorms = y.Norms;
            _matrix = matrix;
            _stride = stride;
            _xNorms = scratch;
        }

        /// <inheritdoc/>
        public static bool StartsAtBias => false;

        private static bool IsL2 => typeof(TOrder) == typeof(SmallestFirst);

        /// <inheritdoc/>
        public void Begin(long firstRow, int count)
        {
            _firstRow = firstRow;
            for (int r = 0; IsL2 && r < count; r++)
                _xNorms[r] = VectorDistance.SquaredNorm(_x + ((firstRow + r) * _xStride), _dimension);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Accept2(long row, long column, TVector v0, TVector v1)
        {
            Write(row, column, v0);
            Write(row, column + TLanes.Width, v1);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Accept4(long row, long column, TVector v0, TVector v1, TVector v2, TVector v3)
        {
            int width = TLanes.Width;
            Write(row, column, v0);
            Write(row, column + width, v1);
            Write(row, column + (2 * width), v2);
            Write(row, column + (3 * width), v3);
        }

        /// <inheritdoc/>
        public readonly void End()
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Write(long row, long column, TVector value)
        {
            if (IsL2)
            {
                TVector norms = TLanes.Add(TLanes.Broadcast(_xNorms[row - _firstRow]), TLanes.Load(_yNorms + column));
                value = TLanes.ClampNegative(TLanes.MultiplyAdd(TLanes.Broadcast(-2), value, norms));
            }

            float* target = _matrix + (row * _stride) + column;
            if (column + TLanes.Width <= _columns)
                TLanes.Store(value, target);
            else if (column < _columns)
                WritePart(target, value, (int)(_columns - column));
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void WritePart(float* target, TVector value, int count)
        {
            float* values = stackalloc float[16];
            TLanes.Store(value, values);
            new ReadOnlySpan<float>(values, count).CopyTo(new Span<float>(target, count));
        }
    }
}
