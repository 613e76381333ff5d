namespace FaissNet;

/// <summary>What of a <see cref="HubnessIndex"/> is saved beside the index inside.</summary>
/// <param name="Lambda">Share of the penalty that is taken off.</param>
/// <param name="DepthFactor">Results asked for, as a multiple of k.</param>
/// <param name="Neighbours">Queries behind a penalty.</param>
/// <param name="Low">The penalty of level 0.</param>
/// <param name="Step">From level to level.</param>
/// <param name="HasPenalties">Whether it is trained.</param>
/// <param name="Penalties">The level of each vector.</param>
internal sealed record HubnessState(float Lambda, float DepthFactor, int Neighbours, float Low, float Step, bool HasPenalties, byte[] Penalties);
