using Platone.Grid;

namespace Platone.Bench.PowerFlow;

/// <summary>
/// A network to solve, and what power-grid-model 1.13 took for a radial one of that size on a comparable loaded machine of two cores, where that is known.
/// </summary>
/// <param name="Spread">By what part loads differ in a batch; a transmission grid whose generators stay as they are bears little.</param>
/// <param name="ReferenceMathematicsMs">Its solver alone.</param>
/// <param name="ReferenceTotalMs">A single run with preparation and output.</param>
/// <param name="ReferenceBatchMs">A scenario of a batch, one thread.</param>
sealed record PowerFlowCase(
    string Name, Network Network, double Spread, double? ReferenceMathematicsMs = null, double? ReferenceTotalMs = null, double? ReferenceBatchMs = null);
