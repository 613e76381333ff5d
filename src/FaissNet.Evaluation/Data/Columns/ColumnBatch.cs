namespace FaissNet.Evaluation;

/// <summary>Some consecutive rows of a column of numbers or of lists of numbers.</summary>
/// <typeparam name="T">What the numbers have been converted to.</typeparam>
/// <param name="Values">The numbers of all rows, one row after another.</param>
/// <param name="Lengths">How many numbers each row has; 0 for an empty list and for a missing one.</param>
internal readonly record struct ColumnBatch<T>(T[] Values, int[] Lengths);
